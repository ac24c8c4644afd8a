import { at } from '../reference/array.ts'
import { createRng } from '../train/rng.ts'

/** Points drawn from N(0, 1)² and whether each lies within one of the middle: x (count, 2), and labels. */
export function pointsOfDisc(seed: number, count: number): { x: Float64Array; labels: number[] } {
  const rng = createRng(seed, 'data')
  const x = new Float64Array(count * 2).map(() => rng.normal())
  const labels = Array.from({ length: count }, (_, n) => Number(Math.hypot(at(x, 2 * n), at(x, 2 * n + 1)) < 1))
  return { x, labels }
}
