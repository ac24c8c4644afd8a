import type { Descent } from '../../reference/descent.ts'
import type { Batch } from '../../reference/network.ts'
import { stored, workedNetwork, type Named } from '../worked/network.ts'

/** Matt Mazur's example of backpropagation: 2-2-2, sigmoid, E = ½Σ(t − o)². */
export interface MazurOptions {
  readonly x: readonly number[]
  readonly t: readonly number[]
  /** w1 … w8. */
  readonly w: Named
  /** b1 of both hidden units, b2 of both outputs. */
  readonly b: Named
  readonly eta: number
  readonly order: Descent['order']
  /** Whether biases stay, are one for a layer, or one for each unit. */
  readonly biases: 'fixed' | 'shared' | 'perNeuron'
  readonly steps: number
}

export const MAZUR: MazurOptions = {
  x: [0.05, 0.1],
  t: [0.01, 0.99],
  w: { w1: 0.15, w2: 0.2, w3: 0.25, w4: 0.3, w5: 0.4, w6: 0.45, w7: 0.5, w8: 0.55 },
  b: { b1: 0.35, b2: 0.6 },
  eta: 0.5,
  order: 'simultaneous',
  biases: 'fixed',
  steps: 1,
}

export const MAZUR_NETWORK = workedNetwork(
  [
    ['i1', 'i2'],
    ['h1', 'h2'],
    ['o1', 'o2'],
  ],
  // By input: w1 and w3 leave the first one, w2 and w4 the second.
  ['w1', 'w3', 'w2', 'w4', 'b_h1', 'b_h2', 'w5', 'w7', 'w6', 'w8', 'b_o1', 'b_o2'],
)
export const WEIGHTS = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8']
export const BIASES = ['b_h1', 'b_h2', 'b_o1', 'b_o2']

/** What the reference takes. */
export function begin({ x, t, w, b, eta, order, biases }: MazurOptions) {
  const { b1 = NaN, b2 = NaN } = b
  const start = stored(MAZUR_NETWORK, { ...w, b_h1: b1, b_h2: b1, b_o1: b2, b_o2: b2 })
  const batch: Batch = { x: Float64Array.from(x), labels: [1], targets: Float64Array.from(t) }
  const descent: Descent = {
    ...{ loss: 'halfSumSquaredError', learningRate: eta, order },
    trains: biases === 'fixed' ? ['kernel'] : ['kernel', 'bias'],
    sharedBias: biases === 'shared',
  }
  return { start, batch, descent }
}
