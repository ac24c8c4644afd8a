import type { MaxPool2dLayer } from '../spec/network.ts'
import type { Shape } from '../spec/shapes.ts'
import type * as z from 'zod'
import { addAt, at } from './array.ts'

export interface PoolShape {
  readonly H: number
  readonly W: number
  readonly C: number
  readonly OH: number
  readonly OW: number
  readonly poolSize: number
  readonly stride: number
}

export function poolShape(spec: z.infer<typeof MaxPool2dLayer>, input: Shape, output: Shape): PoolShape {
  const [H = NaN, W = NaN, C = NaN] = input
  const [OH = NaN, OW = NaN] = output
  return { H, W, C, OH, OW, poolSize: spec.poolSize, stride: spec.strides ?? spec.poolSize }
}

/**
 * The largest value of each window; no padding.
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
function winners(x: Float64Array, { H, W, C, OH, OW, poolSize, stride }: PoolShape): number[] {
  const indices: number[] = []
  const B = x.length / (H * W * C)
  for (let n = 0; n < B; n++)
    for (let oy = 0; oy < OH; oy++)
      for (let ox = 0; ox < OW; ox++)
        for (let c = 0; c < C; c++) {
          let winner = ((n * H + oy * stride) * W + ox * stride) * C + c
          for (let ky = 0; ky < poolSize; ky++)
            for (let kx = 0; kx < poolSize; kx++) {
              const index = ((n * H + oy * stride + ky) * W + ox * stride + kx) * C + c
              if (at(x, index) > at(x, winner)) winner = index
            }
          indices.push(winner)
        }
  return indices
}
