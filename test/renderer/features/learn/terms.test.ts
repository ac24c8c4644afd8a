import { expect, it } from 'vitest'
import { isWithinRounding, readNumber } from '../../../../src-renderer/features/learn/answer.ts'
import { firingSide, handlesOf, throughPoints } from '../../../../src-renderer/features/learn/figures/plane.ts'
import { digitsThatAddUp, fixed } from '../../../../src-renderer/features/learn/terms.ts'

it('shows as many digits as it takes for rounded terms to add up', () => {
  const terms = [0.0075, 0.02, 0.35]
  expect(digitsThatAddUp(terms, 0.3775)).toBe(4)
  expect(digitsThatAddUp([1, 2, -4], -1)).toBe(0)
  // With two digits 0.33 + 0.33 + 0.33 is not 1.00; that never comes right.
  expect(digitsThatAddUp([1 / 3, 1 / 3, 1 / 3], 1)).toBe(10)
  for (let seed = 1; seed < 200; seed++) {
    const random = Array.from({ length: 4 }, (_, index) => Math.sin(seed * 12.9898 + index * 78.233))
    const sum = random.reduce((total, value) => total + value, 0)
    const digits = digitsThatAddUp(random, sum)
    const shown = random.map((value) => Number(fixed(value, digits).replace('−', '-')))
    const added = shown.reduce((total, value) => total + value, 0)
    if (digits < 10) expect(fixed(added, digits)).toBe(fixed(sum, digits))
  }
})
it('never writes a minus before nothing', () => {
  expect(fixed(-0.0001, 2)).toBe('0.00')
  expect(fixed(-1.5, 1)).toBe('−1.5')
})
it('reads numbers as people type them', () => {
  expect(['1', ' −2,5', '.5', '1e-3', '+4.', '1.2.3', 'a', '', '1 2'].map(readNumber)).toEqual([
    ...[1, -2.5, 0.5, 0.001, 4],
    ...[null, null, null, null],
  ])
})
it('takes an answer within rounding, no further', () => {
  expect(isWithinRounding(0.38, 0.3775, 2)).toBe(true)
  expect(isWithinRounding(0.37, 0.3775, 2)).toBe(false)
  expect(isWithinRounding(-1, -1, 0)).toBe(true)
  expect(isWithinRounding(-2, -1, 0)).toBe(false)
})
it('a line held by its handles is the same line; on the same side the unit fires', () => {
  for (const unit of [
    { w: [1, 1], b: -1 },
    { w: [-2, 1], b: 0.5 },
    { w: [0, 3], b: -1 },
  ]) {
    const handles = handlesOf(unit)!
    const again = throughPoints(handles, unit)!
    expect(again.w[0]).toBeCloseTo(unit.w[0]!, 2)
    expect(again.w[1]).toBeCloseTo(unit.w[1]!, 2)
    expect(again.b).toBeCloseTo(unit.b, 2)
    for (const [x, y] of firingSide(unit)) expect(unit.w[0]! * x + unit.w[1]! * y + unit.b).toBeGreaterThan(-1e-9)
  }
  expect(handlesOf({ w: [0, 0], b: 1 })).toBeNull()
})
