import { at } from '../reference/array.ts'
import { centralDifference } from '../reference/central-difference.ts'
import { gradient, lossOf, type Batch } from '../reference/network.ts'
import { unfold, type Unfolded } from './worked/unfold.ts'
import { workedNetwork } from './worked/network.ts'

/** Backpropagation with the bias folded in, after Ng: 3-3-3-1, cross-entropy, Δ accumulated over the examples. */
export interface NgOptions {
  /** Of each layer a row for each unit; its first column multiplies the bias, a unit that is always 1. */
  readonly Theta: readonly (readonly (readonly number[])[])[]
  readonly X: readonly (readonly number[])[]
  readonly Y: readonly number[]
  /** Of the numeric check. */
  readonly epsilon: number
}

const SIZES = [3, 3, 3, 1]

/** Θ_k = ((7k + 3) mod 12 − 5.5) / 10, row by row over all three matrices: the slides give no numbers. */
function printedTheta(): number[][][] {
  let k = 0
  const next = (): number => (((7 * k++ + 3) % 12) - 5.5) / 10
  return SIZES.slice(1).map((units, layer) =>
    Array.from({ length: units }, () => Array.from({ length: (SIZES[layer] ?? 0) + 1 }, next)),
  )
}

export const NG: NgOptions = {
  Theta: printedTheta(),
  X: [
    [0, 0.5, 1],
    [1, -0.5, 0.25],
  ],
  Y: [1, 0],
  epsilon: 1e-4,
}

/** Θ^(l)_ij leads to unit i of the next layer from unit j, 0 being the bias. */
const theta = (layer: number, to: number, from: number): string => `Θ${layer + 1}_${to + 1}${from}`

const NETWORK = workedNetwork(
  SIZES.map((count, layer) => Array.from({ length: count }, (_, i) => `a${layer + 1}_${i + 1}`)),
  SIZES.slice(1).flatMap((units, layer) => {
    const to = Array.from({ length: units }, (_, i) => i)
    const from = Array.from({ length: SIZES[layer] ?? 0 }, (_, j) => j + 1)
    return [...from.flatMap((j) => to.map((i) => theta(layer, i, j))), ...to.map((i) => theta(layer, i, 0))]
  }),
)

interface NgExample extends Unfolded {
  readonly h: number
  /** −y ln h − (1 − y) ln(1 − h) */
  readonly cost: number
  /** Δ after this example: the sum of δ·a over all until now, as Θ is laid out. */
  readonly Delta: number[][][]
}

export interface NgResult {
  readonly options: NgOptions
  readonly h: readonly number[]
  readonly J: number
  /** D = Δ / m = ∂J/∂Θ */
  readonly D: readonly (readonly (readonly number[])[])[]
  readonly examples: readonly NgExample[]
  /** The largest |D − numeric| over all Θ. */
  readonly maxAbsDiffNumeric: number
}

export function ng(options: Partial<NgOptions> = {}): NgResult {
  const settings = { ...NG, ...options }
  const { X, Y, epsilon } = settings
  const weights = Float64Array.from(NETWORK.weights, (name) => thetaNamed(settings.Theta, name))
  const whole: Batch = { x: Float64Array.from(X.flat()), labels: Y }
  const { gradient: D, loss: J } = gradient(NETWORK.spec, 'kOutputCrossentropy', weights, whole)
  const cost = (w: Float64Array): number => lossOf(NETWORK.spec, 'kOutputCrossentropy', w, whole)
  const away = Array.from(D, (d, i) => Math.abs(d - centralDifference(cost, weights, i, epsilon).slope))
  const sums = new Float64Array(weights.length)
  const examples = X.map((x, n): NgExample => {
    const one: Batch = { x: Float64Array.from(x), labels: [Y[n] ?? NaN] }
    const unfolded = unfold(NETWORK, weights, one, 'kOutputCrossentropy')
    const { gradient: slopes, loss } = gradient(NETWORK.spec, 'kOutputCrossentropy', weights, one)
    for (const [i, slope] of slopes.entries()) sums[i] = at(sums, i) + slope
    return { ...unfolded, h: unfolded.forward.at(-1)?.[0]?.a ?? NaN, cost: loss, Delta: matrices(sums) }
  })
  return {
    ...{ options: settings, h: examples.map(({ h }) => h), J, D: matrices(D), examples },
    maxAbsDiffNumeric: Math.max(...away),
  }
}

function thetaNamed(Theta: NgOptions['Theta'], name: string): number {
  for (const [layer, rows] of Theta.entries())
    for (const [i, row] of rows.entries())
      for (const [j, value] of row.entries()) if (theta(layer, i, j) === name) return value
  return NaN
}

/** Numbers in storage order laid out as Θ is. */
function matrices(values: Float64Array): number[][][] {
  return SIZES.slice(1).map((units, layer) =>
    Array.from({ length: units }, (_, i) =>
      Array.from({ length: (SIZES[layer] ?? 0) + 1 }, (__, j) =>
        at(values, NETWORK.weights.indexOf(theta(layer, i, j))),
      ),
    ),
  )
}
