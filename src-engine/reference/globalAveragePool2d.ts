import { addAt, at } from './array.ts'

/**
 * The mean of each channel over the picture (Lin et al. 2014).
 * x: (B, H, W, C)  →  a: (B, C)
 * @param pixels H·W
 */
export function globalAveragePool2dForward(x: Float64Array, pixels: number, C: number): Float64Array {
  const a = new Float64Array(x.length / pixels)
  x.forEach((value, i) => {
    addAt(a, channelOf(i, pixels, C), value / pixels)
  })
  return a
}

/** Every pixel gets an equal part. delta: (B, C)  →  dx: (B, H, W, C) */
export function globalAveragePool2dBackward(delta: Float64Array, pixels: number, C: number): Float64Array {
  return new Float64Array(delta.length * pixels).map((_, i) => at(delta, channelOf(i, pixels, C)) / pixels)
}

/** Where in (B, C) the channel of number i of (B, H, W, C) stands. */
const channelOf = (i: number, pixels: number, C: number): number => Math.floor(i / (pixels * C)) * C + (i % C)
