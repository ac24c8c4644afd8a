import type { Descent } from '../../reference/descent.ts'
import type { Batch } from '../../reference/network.ts'
import { stored, workedNetwork, type Named } from '../worked/network.ts'

/** A beginner's book's example: two pixels, two hidden units, man or chicken; SE = ½Σ(t − z)², all twelve numbers learn. */
export interface ManVersusChickenOptions {
  readonly x: readonly number[]
  readonly t: readonly number[]
  /** w1 … w8, bw1 … bw4. */
  readonly P: Named
  readonly eta: number
  readonly order: Descent['order']
  readonly steps: number
}

export const MAN_VS_CHICKEN: ManVersusChickenOptions = {
  x: [0.15, 0.35],
  t: [0, 1],
  P: {
    ...{ w1: 0.1, w2: 0.2, w3: 0.12, w4: 0.17, w5: 0.05, w6: 0.4, w7: 0.33, w8: 0.07 },
    ...{ bw1: 0.8, bw2: 0.25, bw3: 0.15, bw4: 0.7 },
  },
  eta: 0.5,
  order: 'simultaneous',
  steps: 1,
}

/** Wired b1 = a1·w1 + a2·w3, b2 = a1·w2 + a2·w4, c1 = b1·w5 + b2·w7, c2 = b1·w6 + b2·w8. */
export const NETWORK = workedNetwork(
  [
    ['a1', 'a2'],
    ['b1', 'b2'],
    ['c1', 'c2'],
  ],
  ['w1', 'w2', 'w3', 'w4', 'bw1', 'bw2', 'w5', 'w6', 'w7', 'w8', 'bw3', 'bw4'],
)

/** What the reference takes. */
export function begin({ x, t, P, eta, order }: ManVersusChickenOptions) {
  const start = stored(NETWORK, P)
  const batch: Batch = { x: Float64Array.from(x), labels: [1], targets: Float64Array.from(t) }
  const descent: Descent = {
    ...{ loss: 'halfSumSquaredError', learningRate: eta, order, trains: ['kernel', 'bias'] },
  }
  return { start, batch, descent }
}
