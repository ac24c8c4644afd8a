import { at } from '../../reference/array.ts'
import { gradient } from '../../reference/network.ts'
import { inferShapes, sizeOf } from '../../spec/shapes.ts'
import { compareAt, EPSILONS, faults, type Comparison, type Costed, type Fault } from './compare.ts'

export interface OwnNetworkCheck {
  /** The weight that was taken: its tensor, its place in it, and among all weights. */
  readonly tensor: string
  readonly place: number
  readonly index: number
  readonly weight: number
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
  const { network, loss, weights, batch } = costed
  const slopes = gradient(network, loss, weights, batch).gradient
  let index = -1
  for (const [i, slope] of slopes.entries())
    if (slope !== 0 && (index < 0 || Math.abs(at(weights, i)) > Math.abs(at(weights, index)))) index = i
  if (index < 0) return null
  const compare = (step: number): Comparison => compareAt(costed, index, at(slopes, index), step)
  return {
    ...tensorAt(costed, index),
    ...{ index, weight: at(weights, index), sweep: EPSILONS.map(compare), broken: faults(compare(epsilon)) },
  }
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
