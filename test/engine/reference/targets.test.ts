import { describe, expect, it } from 'vitest'
import { countCorrect, oneHot, smooth } from '../../../src-engine/reference/targets.ts'

describe('targets', () => {
  it('are one-hot rows, or the label where there is one output', () => {
    expect([...oneHot([2, 0], 3)]).toEqual([0, 0, 1, 1, 0, 0])
    expect([...oneHot([0, 1, 1], 1)]).toEqual([0, 1, 1])
  })
  it('smoothed, still add up to 1; a single output stands between two classes', () => {
    expect([...smooth(oneHot([1], 4), 4, 0.5)]).toEqual([0.125, 0.625, 0.125, 0.125])
    expect([...smooth(oneHot([1, 0], 1), 1, 0.5)]).toEqual([0.75, 0.25])
  })
})

describe('right answers', () => {
  it('are the first largest of each row', () => {
    const a = Float64Array.of(0.2, 0.5, 0.3, 0.4, 0.2, 0.4, -3, -1, -2)
    expect([countCorrect(a, [1, 0, 1], 3), countCorrect(a, [1, 2, 1], 3), countCorrect(a, [0, 1, 2], 3)]).toEqual([
      3, 2, 0,
    ])
  })
  it('of a single output are 1 from a half on', () => {
    expect(countCorrect(Float64Array.of(0.5, 0.49, 1, 0), [1, 0, 1, 0], 1)).toBe(4)
    expect(countCorrect(Float64Array.of(0.5, 0.49, 1, 0), [0, 1, 0, 1], 1)).toBe(0)
  })
})
