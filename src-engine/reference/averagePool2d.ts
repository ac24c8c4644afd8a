import { addAt, at } from './array.ts'
import { eachWindow, type PoolShape } from './pool.ts'

/**
 * The mean of each window, of what lies inside the picture (Keras).
 * x: (B, H, W, C)  →  a: (B, OH, OW, C)
 */
export function averagePool2dForward(x: Float64Array, shape: PoolShape): Float64Array {
  const a: number[] = []
  eachWindow(x.length, shape, (_, inside) => {
    a.push(inside.reduce((sum, index) => sum + at(x, index), 0) / inside.length)
  })
  return Float64Array.from(a)
}

/** Every value of a window gets an equal part of its gradient. delta: (B, OH, OW, C)  →  dx: (B, H, W, C) */
export function averagePool2dBackward(delta: Float64Array, inputLength: number, shape: PoolShape): Float64Array {
  const dx = new Float64Array(inputLength)
  eachWindow(inputLength, shape, (out, inside) => {
    for (const index of inside) addAt(dx, index, at(delta, out) / inside.length)
  })
  return dx
}
