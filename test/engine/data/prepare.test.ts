import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Picture } from '../../../src-engine/data/prepare/picture.ts'
import { blockCount } from '../../../src-engine/data/prepare/lines.ts'
import { placePicture } from '../../../src-engine/data/prepare/placement.ts'
import { preparedSize, preparePixels } from '../../../src-engine/data/prepare/prepare.ts'
import { scalePictures, scalePixels, tensorBytes } from '../../../src-engine/data/prepare/scale.ts'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'

const spec = (values: Partial<PrepareSpec>): PrepareSpec => PrepareSpec.parse(values)

function picture(width: number, height: number, colour: (x: number, y: number) => [number, number, number]): Picture {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3)
  return { data, width, height, channels: 3 }
}

const noisy = (width: number, height: number): Picture =>
  picture(width, height, (x, y) => [(x * 37 + y * 101) % 256, (x * x + y) % 256, (x * y * 7) % 256])

/** The definition, sample by sample: a normalised triangle over the picture in both directions. */
function triangleOracle({ data, width, height }: Picture, outWidth: number, outHeight: number): number[] {
  const weightsOf = (input: number, output: number, i: number): number[] => {
    const scale = input / output
    const weights = Array.from({ length: input }, (_, j) =>
      Math.max(0, 1 - Math.abs(j + 0.5 - (i + 0.5) * scale) / Math.max(1, scale)),
    )
    const sum = weights.reduce((a, b) => a + b, 0)
    return weights.map((weight) => weight / sum)
  }
  const out: number[] = []
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      const rows = weightsOf(height, outHeight, y)
      const columns = weightsOf(width, outWidth, x)
      for (let c = 0; c < 3; c++) {
        let sum = 0
        for (let r = 0; r < height; r++)
          for (let q = 0; q < width; q++) sum += rows[r]! * columns[q]! * data[(r * width + q) * 3 + c]!
        out.push(sum)
      }
    }
  return out
}

