import type { NetworkSpec } from '../spec/network.ts'
import type { ParameterRole } from '../spec/parameters.ts'
import { inferShapes, sizeOf, type LayerInfo } from '../spec/shapes.ts'
import type { LossName } from '../spec/training.ts'
import { at, concat } from './array.ts'
import { backwardChain, linksOf } from './chain.ts'
import { layerBackward } from './layers.ts'
import { deltaOf, forward, type Batch } from './network.ts'

export interface Descent {
  readonly loss: LossName
  readonly learningRate: number
  /**
   * `simultaneous`: every gradient is taken at the old weights, which is gradient descent. `sequential`: a layer is updated
   * before the error goes on through it, so that hidden gradients see the new output weights, as some worked examples do.
   */
  readonly order: 'simultaneous' | 'sequential'
  /** What is updated; the rest stays as it is. */
  readonly trains: readonly ParameterRole[]
  /** Whether all units of a layer have one bias, as some worked examples draw it: its gradient is the sum of theirs. */
  readonly sharedBias?: boolean
}

/** One step of plain gradient descent, w ← w − η·∂C/∂w, in either order. */
export function descend(network: NetworkSpec, descent: Descent, weights: Float64Array, batch: Batch): Float64Array {
  const infos = inferShapes(network)
  const traces = forward(network, weights, batch.x, { training: true, masks: batch.masks })
  const updated = new Map<number, Float64Array>()
  const links = linksOf(infos, weights)
  backwardChain(links, traces, deltaOf(network, descent.loss, traces, batch), (link, trace, delta) => {
    const old = layerBackward(link.info, link.parameters, trace, delta)
    const next = stepped(link.info, link.parameters, old.parameters, descent)
    updated.set(link.index, next)
    return descent.order === 'simultaneous' ? old : layerBackward(link.info, next, trace, delta)
  })
  return concat(...links.map(({ index, parameters }) => updated.get(index) ?? parameters))
}

function stepped(info: LayerInfo, w: Float64Array, g: Float64Array, descent: Descent): Float64Array {
  const { learningRate, trains, sharedBias = false } = descent
  let offset = 0
  const tensors = info.parameters.map(({ role, shape }) => {
    const start = offset
    offset += sizeOf(shape)
    const own = w.subarray(start, offset)
    const slopes = g.subarray(start, offset)
    if (!trains.includes(role)) return own
    const common = sharedBias && role === 'bias' ? slopes.reduce((sum, slope) => sum + slope, 0) : null
    return own.map((value, i) => value - learningRate * (common ?? at(slopes, i)))
  })
  return concat(...tensors)
}
