import { addAt, at } from './array.ts'
import { eachWindow, type PoolShape } from './pool.ts'

/**
 * The largest value of each window.
 * x: (B, H, W, C)  →  a: (B, OH, OW, C)
 */
export function maxPool2dForward(x: Float64Array, shape: PoolShape): Float64Array {
  return Float64Array.from(winners(x, shape), (index) => at(x, index))
}

/** The whole gradient of a window goes to its first largest value. delta: (B, OH, OW, C)  →  dx: (B, H, W, C) */
export function maxPool2dBackward(x: Float64Array, delta: Float64Array, shape: PoolShape): Float64Array {
  const dx = new Float64Array(x.length)
  winners(x, shape).forEach((winner, i) => {
    addAt(dx, winner, at(delta, i))
  })
  return dx
}

/** For each output the index of the first largest input of its window. */
function winners(x: Float64Array, shape: PoolShape): number[] {
  const indices: number[] = []
  eachWindow(x.length, shape, (_, inside) => {
    indices.push(inside.reduce((winner, index) => (at(x, index) > at(x, winner) ? index : winner)))
  })
  return indices
}
