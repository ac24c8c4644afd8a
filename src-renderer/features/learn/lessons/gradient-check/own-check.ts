import type { Comparison } from '../../../../../src-engine/lessons/gradcheck/compare.ts'
import { sweepWeight, takeWeight, type TakenWeight } from '../../../../../src-engine/lessons/gradcheck/own-network.ts'
import {
  costedOf,
  OWN_GRADCHECK,
  ownGradcheck,
  type Fault,
  type LargestCheck,
} from '../../../../../src-engine/lessons/gradcheck/own-tensors.ts'
import type { Checked } from './own-networks.ts'

type CheckedNetwork = Pick<Checked, 'network' | 'loss'>

/** The largest weight of every tensor, the gradient broken or not. */
export interface TensorsJob extends CheckedNetwork {
  readonly kind: 'tensors'
  readonly fault: Fault
}

/** The largest weight of all that has a gradient, with every ε. */
export interface SweepJob extends CheckedNetwork {
  readonly kind: 'sweep'
}

export interface SweptWeight extends Comparison {
  readonly taken: TakenWeight
}

/** What a job finds, one after the other. */
export function* ownCheck(job: TensorsJob | SweepJob): Generator<LargestCheck | SweptWeight> {
  const { network, loss } = job
  if (job.kind === 'tensors') {
    yield* ownGradcheck({ network, loss, fault: job.fault })
    return
  }
  const costed = costedOf({ ...OWN_GRADCHECK, network, loss })
  const taken = takeWeight(costed)
  if (taken) for (const compared of sweepWeight(costed, taken)) yield { ...compared, taken }
}

export const startOwnCheck = (): Worker =>
  new Worker(new URL('./own-check.worker.ts', import.meta.url), { type: 'module' })
