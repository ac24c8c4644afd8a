import type { LayerWeights } from '../../src-main/contract/types.ts'
import { SIGNED_WORDS, signedStep, type Theme } from './colormap.ts'

/** How the kernel of a layer is cut into pictures: one per unit, its channels side by side. */
export interface KernelLayout {
  readonly height: number
  readonly width: number
  readonly channels: number
  /** Units whose weights are here; the layer can have more. */
  readonly units: number
}

/** [height, width, channels, units] as it is; a kernel of another rank becomes one row: [inputs, units]. */
export function kernelLayout(shape: readonly number[]): KernelLayout {
  const units = shape.at(-1) ?? 0
  const [height = 0, width = 0, channels = 0] = shape
  if (shape.length === 4) return { height, width, channels, units }
  return { height: 1, width: shape.slice(0, -1).reduce((product, side) => product * side, 1), channels: 1, units }
}

/** Position in `values` of one weight; row-major [height, width, channels, units]. */
export function weightIndex(layout: KernelLayout, unit: number, row: number, column: number, channel: number): number {
  return ((row * layout.width + column) * layout.channels + channel) * layout.units + unit
}

/** Largest absolute weight that is finite: the ends of the scale that all units of the layer share. */
export function weightLimit(values: Float32Array): number {
  let limit = 0
  for (const value of values) {
    const size = Math.abs(value)
    if (size > limit && size < Infinity) limit = size
  }
  return limit
}

/**
 * One unit's weights as opaque RGBA pixels, (width · channels) × height: channel c fills the columns from c · width.
 * Pixel (c · width + x, y) is `signedColor` of the weight at row y, column x, channel c.
 */
export function unitPixels(
  weights: LayerWeights,
  unit: number,
  limit: number,
  theme: Theme,
): Uint8ClampedArray<ArrayBuffer> {
  const layout = kernelLayout(weights.shape)
  const { height, width, channels } = layout
  const words = SIGNED_WORDS[theme]
  const pixels = new Uint32Array(height * width * channels)
  let at = 0
  for (let row = 0; row < height; row++)
    for (let channel = 0; channel < channels; channel++) {
      let index = weightIndex(layout, unit, row, 0, channel)
      for (let column = 0; column < width; column++) {
        pixels[at++] = words[signedStep(weights.values[index] ?? NaN, limit)] ?? 0
        index += channels * layout.units
      }
    }
  return new Uint8ClampedArray(pixels.buffer)
}

/** Names of the channels of a picture: R, G, B for three, none for one. */
export function channelNames(channels: number): readonly string[] {
  return channels === 3
    ? ['R', 'G', 'B']
    : channels === 1
      ? ['']
      : Array.from({ length: channels }, (_, index) => `${index}`)
}
