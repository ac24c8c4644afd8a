import * as layout from '../kernels/assembly/layout.ts'
import { recordLength } from '../plan/augmentation.ts'
import { SpecError, type Shape } from '../spec/shapes.ts'
import { isAugmented, type AugmentationSpec } from '../spec/training.ts'
import { sineAndCosine } from './elementary.ts'
import type { Rng } from './rng.ts'

/** Draws what is done to the first `count` pictures of a batch, one record of `kernels/assembly/layout.ts` after the other. */
export type DrawAugmentation = (records: Float32Array, count: number, rng: Rng) => void

/**
 * Mirrors each picture left to right with probability ½; every other change is drawn uniformly up to its strength.
 * Null when nothing is asked for.
 * @param shape (height, width, channels)
 * @throws {SpecError} when the examples are no pictures.
 */
export function createAugmentation(spec: AugmentationSpec, shape: Shape): DrawAugmentation | null {
  if (!isAugmented(spec)) return null
  const [height = 0, width = 0, channels = 0] = shape
  if (shape.length !== 3)
    throw new SpecError('training.augmentation', 'Only pictures can be augmented.', 'Leave augmentation out.')
  const mostDown = Math.round(spec.shift * height)
  const mostRight = Math.round(spec.shift * width)
  const hole = Math.round(spec.cutout * Math.min(height, width))

  /** Uniform in ±most. What nobody asked for draws nothing, so that other changes stay the same. */
  const around = (rng: Rng, most: number): number => (most === 0 ? 0 : (2 * rng.uniform() - 1) * most)

  /** Where the result looks: back over the shift, turned back and shrunk around the middle, mirrored. */
  function drawMap(record: Float32Array, rng: Rng): void {
    const mirror = spec.flip === 'horizontal' && rng.uniform() < 0.5 ? -1 : 1
    const down = rng.below(2 * mostDown + 1) - mostDown
    const right = rng.below(2 * mostRight + 1) - mostRight
    const { sine, cosine } = sineAndCosine((around(rng, spec.rotate) * Math.PI) / 180)
    const size = 1 + around(rng, spec.scale)
    const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
    const [x, y] = [-right - middleX, -down - middleY]
    const [toX, acrossX] = [(mirror * cosine) / size, (mirror * sine) / size]
    const [acrossY, toY] = [-sine / size, cosine / size]
    record.set([toX, acrossX, middleX + toX * x + acrossX * y, acrossY, toY, middleY + acrossY * x + toY * y])
  }

  function drawValues(record: Float32Array, rng: Rng): void {
    const brightness = around(rng, spec.brightness)
    record[layout.AUGMENT_GAIN] = 1 + around(rng, spec.contrast)
    for (let c = 0; c < channels; c++) record[layout.AUGMENT_SHIFTS + c] = brightness + around(rng, spec.colorJitter)
    record[layout.AUGMENT_NOISE] = spec.noise
    // A float32 holds whole numbers up to 2²⁴.
    if (spec.noise > 0) record[layout.AUGMENT_KEY] = rng.word() >>> 8
  }

  function drawHole(record: Float32Array, rng: Rng): void {
    if (hole === 0) return
    const top = rng.below(height - hole + 1)
    const left = rng.below(width - hole + 1)
    record[layout.AUGMENT_TOP] = top
    record[layout.AUGMENT_BOTTOM] = top + hole
    record[layout.AUGMENT_LEFT] = left
    record[layout.AUGMENT_RIGHT] = left + hole
  }

  const length = recordLength(channels)
  return (records, count, rng) => {
    for (let example = 0; example < count; example++) {
      const record = records.subarray(example * length, (example + 1) * length)
      drawMap(record, rng)
      drawValues(record, rng)
      drawHole(record, rng)
    }
  }
}
