import * as layout from '../../kernels/assembly/layout.ts'
import type { Conv2dLayer, DenseLayer } from '../../spec/network.ts'
import { paddingBefore, sizeOf } from '../../spec/shapes.ts'
import type * as z from 'zod'
import { instruction } from '../instructions.ts'
import { activationCode, type Tensor } from '../tensor.ts'
import type { LayerContext, LayerPlan } from './layer.ts'

type ProductSpec = z.infer<typeof Conv2dLayer> | z.infer<typeof DenseLayer>

/** As many tiles as a product should have, so that several threads find work. */
const WANTED_TILES = 16

/**
 * Dense and convolution: outputs = patches · weights, where a dense layer is a 1×1 kernel on a 1×1 picture.
 * The bias is the last row of the weights against a column of ones.
 */
export function planProduct(context: LayerContext, spec: ProductSpec): LayerPlan {
  const { arena, info, batchSize, input, training, weights } = context
  const window = windowOf(context, spec)
  const { height, width, channels, kernelSize, stride, padTop, padLeft, outHeight, outWidth, filters } = window
  const patchSize = kernelSize * kernelSize * channels + 1
  const floats = (count: number): number => arena.allocate(4 * count)

  const outputSize = batchSize * sizeOf(info.outputShape)
  const output: Tensor = {
    value: floats(outputSize),
    delta: training ? floats(outputSize) : 0,
    shape: info.outputShape,
    activation: spec.activation,
  }
  const panels = (columns: number, rows: number): number => floats(Math.ceil(columns / 8) * 8 * rows)
  const pack = { weights, kernelSize, channels, filters }
  const packed = panels(filters, patchSize)
  const packedBack = input.delta ? panels(channels, kernelSize * kernelSize * filters) : 0
  const patches = {
    ...{
      height,
      width,
      channels,
      kernelSize,
      step: stride,
      dilation: 1,
      padTop,
      padLeft,
      outHeight,
      outWidth,
      bias: 1,
    },
  }
  const gradient = training ? planGradient() : null

  return {
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
        columnsPerTile: columnsPerTile(batchSize * outHeight * outWidth, filters),
        activation: activationCode(spec.activation),
        below: 0,
      }),
    ],
    // Both read output.delta only, so their tiles may mix.
    backward: [
      ...(gradient ? [instruction('weightGradient', { ...patches, ...gradient.args })] : []),
      ...(packedBack ? [instruction('inputGradient', inputGradient())] : []),
    ],
    gradient: gradient && { address: gradient.args.gradient, examplesPerChunk: gradient.args.examplesPerChunk },
    skippedInEvaluation: false,
  }

  /** Convolutions sum over every pixel of the batch: cut into chunks, they find work for more threads. */
  function planGradient() {
    const tiles = Math.ceil(patchSize / layout.BLOCK_COLUMNS) * Math.ceil(filters / layout.TILE_COLUMNS)
    const chunks = outHeight * outWidth > 1 ? Math.min(batchSize, Math.ceil(WANTED_TILES / tiles)) : 1
    const examplesPerChunk = Math.ceil(batchSize / chunks)
    const args = {
      image: input.value,
      delta: output.delta,
      columns: filters,
      columnsPerTile: layout.TILE_COLUMNS,
      examplesPerChunk,
      gradient: floats(Math.ceil(batchSize / examplesPerChunk) * patchSize * filters),
    }
    return { args }
  }

  /** The same product over the deltas, with the kernel turned and the window's stride between the pixels instead. */
  function inputGradient() {
    return {
      image: output.delta,
      height: outHeight,
      width: outWidth,
      channels: filters,
      kernelSize,
      step: 1,
      dilation: stride,
      padTop: kernelSize - 1 - padTop,
      padLeft: kernelSize - 1 - padLeft,
      outHeight: height,
      outWidth: width,
      bias: 0,
      weights: packedBack,
      output: input.delta,
      columns: channels,
      columnsPerTile: columnsPerTile(batchSize * height * width, channels),
      activation: activationCode(input.activation),
      below: input.value,
    }
  }
}

function windowOf({ info }: LayerContext, spec: ProductSpec) {
  if (spec.type === 'dense') {
    const point = { height: 1, width: 1, outHeight: 1, outWidth: 1, kernelSize: 1, stride: 1, padTop: 0, padLeft: 0 }
    return { ...point, channels: sizeOf(info.inputShape), filters: spec.units }
  }
  const [height = 1, width = 1, channels = 1] = info.inputShape
  const [outHeight = 1, outWidth = 1] = info.outputShape
  const { kernelSize, strides: stride, padding, filters } = spec
  const padTop = paddingBefore(height, kernelSize, stride, padding)
  const padLeft = paddingBefore(width, kernelSize, stride, padding)
  return { height, width, channels, outHeight, outWidth, kernelSize, stride, padTop, padLeft, filters }
}

/** Few rows: narrower tiles, so that several threads find work. Depends on the plan only, never on the threads. */
function columnsPerTile(rows: number, columns: number): number {
  const rowBlocks = Math.ceil(rows / layout.BLOCK_ROWS)
  const wanted = Math.ceil((columns * rowBlocks) / WANTED_TILES / 8) * 8
  return Math.min(layout.TILE_COLUMNS, Math.max(8, wanted))
}
