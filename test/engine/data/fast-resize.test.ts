import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fastResize } from '../../../src-engine/data/prepare/fast-resize.ts'
import type { Picture } from '../../../src-engine/data/prepare/picture.ts'
import type { Box } from '../../../src-engine/data/prepare/placement.ts'
import { preparePixels } from '../../../src-engine/data/prepare/prepare.ts'
import { resizeRows, type ResizeRows } from '../../../src-engine/data/prepare/resize.ts'
import { compileKernels } from '../../../src-engine/kernels/loader.ts'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { buildBytes } from '../support/kernels.ts'

const fast = fastResize(compileKernels([buildBytes('resize.wasm')]))

function noise(width: number, height: number, seed: number): Picture {
  let state = seed
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
  return { data, width, height, channels: 3 }
}

/** Every bit of every unrounded sample. */
function bitsOf(resize: ResizeRows, picture: Picture, box: Box, width: number, height: number): BigUint64Array {
  const samples = new Float64Array(width * height * 3)
  resize(picture, box, width, height, (row, y) => samples.set(row, y * width * 3))
  return new BigUint64Array(samples.buffer)
}

const sides = fc.integer({ min: 1, max: 40 })
const long = fc.integer({ min: 1, max: 700 })

test('has the bits of the plain code, whatever the sizes and the part that is read', () => {
  const size = fc.oneof(fc.tuple(sides, sides), fc.tuple(long, sides), fc.tuple(sides, long))
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      size,
      size,
      fc.nat(),
      fc.tuple(share, share, share, share),
      ([w, h], [width, height], seed, [a, b, c, d]) => {
        const picture = noise(w, h, seed)
        const [x, y] = [Math.floor(a * (w - 1)), Math.floor(b * (h - 1))]
        const box = { x, y, width: 1 + Math.floor(c * (w - x - 1)), height: 1 + Math.floor(d * (h - y - 1)) }
        expect(bitsOf(fast, picture, box, width, height)).toEqual(bitsOf(resizeRows, picture, box, width, height))
      },
    ),
    { numRuns: 100 },
  )
})

test('prepares the same pixels for every fit, channel and inversion', () => {
  const specs = fc.record({
    size: fc.tuple(sides, sides),
    fit: fc.constantFrom('squash', 'crop', 'pad'),
    channels: fc.constantFrom('gray', 'rgb'),
    invert: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.tuple(long, sides), specs, fc.nat(), ([w, h], given, seed) => {
      const [picture, spec] = [noise(w, h, seed), PrepareSpec.parse(given)]
      expect(preparePixels(picture, spec, fast)).toEqual(preparePixels(picture, spec))
    }),
  )
})

test.each([
  // One block of so many rows that sums of 16 bits overflow, of bright pixels; a row wider than what is brought in at once.
  [3, 2000, 1, 1],
  [90_000, 2, 7, 1],
  [1200, 900, 64, 64],
])('sums blocks of %i × %i pixels exactly', (w, h, width, height) => {
  const box = { x: 0, y: 0, width: w, height: h }
  const white: Picture = { data: new Uint8Array(w * h * 3).fill(255), width: w, height: h, channels: 3 }
  for (const picture of [white, noise(w, h, 5)])
    expect(bitsOf(fast, picture, box, width, height)).toEqual(bitsOf(resizeRows, picture, box, width, height))
})

test('a part of the same size of a wider picture is read in its own place', () => {
  const box = { x: 3, y: 1, width: 20, height: 30 }
  for (const w of [23, 30_000, 41]) {
    const picture = noise(w, 32, w)
    expect(bitsOf(fast, picture, box, 5, 5)).toEqual(bitsOf(resizeRows, picture, box, 5, 5))
  }
})
