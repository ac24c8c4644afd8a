import { AveragePool2dLayer, BatchNormLayer, Conv2dLayer, type LayerSpec } from './network.ts'
import type { Shape } from './shape.ts'
import { SpecError } from './spec-error.ts'

/**
 * The layers on the skip of a residual block: none where input and output have one shape (the identity); else average
 * pooling by the stride, a 1×1 convolution and batchNorm.
 * @param path JSON path of the block
 * @throws {SpecError} when no stride leads from one shape to the other.
 */
export function projectionOf(
  block: Extract<LayerSpec, { type: 'residual' }>,
  input: Shape,
  output: Shape,
  path: string,
): LayerSpec[] {
  if (input.join() === output.join()) return []
  const [height = 0, width = 0] = input
  const [outHeight = 0, outWidth = 0, filters] = output
  const strides = Math.ceil(height / outHeight)
  const fits = Math.ceil(height / strides) === outHeight && Math.ceil(width / strides) === outWidth
  if (filters === undefined || input.length !== 3 || !fits)
    throw new SpecError(
      path,
      `The skip of a residual block cannot bring ${input.join('×')} to ${output.join('×')}.`,
      'Keep the shape inside the block, or use padding "same" and one stride for both sides.',
    )
  const pool = AveragePool2dLayer.parse({ type: 'averagePool2d', poolSize: strides, padding: 'same' })
  const convolution = Conv2dLayer.parse({ type: 'conv2d', filters, kernelSize: 1, useBias: false })
  const norm =
    block.layers.findLast((layer) => layer.type === 'batchNorm') ?? BatchNormLayer.parse({ type: 'batchNorm' })
  // Frozen with its block, not with the layer it is set like.
  return [...(strides > 1 ? [pool] : []), convolution, { ...norm, trainable: true }]
}
