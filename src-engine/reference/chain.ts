import type { LayerInfo } from '../spec/shapes.ts'
import { throughActivation } from './activation-of-layer.ts'
import { concat } from './array.ts'
import type { LayerGradients, LayerTrace } from './trace.ts'

/** A layer with its place in a chain and its own part of the chain's parameters. */
export interface Link {
  readonly info: LayerInfo
  readonly index: number
  readonly parameters: Float64Array
}

export function linksOf(infos: readonly LayerInfo[], parameters: Float64Array): Link[] {
  let offset = 0
  return infos.map((info, index) => {
    const start = offset
    offset += info.parameterCount
    return { info, index, parameters: parameters.subarray(start, offset) }
  })
}

/** x through every layer in turn; the last trace's `a` is what comes out. */
export function forwardChain(
  links: readonly Link[],
  x: Float64Array,
  forward: (link: Link, x: Float64Array) => LayerTrace,
): LayerTrace[] {
  const traces: LayerTrace[] = []
  for (const link of links) traces.push(forward(link, traces.at(-1)?.a ?? x))
  return traces
}

/**
 * The chain rule, from the last layer to the first: each layer turns its delta = ∂C/∂z into ∂C/∂x, which times f′ is the
 * delta of the layer below (Rumelhart, Hinton and Williams 1986).
 * @param delta ∂C/∂z of the last layer
 * @param backward of one layer
 */
export function backwardChain(
  links: readonly Link[],
  traces: readonly LayerTrace[],
  delta: Float64Array,
  backward: (link: Link, trace: LayerTrace, delta: Float64Array) => LayerGradients,
): LayerGradients {
  const gradients: Float64Array[] = []
  let dx = delta
  for (const link of links.toReversed()) {
    const trace = traces[link.index]
    if (!trace) throw new RangeError(`Layer ${link.index} has not been run forward.`)
    const isLast = link.index === links.length - 1
    const result = backward(link, trace, isLast ? delta : throughActivation(link.info, trace, dx))
    gradients.unshift(result.parameters)
    dx = result.dx
  }
  return { dx, parameters: concat(...gradients) }
}
