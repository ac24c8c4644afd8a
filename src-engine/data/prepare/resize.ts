import type { Picture } from './picture.ts'
import type { Box } from './placement.ts'
import { triangleTaps } from './taps.ts'

/**
 * Resamples a part of a picture to `width` x `height` pixels, one output row at a time.
 *
 * Rows are mixed first, then the columns of the mixed row, so memory is one row whatever the picture's size. Only sums and
 * products of float64 in a fixed order are used: the same picture gives the same bits on every machine.
 *
 * @param onRow receives each output row as unrounded samples in 0…255, shape [width, 3]; the array is reused.
 */
export function resizeRows(
  picture: Picture,
  box: Box,
  width: number,
  height: number,
  onRow: (row: Float64Array, y: number) => void,
): void {
  const rows = triangleTaps(box.height, height)
  const columns = triangleTaps(box.width, width)
  const mixed = new Float64Array(box.width * 3)
  const out = new Float64Array(width * 3)
  for (let y = 0; y < height; y++) {
    mixed.fill(0)
    for (let k = 0; k < rows.count[y]!; k++) {
      const start = ((box.y + rows.first[y]! + k) * picture.width + box.x) * 3
      addScaled(mixed, picture.data, start, rows.weights[y * rows.stride + k]!)
    }
    for (let x = 0; x < width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      let from = columns.first[x]! * 3
      for (let k = 0; k < columns.count[x]!; k++, from += 3) {
        const weight = columns.weights[x * columns.stride + k]!
        red += weight * mixed[from]!
        green += weight * mixed[from + 1]!
        blue += weight * mixed[from + 2]!
      }
      out[x * 3] = red
      out[x * 3 + 1] = green
      out[x * 3 + 2] = blue
    }
    onRow(out, y)
  }
}

/** sum[i] += weight * data[start + i] */
function addScaled(sum: Float64Array, data: Uint8Array, start: number, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * data[start + i]!
}
