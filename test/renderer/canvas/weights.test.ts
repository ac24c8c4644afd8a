import { describe, expect, it } from 'vitest'
import { signedColor } from '../../../src-renderer/canvas/colormap.ts'
import { pictureRgba } from '../../../src-renderer/canvas/pixels.ts'
import { channelNames, kernelLayout, unitPixels, weightLimit } from '../../../src-renderer/canvas/weights.ts'

describe('unitPixels', () => {
  // [2, 3, 3, 2]: every weight its own value, so that a swapped index shows.
  const shape = [2, 3, 3, 2]
  const values = Float32Array.from({ length: 36 }, (_, index) => (index - 17) / 18)
  const weights = { epoch: 1, layer: 0, shape, units: 2, values }
  const limit = weightLimit(values)

  it('puts channel c of row y, column x at (c · width + x, y), opaque', () => {
    for (const unit of [0, 1]) {
      const pixels = unitPixels(weights, unit, limit, 'light')
      expect(pixels).toHaveLength(2 * 9 * 4)
      for (let y = 0; y < 2; y++)
        for (let x = 0; x < 3; x++)
          for (let c = 0; c < 3; c++) {
            const weight = values[((y * 3 + x) * 3 + c) * 2 + unit] ?? NaN
            const at = (y * 9 + c * 3 + x) * 4
            expect([...pixels.subarray(at, at + 4)]).toEqual([...signedColor(weight, limit, 'light'), 255])
          }
    }
  })
})

describe('kernelLayout', () => {
  it('keeps a picture’s axes and lays anything else into one row', () => {
    expect(kernelLayout([3, 5, 1, 16])).toEqual({ height: 3, width: 5, channels: 1, units: 16 })
    expect(kernelLayout([7, 4])).toEqual({ height: 1, width: 7, channels: 1, units: 4 })
  })
})

describe('weightLimit', () => {
  it('is the largest absolute finite weight', () => {
    expect(weightLimit(Float32Array.of(0.25, -0.5, NaN, -Infinity))).toBe(0.5)
    expect(weightLimit(new Float32Array(4))).toBe(0)
  })
})

it('names the channels of a picture', () => {
  expect(channelNames(3)).toEqual(['R', 'G', 'B'])
  expect(channelNames(1)).toEqual([''])
})

describe('pictureRgba', () => {
  it('repeats gray and keeps RGB', () => {
    expect([...pictureRgba(Uint8Array.of(7, 200), [1, 2, 1])]).toEqual([7, 7, 7, 255, 200, 200, 200, 255])
    expect([...pictureRgba(Uint8Array.of(1, 2, 3), [1, 1, 3])]).toEqual([1, 2, 3, 255])
  })
})
