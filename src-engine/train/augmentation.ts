import { SpecError, type Shape } from '../spec/shapes.ts'
import type { AugmentationSpec } from '../spec/training.ts'
import type { Rng } from './rng.ts'

/** Changes the first `count` pictures of a batch in place. */
export type Augment = (batch: Float32Array, count: number, rng: Rng) => void

/**
 * Mirrors each picture left to right with probability ½ and moves it by whole pixels, at most `shift` of its side in each
 * direction; what comes in from outside repeats the edge. Null when nothing is asked for.
 * @param shape (height, width, channels)
 * @throws {SpecError} when the examples are no pictures.
 */
export function createAugmentation(spec: AugmentationSpec, shape: Shape): Augment | null {
  if (spec.flip === 'none' && spec.shift === 0) return null
  const [height = 0, width = 0, channels = 0] = shape
  if (shape.length !== 3)
    throw new SpecError('training.augmentation', 'Only pictures can be flipped and shifted.', 'Leave augmentation out.')
  const size = height * width * channels
  const original = new Float32Array(size)
  const mostDown = Math.round(spec.shift * height)
  const mostRight = Math.round(spec.shift * width)

  function move(picture: Float32Array, flip: boolean, down: number, right: number): void {
    original.set(picture)
    for (let y = 0; y < height; y++) {
      const fromY = clamp(y - down, height)
      for (let x = 0; x < width; x++) {
        const moved = clamp(x - right, width)
        const from = (fromY * width + (flip ? width - 1 - moved : moved)) * channels
        const to = (y * width + x) * channels
        for (let c = 0; c < channels; c++) picture[to + c] = original[from + c] ?? 0
      }
    }
  }

  return (batch, count, rng) => {
    for (let example = 0; example < count; example++) {
      const flip = spec.flip === 'horizontal' && rng.uniform() < 0.5
      const down = rng.below(2 * mostDown + 1) - mostDown
      const right = rng.below(2 * mostRight + 1) - mostRight
      if (flip || down !== 0 || right !== 0)
        move(batch.subarray(example * size, (example + 1) * size), flip, down, right)
    }
  }
}

const clamp = (position: number, length: number): number => Math.min(Math.max(position, 0), length - 1)
