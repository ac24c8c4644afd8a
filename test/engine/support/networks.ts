import { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type * as z from 'zod'

export const network = (spec: z.input<typeof NetworkSpec>): NetworkSpec => NetworkSpec.parse(spec)
export const training = (spec: z.input<typeof TrainingSpec> = {}): TrainingSpec => TrainingSpec.parse(spec)

/** Every kind of layer, ragged sizes everywhere. */
export const mixedNetwork = network({
  input: [11, 9, 3],
  layers: [
    { type: 'conv2d', filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' },
    { type: 'maxPool2d', poolSize: 2 },
    { type: 'conv2d', filters: 7, kernelSize: 2, strides: 2, activation: 'tanh' },
    { type: 'dropout', rate: 0.3 },
    { type: 'flatten' },
    { type: 'dense', units: 13, activation: 'sigmoid' },
    { type: 'dropout', rate: 0.2 },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})
