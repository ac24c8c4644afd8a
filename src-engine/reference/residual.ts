import type { LayerInfo } from '../spec/shapes.ts'
import { activated, throughActivation } from './activation-of-layer.ts'
import { at, concat } from './array.ts'
import { backwardLayer } from './backward-layer.ts'
import { backwardChain, forwardChain, linksOf, type Link } from './chain.ts'
import { forwardLayer } from './forward-layer.ts'
import type { LayerGradients, LayerTrace } from './trace.ts'

/**
 * A residual block (He et al. 2016): z = F(x) + S(x),  a = f(z), where F are the inner layers and S is the identity or a
 * projection. x: (B, …inputShape)  →  a: (B, …outputShape)
 */
export function residualForward(
  info: LayerInfo,
  parameters: Float64Array,
  x: Float64Array,
  training: boolean,
): LayerTrace {
  const run = (link: Link, input: Float64Array): LayerTrace =>
    forwardLayer(link.info, { parameters: link.parameters, x: input, mask: null, training })
  const [F, S] = branchesOf(info, parameters)
  const layers = forwardChain(F, x, run)
  const shortcut = forwardChain(S, x, run)
  const residual = layers.at(-1)?.a ?? x
  const skip = shortcut.at(-1)?.a ?? x
  const z = residual.map((value, i) => value + at(skip, i))
  return { x, z, a: activated(info, z), mask: null, training, layers, shortcut }
}

/** delta = ∂C/∂z goes down both ways unchanged, and what arrives at x adds up: dx = dF/dxᵀ·delta + dS/dxᵀ·delta. */
export function residualBackward(
  info: LayerInfo,
  parameters: Float64Array,
  trace: LayerTrace,
  delta: Float64Array,
): LayerGradients {
  const [F, S] = branchesOf(info, parameters)
  const through = (links: readonly Link[], traces: readonly LayerTrace[]): LayerGradients => {
    const last = links.at(-1)
    const top = traces.at(-1)
    if (!last || !top) return { dx: delta, parameters: new Float64Array(0) }
    return backwardChain(links, traces, throughActivation(last.info, top, delta), (link, below, d) =>
      backwardLayer(link.info, link.parameters, below, d),
    )
  }
  const inner = through(F, trace.layers)
  const skip = through(S, trace.shortcut)
  return {
    dx: inner.dx.map((value, i) => value + at(skip.dx, i)),
    parameters: concat(inner.parameters, skip.parameters),
  }
}

function branchesOf(info: LayerInfo, parameters: Float64Array): [Link[], Link[]] {
  const length = info.layers.reduce((sum, { parameterCount }) => sum + parameterCount, 0)
  return [linksOf(info.layers, parameters), linksOf(info.shortcut, parameters.subarray(length))]
}
