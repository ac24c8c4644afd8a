import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { recordLength } from '../../../src-engine/plan/augmentation.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { SpecError } from '../../../src-engine/spec/shapes.ts'
import { AugmentationSpec } from '../../../src-engine/spec/training.ts'
import { createAugmentation } from '../../../src-engine/train/augmentation.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { planAugmented } from '../support/augmented.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

type Shape = readonly [height: number, width: number, channels: number]
type Input = z.input<typeof AugmentationSpec>

const picture = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] // 3 rows of 4

/** So many draws of one picture. */
function draws(input: Input, shape: Shape, pixels: ArrayLike<number>, count = 400, seed = 3): Float32Array[] {
  const draw = createAugmentation(AugmentationSpec.parse(input), shape)!
  const rng = createRng(seed, 'augmentation')
  const kernel = planAugmented(shape, 1)
  return Array.from({ length: count }, () =>
    kernel.run(Float32Array.from(pixels), (records) => {
      draw(records, 1, rng)
    }),
  )
}

/** Every picture that 400 draws give, as text. */
function outcomes(input: Input): Map<string, number> {
  const counts = new Map<string, number>()
  for (const drawn of draws(input, [3, 4, 1], picture)) counts.set(drawn.join(), (counts.get(drawn.join()) ?? 0) + 1)
  return counts
}

describe('flip and shift', () => {
  it('mirrors half of the pictures', () => {
    const counts = outcomes({ flip: 'horizontal' })
    expect([...counts.keys()].sort()).toEqual(['1,2,3,4,5,6,7,8,9,10,11,12', '4,3,2,1,8,7,6,5,12,11,10,9'])
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(50)
  })

  it('moves up to a quarter of each side and repeats the edge', () => {
    const counts = outcomes({ shift: 0.25 })
    expect(counts.size).toBe(9) // one pixel in each of nine directions, among them nowhere
    expect(counts.has('1,1,2,3,1,1,2,3,5,5,6,7')).toBe(true) // down and right
    expect(counts.has('6,7,8,8,10,11,12,12,10,11,12,12')).toBe(true) // up and left
  })

  it('keeps the channels of a pixel together', () => {
    const drawn = draws({ flip: 'horizontal' }, [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).map((pixels) =>
      pixels.join(),
    )
    expect(new Set(drawn)).toEqual(new Set(['1,2,3,4,5,6,7,8,9,10', '6,7,8,9,10,1,2,3,4,5']))
  })
})

describe('rotate and scale', () => {
  /** An independent resampling: where each place of the result comes from, by turning and stretching around the middle. */
  function resampled(pixels: Float64Array, [h, w, c]: Shape, angle: number, size: number): number[] {
    const at = (y: number, x: number, k: number): number =>
      pixels[(Math.min(Math.max(y, 0), h - 1) * w + Math.min(Math.max(x, 0), w - 1)) * c + k]!
    const result: number[] = []
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++)
        for (let k = 0; k < c; k++) {
          const [u, v] = [x - (w - 1) / 2, y - (h - 1) / 2]
          const sx = (u * Math.cos(angle) + v * Math.sin(angle)) / size + (w - 1) / 2
          const sy = (-u * Math.sin(angle) + v * Math.cos(angle)) / size + (h - 1) / 2
          const [x0, y0] = [Math.floor(sx), Math.floor(sy)]
          const [fx, fy] = [sx - x0, sy - y0]
          const top = at(y0, x0, k) * (1 - fx) + at(y0, x0 + 1, k) * fx
          const bottom = at(y0 + 1, x0, k) * (1 - fx) + at(y0 + 1, x0 + 1, k) * fx
          result.push(top * (1 - fy) + bottom * fy)
        }
    return result
  }

  it.each([
    [[9, 7, 3], 1],
    [[12, 12, 1], 2],
    [[5, 8, 6], 3],
  ] as [Shape, number][])('agrees with an independent resampling of %j', (shape, seed) => {
    const pixels = normals(seed, shape[0] * shape[1] * shape[2])
    const rng = createRng(seed, 'augmentation')
    const drawn = draws({ rotate: 40, scale: 0.3 }, shape, pixels, 20, seed)
    for (const result of drawn) {
      rng.below(1)
      rng.below(1)
      const angle = ((2 * rng.uniform() - 1) * 40 * Math.PI) / 180
      const expected = resampled(pixels, shape, angle, 1 + (2 * rng.uniform() - 1) * 0.3)
      result.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4)
      })
    }
  })

  it('a quarter turn of a square is exact', () => {
    const kernel = planAugmented([2, 2, 1], 1)
    const result = kernel.run(Float32Array.of(1, 2, 3, 4), (records) => {
      records.set([0, 1, 0, -1, 0, 1])
    })
    expect([...result]).toEqual([3, 1, 4, 2])
  })
})

