import { describe, expect, it } from 'vitest'
import { SpecError } from '../../../src-engine/spec/shapes.ts'
import { createAugmentation } from '../../../src-engine/train/augmentation.ts'
import { createRng } from '../../../src-engine/train/rng.ts'

const picture = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] // 3 rows of 4

/** Every picture that 400 draws give, as text. */
function outcomes(spec: Parameters<typeof createAugmentation>[0]): Map<string, number> {
  const augment = createAugmentation(spec, [3, 4, 1])!
  const rng = createRng(3, 'augmentation')
  const counts = new Map<string, number>()
  for (let i = 0; i < 400; i++) {
    const batch = Float32Array.of(...picture, 77)
    augment(batch, 1, rng)
    expect(batch[12]).toBe(77)
    const text = batch.subarray(0, 12).join()
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return counts
}

describe('createAugmentation', () => {
  it('mirrors half of the pictures', () => {
    const counts = outcomes({ flip: 'horizontal', shift: 0 })
    expect([...counts.keys()].sort()).toEqual(['1,2,3,4,5,6,7,8,9,10,11,12', '4,3,2,1,8,7,6,5,12,11,10,9'])
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(50)
  })

  it('moves up to a quarter of each side and repeats the edge', () => {
    const counts = outcomes({ flip: 'none', shift: 0.25 })
    expect(counts.size).toBe(9) // one pixel in each of nine directions, among them nowhere
    expect(counts.has('1,1,2,3,1,1,2,3,5,5,6,7')).toBe(true) // down and right
    expect(counts.has('6,7,8,8,10,11,12,12,10,11,12,12')).toBe(true) // up and left
  })

  it('keeps the channels of a pixel together', () => {
    const augment = createAugmentation({ flip: 'horizontal', shift: 0 }, [1, 2, 3])!
    const batch = Float32Array.of(1, 2, 3, 4, 5, 6)
    const rng = createRng(0, 'augmentation')
    while (batch[0] === 1) augment(batch, 1, rng)
    expect([...batch]).toEqual([4, 5, 6, 1, 2, 3])
  })

  it('is nothing when nothing is asked for, and refuses tables', () => {
    expect(createAugmentation({ flip: 'none', shift: 0 }, [4])).toBeNull()
    expect(() => createAugmentation({ flip: 'horizontal', shift: 0 }, [4])).toThrow(SpecError)
  })
})
