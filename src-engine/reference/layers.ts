import type { LayerInfo } from '../spec/shapes.ts'
import { backwardLayer } from './backward-layer.ts'
import { forwardLayer } from './forward-layer.ts'
import { residualBackward, residualForward } from './residual.ts'
import type { LayerGradients, LayerTrace } from './trace.ts'

/**
 * Any layer forward.
 * @param parameters all tensors of the layer in the order of `info.parameters`
 * @param x (B, …inputShape)
 * @param mask of a dropout layer while training
 */
export function layerForward(
  info: LayerInfo,
  parameters: Float64Array,
  x: Float64Array,
  mask: Float64Array | null,
  training = false,
): LayerTrace {
  if (info.spec.type === 'residual') return residualForward(info, parameters, x, training)
  return forwardLayer(info, { parameters, x, mask, training })
}

/** Any layer backward, from delta = ∂C/∂z (∂C/∂a where it has no activation of its own). */
export function layerBackward(
  info: LayerInfo,
  parameters: Float64Array,
  trace: LayerTrace,
  delta: Float64Array,
): LayerGradients {
  if (info.spec.type === 'residual') return residualBackward(info, parameters, trace, delta)
  return backwardLayer(info, parameters, trace, delta)
}
