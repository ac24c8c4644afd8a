import type { Rng } from '../../../train/rng.ts'
import type { Point } from './stroke.ts'

/** How a pen leaves its mark, in pixels. */
export interface Pen {
  /** Width of its line. */
  readonly width: number
  /** Over how many pixels ink fades into paper. */
  readonly fade: number
  /** How far its edge strays at a pixel. */
  readonly roughness: number
}

/**
 * Draws lines with a round pen: what a pixel gets depends on how far its centre is from the nearest line.
 * @param lines in pixels; (0, 0) is the corner of the first pixel
 * @returns (side, side) samples: 255 for full ink, 0 for none
 */
export function ink(lines: readonly (readonly Point[])[], side: number, pen: Pen, rng: Rng): Uint8Array {
  const reach = (pen.width + pen.fade) / 2
  const nearest = new Float64Array(side * side).fill(reach * reach)
  for (const line of lines)
    for (let i = 0; i + 1 < line.length; i++) approach(nearest, side, line[i]!, line[i + 1]!, reach)
  const pixels = new Uint8Array(side * side)
  for (let at = 0; at < pixels.length; at++) {
    if (nearest[at]! >= reach * reach) continue
    const depth = reach - Math.sqrt(nearest[at]!) + pen.roughness * (2 * rng.uniform() - 1)
    pixels[at] = Math.round(255 * Math.min(1, Math.max(0, depth / pen.fade)))
  }
  return pixels
}

/** Lowers each pixel's squared distance to that from this piece of a line, where the pen reaches. */
function approach(nearest: Float64Array, side: number, [ax, ay]: Point, [bx, by]: Point, reach: number): void {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const [left, right] = [Math.max(0, Math.floor(Math.min(ax, bx) - reach)), Math.min(side, Math.max(ax, bx) + reach)]
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(ay, by) - reach)), Math.min(side, Math.max(ay, by) + reach)]
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const px = x + 0.5 - ax
      const py = y + 0.5 - ay
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length))
      const ex = px - along * dx
      const ey = py - along * dy
      const square = ex * ex + ey * ey
      if (square < nearest[y * side + x]!) nearest[y * side + x] = square
    }
}
