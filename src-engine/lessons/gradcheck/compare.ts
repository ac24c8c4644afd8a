import { verdictOf, type Verdict } from '../../inspect/verdict.ts'
import { centralDifference } from '../../reference/central-difference.ts'
import { lossOf, type Batch } from '../../reference/network.ts'
import type { NetworkSpec } from '../../spec/network.ts'
import type { LossName } from '../../spec/training.ts'

/** Two gradients of one weight, and how far they are apart. */
export interface Gradients {
  /** By two points. */
  readonly numeric: number
  /** By backpropagation. */
  readonly analytic: number
  /** analytic − numeric */
  readonly difference: number
  /** |analytic − numeric| / max(|analytic|, |numeric|) */
  readonly relativeError: number
  readonly band: Verdict
}

/** The same with the two points. */
export interface Comparison extends Gradients {
  readonly epsilon: number
  /** The cost at the two points; `numeric` is (E_plus − E_minus) / 2ε. */
  readonly E_plus: number
  readonly E_minus: number
}

/** A network with everything that its cost hangs on. */
export interface Costed {
  readonly network: NetworkSpec
  readonly loss: LossName
  readonly weights: Float64Array
  readonly batch: Batch
}

/** Every ε of a sweep: 1, 0.1, … 1e-13. */
export const EPSILONS: readonly number[] = Array.from({ length: 14 }, (_, i) => Number(`1e${-i}`))

/** @param analytic ∂C/∂w of this weight by backpropagation */
export function compareAt({ network, loss, weights, batch }: Costed, index: number, analytic: number, epsilon: number) {
  const cost = (w: Float64Array): number => lossOf(network, loss, w, batch)
  const { plus, minus, slope } = centralDifference(cost, weights, index, epsilon)
  return { epsilon, E_plus: plus, E_minus: minus, ...compared(analytic, slope) } satisfies Comparison
}

export function compared(analytic: number, numeric: number): Gradients {
  const difference = analytic - numeric
  const scale = Math.max(Math.abs(analytic), Math.abs(numeric))
  const relativeError = scale === 0 ? 0 : Math.abs(difference) / scale
  return { numeric, analytic, difference, relativeError, band: verdictOf(relativeError) }
}

/** A gradient broken as it is broken in practice. */
export interface Fault {
  readonly fault: string
  readonly analytic: number
  readonly relativeError: number
  readonly band: Verdict
}

/** Whether the check notices what is wrong; the first is not broken. */
export function faults({ analytic, numeric }: Gradients): Fault[] {
  const all: [string, number][] = [
    ['none', analytic],
    ['the sign is wrong', -analytic],
    ['a factor of two: the ½ of the cost was forgotten', 2 * analytic],
    ['one part in a hundred is missing', 0.99 * analytic],
    ['one part in ten thousand is missing', 0.9999 * analytic],
    ['one part in a million is missing', 0.999999 * analytic],
    ['it is 0: the layer was not connected', 0],
  ]
  return all.map(([fault, broken]) => {
    const { relativeError, band } = compared(broken, numeric)
    return { fault, analytic: broken, relativeError, band }
  })
}
