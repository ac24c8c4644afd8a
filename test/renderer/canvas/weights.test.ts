import { expect, it } from 'vitest'
import { channelNames, weightLimit } from '../../../src-renderer/canvas/weights.ts'

it('the scale ends at the largest finite weight', () => {
  expect(weightLimit(Float32Array.of(-3, 2, NaN, -Infinity))).toBe(3)
  expect(weightLimit(new Float32Array())).toBe(0)
})

it('channels of a colour picture have letters, of one channel none', () => {
  expect([channelNames(1), channelNames(3), channelNames(2)]).toEqual([[''], ['R', 'G', 'B'], ['0', '1']])
})
