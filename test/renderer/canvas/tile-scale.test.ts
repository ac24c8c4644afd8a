import { describe, expect, it } from 'vitest'
import { tileScale } from '../../../src-renderer/canvas/tile-scale.ts'

const conv = { height: 3, width: 3, channels: 3, units: 16 }

describe('tileScale', () => {
  it('is the largest at which all tiles fit', () => {
    // Tiles of 9·s + 10 by 3·s + 26 with the gap after them, 4 × 4 in 608 × 288: s = 15 needs 580 × 284, 16 needs 616.
    expect(tileScale(conv, 600, 280)).toBe(15)
    expect(tileScale(conv, 600, 275)).toBe(14)
    expect(tileScale(conv, 1200, 600)).toBeGreaterThan(15)
  })
  it('never makes a tile higher than 96 pixels', () => {
    expect(tileScale({ ...conv, units: 1 }, 5000, 5000)).toBe(32)
  })
  it('keeps small kernels readable where they do not fit, and large ones at their size', () => {
    expect(tileScale({ ...conv, units: 64 }, 100, 100)).toBe(12)
    expect(tileScale({ height: 64, width: 64, channels: 3, units: 10 }, 600, 280)).toBe(1)
  })
})
