import { addAt, at } from './array.ts'

/**
 * The largest value of each channel over the picture (Keras' GlobalMaxPooling2D).
 * x: (B, H, W, C)  →  a: (B, C)
 * @param pixels H·W
 */
export function globalMaxPool2dForward(x: Float64Array, pixels: number, C: number): Float64Array {
  return winners(x, pixels, C).map((winner) => at(x, winner))
}

/** The whole gradient of a channel goes to its first largest value. delta: (B, C)  →  dx: (B, H, W, C) */
export function globalMaxPool2dBackward(x: Float64Array, delta: Float64Array, pixels: number, C: number): Float64Array {
  const dx = new Float64Array(x.length)
  winners(x, pixels, C).forEach((winner, i) => {
    addAt(dx, winner, at(delta, i))
  })
  return dx
}

/** For each channel of each example, (B, C), the place in x of its first largest value. */
function winners(x: Float64Array, pixels: number, C: number): Float64Array {
  return new Float64Array(x.length / pixels).map((_, i) => {
    const first = Math.floor(i / C) * pixels * C + (i % C)
    let winner = first
    for (let pixel = 1; pixel < pixels; pixel++)
      if (at(x, first + pixel * C) > at(x, winner)) winner = first + pixel * C
    return winner
  })
}
