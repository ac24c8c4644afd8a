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
  const slopes = slopesOf(network, descent, weights, batch)
  const links = linksOf(inferShapes(network), weights)
  let offset = 0
  return concat(
    ...links.map(({ info, parameters }) => {
      const start = offset
      offset += info.parameterCount
      return stepped(info, parameters, slopes.subarray(start, offset), descent)
    }),
  )
}

/**
 * The ∂C/∂w that a step goes down, of what is not trained too. In sequential order those of hidden layers are taken through
 * the new weights behind them; units that share a bias all have the sum of their slopes.
 */
export function slopesOf(network: NetworkSpec, descent: Descent, weights: Float64Array, batch: Batch): Float64Array {
  const traces = forward(network, weights, batch.x, { training: true, masks: batch.masks })
  const links = linksOf(inferShapes(network), weights)
  const delta = deltaOf(network, descent.loss, traces, batch)
  return backwardChain(links, traces, delta, (link, trace, d) => {
    const { dx, parameters } = layerBackward(link.info, link.parameters, trace, d)
    const slopes = shared(link.info, parameters, descent)
    if (descent.order === 'simultaneous') return { dx, parameters: slopes }
    const next = stepped(link.info, link.parameters, slopes, descent)
    return { dx: layerBackward(link.info, next, trace, d).dx, parameters: slopes }
  }).parameters
}

function shared(info: LayerInfo, g: Float64Array, { sharedBias = false }: Descent): Float64Array {
  if (!sharedBias) return g
  return byTensor(info, (role, start, end) => {
    const slopes = g.subarray(start, end)
    return role === 'bias' ? slopes.map(() => slopes.reduce((sum, slope) => sum + slope, 0)) : slopes
  })
}

function stepped(info: LayerInfo, w: Float64Array, g: Float64Array, descent: Descent): Float64Array {
  const { learningRate, trains } = descent
  return byTensor(info, (role, start, end) => {
    const own = w.subarray(start, end)
    return trains.includes(role) ? own.map((value, i) => value - learningRate * at(g, start + i)) : own
  })
}

/** Each tensor of a layer made anew, by what it is for and where it lies among the layer's parameters. */
function byTensor(
  info: LayerInfo,
  make: (role: ParameterRole, start: number, end: number) => Float64Array,
): Float64Array {
  let offset = 0
  return concat(
    ...info.parameters.map(({ role, shape }) => {
      const start = offset
      offset += sizeOf(shape)
      return make(role, start, offset)
    }),
  )
}