describe('preparePixels', () => {
  it('leaves a picture of the right size as it is', () => {
    const same = noisy(17, 9)
    expect(preparePixels(same, spec({ size: [9, 17] }))).toEqual(same.data)
  })

  it('cuts out a part of the right size as it is', () => {
    const [wide, high] = [noisy(7, 3), noisy(3, 7)]
    const middle = [0, 1, 2].map((y) => wide.data.slice((y * 7 + 2) * 3, (y * 7 + 5) * 3))
    expect([...preparePixels(wide, spec({ size: [3, 3], fit: 'crop' }))]).toEqual(middle.flatMap((row) => [...row]))
    expect(preparePixels(high, spec({ size: [3, 3], fit: 'crop' }))).toEqual(high.data.slice(18, 45))
  })

  it.each([
    [2, 2, 5, 7],
    [9, 9, 4, 3],
    [15, 11, 4, 4],
    [7, 3, 3, 7],
    [1, 1, 4, 4],
  ])('resamples %i x %i to %i x %i as the triangle filter is defined', (width, height, outWidth, outHeight) => {
    const source = noisy(width, height)
    const pixels = preparePixels(source, spec({ size: [outHeight, outWidth] }))
    const expected = triangleOracle(source, outWidth, outHeight)
    for (const [i, value] of expected.entries()) expect(Math.abs(pixels[i]! - value)).toBeLessThanOrEqual(0.5 + 1e-9)
  })

  it('grows like bilinear interpolation between pixel centres', () => {
    const source = picture(2, 1, (x) => [x * 100, 0, 0])
    const red = [...preparePixels(source, spec({ size: [1, 4] }))].filter((_, i) => i % 3 === 0)
    expect(red).toEqual([0, 25, 75, 100])
  })

  it('stays close to the filter when it averages blocks of a big picture first', () => {
    expect([blockCount(31, 8), blockCount(32, 8), blockCount(4000, 64)]).toEqual([31, 16, 129])
    const source = picture(83, 65, (x, y) => [3 * x, 2 * y, (x + y) % 256])
    const pixels = preparePixels(source, spec({ size: [8, 8] }))
    const expected = triangleOracle(source, 8, 8)
    // Neighbours differ by 31 levels here; blocks may sit half a sample beside their place.
    for (const [i, value] of expected.entries()) expect(Math.abs(pixels[i]! - value)).toBeLessThanOrEqual(3)
  })

  it('keeps one colour whatever the sizes and the fit', () => {
    const side = fc.integer({ min: 1, max: 70 })
    fc.assert(
      fc.property(side, side, side, side, fc.constantFrom('squash', 'crop'), fc.nat(255), (w, h, W, H, fit, value) => {
        const pixels = preparePixels(
          picture(w, h, () => [value, value, value]),
          spec({ size: [H, W], fit }),
        )
        expect(pixels.length).toBe(W * H * 3)
        expect(new Set(pixels)).toEqual(new Set([value]))
      }),
    )
  })

  it('weighs every sample of a big picture', () => {
    const light = picture(200, 100, () => [255, 255, 255])
    for (const x of [0, 57, 199]) {
      const spot = picture(200, 100, (px, y) => (px >= x - 8 && px <= x + 8 && y < 40 ? [0, 0, 0] : [255, 255, 255]))
      expect(preparePixels(spot, spec({ size: [5, 5] }))).not.toEqual(preparePixels(light, spec({ size: [5, 5] })))
    }
  })

  it('makes gray with the weights of Rec. 601', () => {
    const colours = picture(3, 1, (x) => [x === 0 ? 255 : 0, x === 1 ? 255 : 0, x === 2 ? 255 : 0])
    expect([...preparePixels(colours, spec({ size: [1, 3], channels: 'gray' }))]).toEqual([76, 150, 29])
    const grays = picture(256, 1, (x) => [x, x, x])
    expect([...preparePixels(grays, spec({ size: [1, 256], channels: 'gray' }))]).toEqual([...Array(256).keys()])
  })

  it('inverts', () => {
    const source = noisy(4, 4)
    const inverted = preparePixels(source, spec({ size: [4, 4], invert: true }))
    expect(inverted).toEqual(source.data.map((value) => 255 - value))
  })

  it('pads with zeros around the whole picture, inverted or not', () => {
    const white = picture(4, 2, () => [255, 255, 255])
    for (const [invert, inside] of [
      [false, 255],
      [true, 0],
    ] as const) {
      const pixels = preparePixels(white, spec({ size: [4, 4], fit: 'pad', channels: 'gray', invert }))
      expect([...pixels]).toEqual([0, 0, 0, 0, ...Array<number>(8).fill(inside), 0, 0, 0, 0])
    }
  })

  it('crops the centre', () => {
    const bands = picture(6, 2, (x) => (x === 2 || x === 3 ? [9, 9, 9] : [200, 200, 200]))
    expect(new Set(preparePixels(bands, spec({ size: [2, 2], fit: 'crop' })))).toEqual(new Set([9]))
  })

  it('refuses a picture without pixels or with the wrong number of samples', () => {
    expect(() => preparePixels({ data: new Uint8Array(0), width: 0, height: 3, channels: 3 }, spec({}))).toThrow(
      RangeError,
    )
    expect(() => preparePixels({ data: new Uint8Array(5), width: 1, height: 2, channels: 3 }, spec({}))).toThrow(
      RangeError,
    )
  })
})

describe('placePicture', () => {
  it('keeps the boxes inside the picture and the tensor', () => {
    const side = fc.integer({ min: 1, max: 5000 })
    fc.assert(
      fc.property(side, side, side, side, fc.constantFrom('squash', 'crop', 'pad'), (width, height, W, H, fit) => {
        const { from, to } = placePicture({ width, height }, [H, W], fit)
        for (const [box, limit] of [
          [from, { width, height }],
          [to, { width: W, height: H }],
        ] as const) {
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0)
          expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1)
          expect(box.x + box.width).toBeLessThanOrEqual(limit.width)
          expect(box.y + box.height).toBeLessThanOrEqual(limit.height)
        }
      }),
    )
  })

  it('keeps proportions when it pads', () => {
    expect(placePicture({ width: 640, height: 480 }, [64, 64], 'pad').to).toEqual({ x: 0, y: 8, width: 64, height: 48 })
    expect(placePicture({ width: 1, height: 999 }, [64, 64], 'pad').to).toEqual({ x: 31, y: 0, width: 1, height: 64 })
  })

  it('crops to the proportions of the tensor', () => {
    expect(placePicture({ width: 640, height: 480 }, [64, 64], 'crop').from).toEqual({
      x: 80,
      y: 0,
      width: 480,
      height: 480,
    })
    expect(placePicture({ width: 300, height: 900 }, [32, 64], 'crop').from).toEqual({
      x: 0,
      y: 375,
      width: 300,
      height: 150,
    })
  })
})

