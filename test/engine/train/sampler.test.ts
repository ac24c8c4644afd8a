import { describe, expect, it } from 'vitest'
import { createSampler } from '../../../src-engine/train/sampler.ts'

const counted = Array.from({ length: 20 }, (_, index) => index)
const ascending = (order: Uint32Array): number[] => [...order].toSorted((a, b) => a - b)

describe('the order of the examples', () => {
  it('is another permutation in every epoch, a function of seed and epoch alone', () => {
    const orderOf = createSampler(20, 'everyEpoch', 7)
    const [first, second] = [[...orderOf(0, 5)], [...orderOf(1, 5)]]
    expect(ascending(Uint32Array.from(first))).toEqual(counted)
    expect(ascending(Uint32Array.from(second))).toEqual(counted)
    expect(first).not.toEqual(counted)
    expect(second).not.toEqual(first)
    expect([...orderOf(0, 3)]).toEqual(first)
    expect([...createSampler(20, 'everyEpoch', 7)(1, 19)]).toEqual(second)
    expect([...createSampler(20, 'everyEpoch', 8)(1, 19)]).not.toEqual(second)
  })

  it('drawn once is that of the first epoch', () => {
    const orderOf = createSampler(20, 'once', 7)
    const first = [...createSampler(20, 'everyEpoch', 7)(0, 5)]
    expect([...orderOf(3, 5)]).toEqual(first)
    expect([...orderOf(4, 5)]).toEqual(first)
  })

  it('is that of the data without shuffling', () => {
    expect([...createSampler(20, 'never', 7)(3, 5)]).toEqual(counted)
  })

  it('is that of the data where a step takes all of them, also between epochs of several steps', () => {
    const orderOf = createSampler(20, 'everyEpoch', 7)
    const first = [...orderOf(0, 5)]
    expect([...orderOf(1, 20)]).toEqual(counted)
    expect([...orderOf(0, 5)]).toEqual(first)
    expect([...createSampler(20, 'once', 7)(2, 20)]).toEqual(counted)
  })
})
