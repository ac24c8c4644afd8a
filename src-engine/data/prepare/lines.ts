import type { Picture } from './picture.ts'
import type { Box } from './placement.ts'
import { triangleTaps } from './taps.ts'

/** A block sum stays below 2^31 with this many rows. */
const MAX_BLOCK = 2 ** 22

/**
 * How many blocks of neighbouring samples to average before resampling, so that big pictures cost little more than one
 * visit of each sample. At least two blocks remain for each output sample, and nothing is averaged below four samples for
 * each, so the triangle filter still decides the shape (Pillow calls this a `reducing_gap` of 2).
 */
export function blockCount(input: number, output: number): number {
  return input < 4 * output ? input : Math.floor(input / Math.min(MAX_BLOCK, Math.floor(input / (2 * output))))
}

/** Where each of `count` blocks over `length` samples starts, and where the last ends; sizes differ by one at most. */
export const blockStarts = (count: number, length: number): Int32Array =>
  Int32Array.from({ length: count + 1 }, (_, i) => Math.floor((i * length) / count))

/**
 * Reads a part of a picture as `count` lines of `width` pixels: each the mean of a block of rows, resampled sideways.
 * @returns a function that writes line i into `line` as unrounded samples in 0…255, shape [width, 3]
 */
export function lineReader(
  { data, width: stride }: Picture,
  box: Box,
  count: number,
  width: number,
): (i: number, line: Float64Array) => void {
  const blocks = blockCount(box.width, width)
  const taps = triangleTaps(blocks, width)
  const columns = blockStarts(blocks, box.width)
  const rows = blockStarts(count, box.height)
  const sums = new Int32Array(box.width * 3)
  const means = new Float64Array(blocks * 3)
  return (i, line) => {
    const top = rows[i]!
    const height = rows[i + 1]! - top
    sumRows(sums, data, ((box.y + top) * stride + box.x) * 3, stride * 3, height)
    averageBlocks(sums, height, columns, means)
    for (let x = 0; x < width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      let from = taps.first[x]! * 3
      const weights = x * taps.stride
      for (let k = 0; k < taps.count[x]!; k++, from += 3) {
        const weight = taps.weights[weights + k]!
        red += weight * means[from]!
        green += weight * means[from + 1]!
        blue += weight * means[from + 2]!
      }
      line[x * 3] = red
      line[x * 3 + 1] = green
      line[x * 3 + 2] = blue
    }
  }
}

/** sums = the sum of `rows` rows, four at a time where there are as many: one visit of `sums` costs more than a row. */
function sumRows(sums: Int32Array, data: Uint8Array, start: number, stride: number, rows: number): void {
  const length = sums.length
  for (let i = 0; i < length; i++) sums[i] = data[start + i]!
  let from = start + stride
  let left = rows - 1
  for (; left >= 4; left -= 4, from += 4 * stride) {
    const b = from + stride
    const c = b + stride
    const d = c + stride
    for (let i = 0; i < length; i++) sums[i]! += data[from + i]! + data[b + i]! + data[c + i]! + data[d + i]!
  }
  for (; left > 0; left--, from += stride) for (let i = 0; i < length; i++) sums[i]! += data[from + i]!
}

/** Means over blocks of columns, from the sums of `rows` rows. */
function averageBlocks(sums: Int32Array, rows: number, columns: Int32Array, means: Float64Array): void {
  let i = 0
  for (let b = 0; b < means.length; b += 3) {
    const start = i
    const end = columns[b / 3 + 1]! * 3
    let red = 0
    let green = 0
    let blue = 0
    for (; i < end; i += 3) {
      red += sums[i]!
      green += sums[i + 1]!
      blue += sums[i + 2]!
    }
    const samples = ((end - start) / 3) * rows
    means[b] = red / samples
    means[b + 1] = green / samples
    means[b + 2] = blue / samples
  }
}
