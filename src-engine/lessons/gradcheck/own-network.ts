import { at } from '../../reference/array.ts'
import { gradient } from '../../reference/network.ts'
import { inferShapes, sizeOf } from '../../spec/shapes.ts'
import { compareAt, EPSILONS, faults, type Comparison, type Costed, type Fault } from './compare.ts'

/** The weight that was taken: its tensor, its place in it, and among all weights. */
export interface TakenWeight {
  readonly tensor: string
  readonly place: number
  readonly index: number
  readonly weight: number
}

export interface OwnNetworkCheck extends TakenWeight {
  /** With every ε. */
  readonly sweep: readonly Comparison[]
  readonly broken: readonly Fault[]
}

/**
 * Two points on a network of one's own: takes the largest weight that has a gradient, since a relu that is dead for the
 * whole batch leaves none. Null where no trained weight has one.
 * @param epsilon that of `broken`
 */
export function checkOwnNetwork(costed: Costed, epsilon = 1e-4): OwnNetworkCheck | null {
  const taken = takeWeight(costed)
  if (!taken) return null
  const { analytic, ...weight } = taken
  const compared = compareAt(costed, weight.index, analytic, epsilon)
  return { ...weight, sweep: [...sweepWeight(costed, taken)], broken: faults(compared) }
}

/** The largest weight that has a gradient, ∂C/∂w by backpropagation. */
export function takeWeight(costed: Costed): (TakenWeight & { readonly analytic: number }) | null {
  const { network, loss, weights, batch } = costed
  const slopes = gradient(network, loss, weights, batch).gradient
  let index = -1
  for (const [i, slope] of slopes.entries())
    if (slope !== 0 && (index < 0 || Math.abs(at(weights, i)) > Math.abs(at(weights, index)))) index = i
  if (index < 0) return null
  return { ...tensorAt(costed, index), index, weight: at(weights, index), analytic: at(slopes, index) }
}

/** Its two points with every ε, to be shown while they come. */
export function* sweepWeight(
  costed: Costed,
  { index, analytic }: { readonly index: number; readonly analytic: number },
): Generator<Comparison> {
  for (const epsilon of EPSILONS) yield compareAt(costed, index, analytic, epsilon)
}

function tensorAt({ network }: Costed, index: number): Pick<OwnNetworkCheck, 'tensor' | 'place'> {
  let start = 0
  for (const { name, shape } of inferShapes(network).flatMap(({ parameters }) => parameters)) {
    const size = sizeOf(shape)
    if (index < start + size) return { tensor: name, place: index - start }
    start += size
  }
  throw new RangeError(`The network has no weight ${index}.`)
}
