import { poolWindow } from '../spec/output-shape.ts'
import { paddingBefore, type Shape } from '../spec/shapes.ts'

export interface PoolShape {
  /** Input: height, width, channels. */
  readonly H: number
  readonly W: number
  readonly C: number
  /** Output: height and width. */
  readonly OH: number
  readonly OW: number
  readonly poolSize: number
  readonly stride: number
  readonly padTop: number
  readonly padLeft: number
}

export function poolShape(spec: Parameters<typeof poolWindow>[0], input: Shape, output: Shape): PoolShape {
  const [H = NaN, W = NaN, C = NaN] = input
  const [OH = NaN, OW = NaN] = output
  const { size: poolSize, stride, padding } = poolWindow(spec)
  const padTop = paddingBefore(H, poolSize, stride, padding)
  const padLeft = paddingBefore(W, poolSize, stride, padding)
  return { H, W, C, OH, OW, poolSize, stride, padTop, padLeft }
}

/** Calls `visit` for each output with the inputs under its window that lie inside the picture, row by row. */
export function eachWindow(length: number, shape: PoolShape, visit: (out: number, inside: number[]) => void): void {
  const { H, W, C, OH, OW, poolSize, stride, padTop, padLeft } = shape
  const B = length / (H * W * C)
  for (let n = 0; n < B; n++)
    for (let oy = 0; oy < OH; oy++)
      for (let ox = 0; ox < OW; ox++)
        for (let c = 0; c < C; c++) {
          const inside: number[] = []
          for (let ky = 0; ky < poolSize; ky++)
            for (let kx = 0; kx < poolSize; kx++) {
              const y = oy * stride - padTop + ky
              const x = ox * stride - padLeft + kx
              if (y >= 0 && y < H && x >= 0 && x < W) inside.push(((n * H + y) * W + x) * C + c)
            }
          visit(((n * OH + oy) * OW + ox) * C + c, inside)
        }
}
