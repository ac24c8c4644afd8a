import { blockCount, lineReader } from './lines.ts'
import type { Picture } from './picture.ts'
import type { Box } from './placement.ts'
import { triangleTaps } from './taps.ts'

/**
 * Resamples a part of a picture to `width` x `height` pixels with a triangle filter, one output row at a time.
 * @param onRow receives each output row as unrounded samples in 0…255, shape [width, 3]; the array is reused.
 */
export type ResizeRows = (
  picture: Picture,
  box: Box,
  width: number,
  height: number,
  onRow: (row: Float64Array, y: number) => void,
) => void

/**
 * `ResizeRows` in plain code; `fast-resize.ts` gives the same bits sooner.
 *
 * Each line of the picture is read once and kept while output rows need it, so memory is a few lines whatever the picture's
 * size. Only sums, products and quotients of float64 in a fixed order are used: the same picture gives the same bits on
 * every machine.
 */
export const resizeRows: ResizeRows = (picture, box, width, height, onRow) => {
  if (box.width === width && box.height === height) return copyRows(picture, box, onRow)
  const count = blockCount(box.height, height)
  const taps = triangleTaps(count, height)
  const readLine = lineReader(picture, box, count, width)
  const lines = Array.from({ length: taps.stride }, () => new Float64Array(width * 3))
  const row = new Float64Array(width * 3)
  let read = 0
  for (let y = 0; y < height; y++) {
    const first = taps.first[y]!
    const end = first + taps.count[y]!
    for (; read < end; read++) readLine(read, lines[read % taps.stride]!)
    row.fill(0)
    for (let i = first; i < end; i++)
      addScaled(row, lines[i % taps.stride]!, taps.weights[y * taps.stride + i - first]!)
    onRow(row, y)
  }
}

/** sum += weight * line */
function addScaled(sum: Float64Array, line: Float64Array, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * line[i]!
}

/** Rows that keep their size: the filter would leave each sample what it is. */
export function copyRows(
  { data, width: stride }: Picture,
  box: Box,
  onRow: (row: Float64Array, y: number) => void,
): void {
  const row = new Float64Array(box.width * 3)
  for (let y = 0; y < box.height; y++) {
    const start = ((box.y + y) * stride + box.x) * 3
    for (let i = 0; i < row.length; i++) row[i] = data[start + i]!
    onRow(row, y)
  }
}
