import * as layout from '../../kernels/assembly/layout.ts'
import { instruction } from '../instructions.ts'
import { belowOf, ownOf } from '../tensor.ts'
import { bare, examplesPerChunk, outputTensor, trainsTensors, type LayerContext, type LayerPlan } from './layer.ts'
import { columnsPerTile, WANTED_TILES } from './product-tiles.ts'
import { isMatrix, planMatrix } from './matrix.ts'
import { suitsWinograd, planWinograd } from './winograd.ts'
import { windowOf, type ProductSpec } from './window.ts'

/**
 * Dense and convolution. Where neither of the faster ways fits: outputs = patches · weights, the bias, if any, being the last
 * row of the weights against a column of ones.
 */
export function planProduct(context: LayerContext, spec: ProductSpec): LayerPlan {
  const { arena, batchSize, input, weights, activation } = context
  const window = windowOf(context.info, spec)
  if (isMatrix(window)) return planMatrix(context, window)
  if (suitsWinograd(window)) return planWinograd(context, window)
  const { height, width, channels, kernelSize, stride, dilation, padTop, padLeft, outHeight, outWidth, filters } =
    window
  const { bias } = window
  const patchSize = kernelSize * kernelSize * channels + bias
  const floats = (count: number): number => arena.allocate(4 * count)

  const output = outputTensor(context)
  const panels = (columns: number, rows: number): number => floats(Math.ceil(columns / 8) * 8 * rows)
  const pack = { weights, bias, kernelSize, channels, filters, stride, dilation, padTop, padLeft }
  const packed = panels(filters, patchSize)
  const packedBack = input.delta ? panels(channels, kernelSize * kernelSize * filters) : 0
  const patches = {
    ...{ height, width, channels, kernelHeight: kernelSize, kernelWidth: kernelSize, step: stride, dilation },
    ...{ padTop, padLeft, outHeight, outWidth, bias },
  }
  const gradient = trainsTensors(context) ? planGradient() : null

  return {
    ...bare,
    output,
    prepare: [
      instruction('packForward', { ...pack, packed }),
      ...(packedBack ? [instruction('packBackward', { ...pack, packed: packedBack })] : []),
    ],
    forward: (from) => [
      instruction('forwardProduct', {
        ...patches,
        image: from.value,
        weights: packed,
        output: output.value,
        columns: filters,
        columnsPerTile: columnsPerTile(Math.ceil((batchSize * outHeight * outWidth) / layout.BLOCK_ROWS), filters),
        ...ownOf(activation),
      }),
    ],
    // Both read output.delta only, so their tiles may mix.
    backward: [
      ...(gradient ? [instruction('weightGradient', { ...patches, ...gradient })] : []),
      ...(packedBack ? [instruction('inputGradient', inputGradient())] : []),
    ],
    gradients: gradient
      ? [
          {
            ...{ weights, length: patchSize * filters, address: gradient.gradient },
            ...{ examplesPerChunk: gradient.examplesPerChunk },
          },
        ]
      : [],
  }

  /** Convolutions sum over every pixel of the batch: cut into chunks, they find work for more threads. */
  function planGradient() {
    const tiles = Math.ceil(patchSize / layout.BLOCK_COLUMNS) * Math.ceil(filters / layout.TILE_COLUMNS)
    const perChunk = examplesPerChunk(batchSize, outHeight * outWidth > 1 ? Math.ceil(WANTED_TILES / tiles) : 1)
    return {
      image: input.value,
      delta: output.delta,
      columns: filters,
      columnsPerTile: layout.TILE_COLUMNS,
      examplesPerChunk: perChunk,
      gradient: floats(Math.ceil(batchSize / perChunk) * patchSize * filters),
    }
  }

  /** The same product over the deltas, with the kernel turned. */
  function inputGradient() {
    const rowBlocks = Math.ceil((batchSize * height * width) / layout.BLOCK_ROWS)
    return {
      ...{ delta: output.delta, height: outHeight, width: outWidth, channels: filters },
      ...{ kernelSize, stride, dilation, padTop, padLeft, inputHeight: height, inputWidth: width },
      ...{ weights: packedBack, output: input.delta, columns: channels },
      ...{ columnsPerTile: columnsPerTile(rowBlocks, channels), ...belowOf(input) },
    }
  }
}