describe('scaling', () => {
  const pixels = Uint8Array.of(0, 1, 127, 128, 255)

  it('maps 0…255 to 0…1 or -1…1, rounded once to float32', () => {
    const into = new Float32Array(7).fill(9)
    scalePixels(pixels, { scale: '0..1' }, into, 1)
    expect([...into]).toEqual([9, 0, Math.fround(1 / 255), Math.fround(127 / 255), Math.fround(128 / 255), 1, 9])
    scalePixels(pixels, { scale: '-1..1' }, into, 0)
    expect([...into.subarray(0, 5)]).toEqual([
      -1,
      Math.fround(1 / 127.5 - 1),
      Math.fround(127 / 127.5 - 1),
      Math.fround(128 / 127.5 - 1),
      1,
    ])
  })

  it.each([1, 3, 4, 12, 200])('scales chosen pictures of %i values as it does one', (size) => {
    const pictures = Uint8Array.from({ length: 5 * size }, (_, i) => (i * 37) % 256)
    for (const scale of ['0..1', '-1..1'] as const) {
      const [into, one] = [new Float32Array(3 * size + 1), new Float32Array(3 * size + 1)]
      scalePictures(pictures, size, Uint32Array.of(4, 0, 4, 2), 3, { scale }, into)
      for (const [i, picture] of [4, 0, 4].entries())
        scalePixels(pictures.subarray(picture * size, (picture + 1) * size), { scale }, one, i * size)
      expect(into).toEqual(one)
    }
  })

  const statistics = { mean: [0.5, 0.25, 0.1], deviation: [0.25, 0, 0.3] }

  it('standardizes each channel by its own statistics, in float64 before it is rounded', () => {
    const into = new Float32Array(6)
    scalePixels(Uint8Array.of(0, 128, 255, 255, 64, 3), { scale: 'standardized', statistics }, into, 0)
    expect([...into]).toEqual(
      [
        [0, 0.5, 0.25],
        // A channel that never changes is divided by 1.
        [128, 0.25, 1],
        [255, 0.1, 0.3],
        [255, 0.5, 0.25],
        [64, 0.25, 1],
        [3, 0.1, 0.3],
      ].map(([x, mean, deviation]) => Math.fround((x! / 255 - mean!) / deviation!)),
    )
    const gray = new Float32Array(2)
    scalePixels(Uint8Array.of(51, 0), { scale: 'standardized', statistics: { mean: [0.2], deviation: [0.5] } }, gray, 0)
    expect([...gray]).toEqual([0, Math.fround(-0.4)])
  })

  it.each([3, 12, 27, 48, 192])('standardizes chosen colour pictures of %i values as it does one', (size) => {
    const pictures = Uint8Array.from({ length: 5 * size }, (_, i) => (i * 37) % 256)
    const spec = { scale: 'standardized', statistics } as const
    const [into, one] = [new Float32Array(3 * size), new Float32Array(3 * size)]
    scalePictures(pictures, size, Uint32Array.of(4, 0, 3), 3, spec, into)
    for (const [i, picture] of [4, 0, 3].entries())
      scalePixels(pictures.subarray(picture * size, (picture + 1) * size), spec, one, i * size)
    expect(into).toEqual(one)
  })

  it('does not standardize by nothing', () => {
    expect(() => scalePixels(pixels, { scale: 'standardized' }, new Float32Array(5), 0)).toThrow(RangeError)
  })

  it('refuses what does not fit', () => {
    expect(() => scalePixels(pixels, { scale: '0..1' }, new Float32Array(5), 1)).toThrow(RangeError)
  })

  it('writes the tensor as little-endian float32', () => {
    expect([...tensorBytes(Uint8Array.of(255, 0), { scale: '-1..1' })]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0x80, 0xbf])
    const tensor = new Float32Array(5)
    scalePixels(pixels, { scale: '0..1' }, tensor, 0)
    expect(tensorBytes(pixels, { scale: '0..1' })).toEqual(new Uint8Array(tensor.buffer))
  })

  it('knows the size of a prepared picture', () => {
    expect(preparedSize(spec({ size: [28, 30], channels: 'gray' }))).toBe(840)
    expect(preparedSize(spec({ size: [28, 30] }))).toBe(2520)
  })
})