describe('values', () => {
  const shape = [6, 6, 3] as const
  const pixels = normals(5, 108).map((value) => Math.fround(0.5 + 0.1 * value))
  const mean = pixels.reduce((sum, value) => sum + value, 0) / 108
  const differences = (input: Input, count?: number) =>
    draws(input, shape, pixels, count).map((drawn) => drawn.map((value, i) => value - pixels[i]!))

  it('brightness moves all numbers alike, up to its strength', () => {
    const moves = differences({ brightness: 0.25 }).map((drawn) => {
      for (const difference of drawn) expect(difference).toBeCloseTo(drawn[0]!, 6)
      return drawn[0]!
    })
    expect(Math.max(...moves)).toBeLessThanOrEqual(0.2501)
    expect(Math.max(...moves)).toBeGreaterThan(0.23)
    expect(Math.min(...moves)).toBeLessThan(-0.23)
  })

  it('colour jitter moves each channel for itself', () => {
    const drawn = differences({ colorJitter: 0.2 })
    for (const difference of drawn) difference.forEach((value, i) => expect(value).toBeCloseTo(difference[i % 3]!, 6))
    const product = drawn.reduce((sum, difference) => sum + difference[0]! * difference[1]!, 0) / drawn.length
    expect(Math.abs(product)).toBeLessThan(0.004) // deviation 0.0067 / √400 each, were they independent
    expect(Math.max(...drawn.map((difference) => difference[2]!))).toBeGreaterThan(0.18)
  })

  it('contrast stretches around the mean', () => {
    for (const drawn of draws({ contrast: 0.4 }, shape, pixels, 50)) {
      const gain = (drawn[7]! - mean) / (pixels[7]! - mean)
      expect(Math.abs(gain - 1)).toBeLessThanOrEqual(0.4001)
      drawn.forEach((value, i) => {
        expect(value).toBeCloseTo(mean + gain * (pixels[i]! - mean), 5)
      })
    }
  })

  it('noise is normal enough, of its deviation, and another one each time', () => {
    const drawn = differences({ noise: 0.1 }, 400).map((difference) => [...difference])
    const all = drawn.flat()
    const moment = (power: number) => all.reduce((sum, value) => sum + (value / 0.1) ** power, 0) / all.length
    expect(Math.abs(moment(1))).toBeLessThan(0.02)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03)
    expect(Math.abs(moment(4) - 2.7)).toBeLessThan(0.15) // of four uniforms; 3 for a true normal
    expect(drawn[0]).not.toEqual(drawn[1])
    const neighbours = all.reduce((sum, value, i) => sum + value * (all[i + 1] ?? 0), 0) / all.length / 0.01
    expect(Math.abs(neighbours)).toBeLessThan(0.02)
  })

  it('cutout puts the mean into one square', () => {
    for (const drawn of draws({ cutout: 0.5 }, shape, pixels, 100)) {
      const cut = [...drawn.keys()].filter((i) => Math.abs(drawn[i]! - mean) < 1e-6)
      expect(cut.length).toBe(27) // 3 × 3 pixels of 3 channels
      const rows = new Set(cut.map((i) => Math.floor(i / 18)))
      const columns = new Set(cut.map((i) => Math.floor(i / 3) % 6))
      expect([rows.size, columns.size]).toEqual([3, 3])
      drawn.forEach((value, i) => {
        if (!cut.includes(i)) expect(value).toBe(Math.fround(pixels[i]!))
      })
    }
  })
})

describe('createAugmentation', () => {
  it('is nothing when nothing is asked for, and refuses tables', () => {
    expect(createAugmentation(AugmentationSpec.parse({}), [4])).toBeNull()
    expect(() => createAugmentation(AugmentationSpec.parse({ flip: 'horizontal' }), [4])).toThrow(SpecError)
  })

  it('draws flip and shift as before when another change joins them', () => {
    const map = (input: Input): number[] => {
      const records = new Float32Array(recordLength(3))
      createAugmentation(AugmentationSpec.parse(input), [8, 8, 3])!(records, 1, createRng(7, 'augmentation'))
      return [...records.subarray(0, layout.AUGMENT_GAIN)]
    }
    expect(map({ flip: 'horizontal', shift: 0.3 })).toEqual(map({ flip: 'horizontal', shift: 0.3, brightness: 0.2 }))
  })
})

describe('in a model', () => {
  const spec = network({
    input: [4, 4, 1],
    layers: [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }],
  })

  it('changes what is trained on, never what is evaluated', () => {
    const options = training({ augmentation: { brightness: 1 }, optimizer: { type: 'sgd' } })
    const make = (settings = options) => {
      const model = createModel(kernels, { network: spec, batchSize: 1, threads: 1, training: settings })
      model.setWeights(Float32Array.from(normals(1, 34)))
      model.inputs().set(normals(2, 16))
      return model
    }
    const model = make()
    const plain = make(training({ optimizer: { type: 'sgd' } }))
    expect(plain.augmentations()).toBeNull()
    expect(model.gradient(1)).toEqual(plain.gradient(1))
    const before = model.evaluate(1)
    model.augmentations()![layout.AUGMENT_SHIFTS] = 0.75
    expect(model.evaluate(1)).toEqual(before)
    const shifted = make(training({ optimizer: { type: 'sgd' } }))
    shifted.inputs().set(normals(2, 16).map((value) => Math.fround(Math.fround(value) + 0.75)))
    expect(model.gradient(1)).toEqual(shifted.gradient(1))
    expect(model.inputs()).toEqual(Float32Array.from(normals(2, 16)))
  })
})
