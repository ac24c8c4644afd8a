import { CONVOLUTION, shrunk, type Fault } from '../../../../../src-engine/lessons/gradcheck/own-tensors.ts'
import type { NetworkSpec } from '../../../../../src-engine/spec/network.ts'
import { PRESETS, presetNetwork } from '../../../../../src-engine/spec/presets.ts'
import type { LossName } from '../../../../../src-engine/spec/training.ts'

/** A network that can be checked. */
export interface Checked {
  readonly name: string
  readonly network: NetworkSpec
  readonly loss: LossName
}

const PICTURE = [8, 8, 1]
const CLASSES = 3

/** The presets that take small pictures of three classes, behind a plain convolution with batch-norm. */
export const BUILT_IN: readonly Checked[] = [
  { name: 'A convolution and batch-norm', network: CONVOLUTION, loss: 'categoricalCrossentropy' },
  ...PRESETS.filter(({ isTextbook }) => !isTextbook).flatMap(({ name, title }) => {
    try {
      const network = presetNetwork(name, PICTURE, CLASSES)
      return [{ name: title, network, loss: 'categoricalCrossentropy' as const }]
    } catch {
      return []
    }
  }),
]

/** The network of a run, on pictures as small as it takes. */
export const ofRun = (name: string, network: NetworkSpec, loss: LossName): Checked => ({
  ...{ name, network: shrunk(network), loss },
})

export const FAULTS: readonly { readonly value: Fault; readonly text: string }[] = [
  { value: 'none', text: 'nothing' },
  { value: 'constantStatistics', text: 'batch-norm takes mean and variance for constants' },
  { value: 'lastSign', text: 'a minus on the way back from the last layer' },
  { value: 'noBias', text: 'the biases are forgotten' },
  { value: 'sumForMean', text: 'the sum over the examples instead of their mean' },
]
