import * as layout from '../../kernels/assembly/layout.ts'
import { instruction } from '../instructions.ts'
import { belowOf, LINEAR, ownOf } from '../tensor.ts'
import { bare, examplesPerChunk, outputTensor, trainsTensors, type LayerContext, type LayerPlan } from './layer.ts'
import { columnsPerTile, WANTED_TILES } from './product-tiles.ts'
import type { Window } from './window.ts'

/** Places of a 4×4 patch. */
const PLACES = 16
/** Fewer channels or filters than this, and turning patches and outputs costs what the products save. */
const LEAST_CHANNELS = 16
/** More outputs than this that nobody asked for, because they come two by two, and nothing is saved. */
const MOST_WASTE = 1.5

const evenly = (size: number): number => Math.ceil(size / 2) * 2

/** Whether a convolution gets faster by Winograd's F(2×2, 3×3). Depends on the layer only. */
export function suitsWinograd(window: Window): boolean {
  const { kernelSize, stride, dilation, channels, filters, outHeight, outWidth } = window
  const isPlain = kernelSize === 3 && stride === 1 && dilation === 1
  const isWide = channels >= LEAST_CHANNELS && filters >= LEAST_CHANNELS && channels % 4 === 0 && filters % 4 === 0
  const waste = (evenly(outHeight) * evenly(outWidth)) / (outHeight * outWidth)
  return isPlain && isWide && waste <= MOST_WASTE
}

/** A 3×3 convolution of stride 1 as 16 products of transformed patches and weights; see `kernels/assembly/winograd-tiles.ts`. */
export function planWinograd(context: LayerContext, window: Window): LayerPlan {
  const { arena, batchSize, input, weights, activation } = context
  const { height, width, channels, outHeight, outWidth, filters, padTop, padLeft, bias } = window
  const floats = (count: number): number => arena.allocate(4 * count)
  const panels = (columns: number, depth: number): number => floats(PLACES * Math.ceil(columns / 8) * 8 * depth)
  const output = outputTensor(context)
  const packed = panels(filters, channels)
  const packedBack = input.delta ? panels(channels, filters) : 0
  const tiles = { height, width, channels, padTop, padLeft, outHeight, outWidth }
  const rowBlocks = Math.ceil((batchSize * evenly(outHeight) * evenly(outWidth)) / 4 / layout.WINOGRAD_TILES)
  const length = (9 * channels + bias) * filters
  const gradient = trainsTensors(context) ? planGradient() : null

  return {
    ...bare,
    output,
    prepare: [
      instruction('winogradForwardWeights', { weights, packed, channels, filters }),
      ...(packedBack
        ? [instruction('winogradBackwardWeights', { weights, packed: packedBack, channels, filters })]
        : []),
    ],
    forward: (from) => [
      instruction('winogradForward', {
        ...{ ...tiles, image: from.value, weights: packed, output: output.value, columns: filters },
        ...{ columnsPerTile: columnsPerTile(rowBlocks, filters, layout.WINOGRAD_COLUMNS) },
        ...{ bias: bias ? weights + 4 * 9 * channels * filters : 0, ...ownOf(activation), ...belowOf(input) },
      }),
    ],
    // Both read output.delta only, so their tiles may mix.
    backward: [
      ...(gradient ? [instruction('winogradWeightGradient', gradient)] : []),
      ...(packedBack ? [instruction('winogradInputGradient', inputGradient())] : []),
    ],
    gradients: gradient
      ? [{ weights, length, address: gradient.gradient, examplesPerChunk: gradient.examplesPerChunk }]
      : [],
  }

  function planGradient() {
    const channelsPerTile = evenlyCut(channels, layout.WINOGRAD_CHANNELS)
    const perPass = Math.ceil(channels / channelsPerTile) * Math.ceil(filters / layout.TILE_COLUMNS)
    const perChunk = examplesPerChunk(batchSize, Math.ceil(WANTED_TILES / perPass))
    const address = floats(Math.ceil(batchSize / perChunk) * length)
    return {
      ...{ ...tiles, image: input.value, delta: output.delta, columns: filters, columnsPerTile: layout.TILE_COLUMNS },
      ...{ channelsPerTile, examplesPerChunk: perChunk, bias, gradient: address },
    }
  }

  /** The same over the deltas, with the kernel turned. */
  function inputGradient() {
    const rows = Math.ceil((batchSize * evenly(height) * evenly(width)) / 4 / layout.WINOGRAD_TILES)
    return {
      ...{ image: output.delta, height: outHeight, width: outWidth, channels: filters },
      ...{ padTop: 2 - padTop, padLeft: 2 - padLeft, outHeight: height, outWidth: width },
      ...{ weights: packedBack, output: input.delta, columns: channels, bias: 0 },
      ...{ columnsPerTile: columnsPerTile(rows, channels, layout.WINOGRAD_COLUMNS) },
      ...{ ...ownOf(LINEAR), ...belowOf(input) },
    }
  }
}

/** Parts of equal size, at most `most` each, in whole vectors. */
const evenlyCut = (size: number, most: number): number => Math.ceil(size / Math.ceil(size / most) / 4) * 4
