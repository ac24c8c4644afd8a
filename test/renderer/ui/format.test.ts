import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatLeft,
  formatNumber,
  formatPercent,
  formatPercentTick,
  formatRate,
  formatShape,
  formatShortCount,
  formatSigned,
  formatTick,
  formatTime,
  plural,
} from '../../../src-renderer/ui/format.ts'

describe('formatNumber', () => {
  it.each([
    [0.41234, '0.412'],
    [2.30259, '2.30'],
    [12.345, '12.3'],
    [1234.5, '1235'],
    [262659, '2.63e5'],
    [0.00041234, '4.12e−4'],
    [-0.05, '−0.0500'],
    [0, '0'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
  ])('%s → %s', (value, text) => expect(formatNumber(value)).toBe(text))
})

it('formatSigned always says the sign', () => {
  expect(formatSigned(0.123)).toBe('+0.123')
  expect(formatSigned(-0.123)).toBe('−0.123')
  expect(formatSigned(0)).toBe('0')
})

it.each([
  [99_999, '99\u2009999'],
  [100_000, '100k'],
  [999_999, '999k'],
  [1_000_000, '1M'],
  [1_239_999, '1.23M'],
  [1_150_000, '1.15M'],
  [23_000_000, '23M'],
  [1_234_000_000, '1234M'],
])('formatShortCount of %s → %s', (value, text) => expect(formatShortCount(value)).toBe(text))

it('formatCount groups by three with thin spaces', () => {
  expect(formatCount(1234567)).toBe('1\u2009234\u2009567')
  expect(formatCount(999)).toBe('999')
  expect(plural(1, 'class', 'classes')).toBe('1 class')
  expect(plural(0, 'request')).toBe('0 requests')
})

it('formatPercent has one decimal', () => {
  expect(formatPercent(0.8125)).toBe('81.3 %')
  expect(formatPercent(1)).toBe('100.0 %')
  expect(formatPercent(NaN)).toBe('–')
})

describe('formatDuration', () => {
  it.each([
    [0.84, '0.8 s'],
    [9.97, '10 s'],
    [80, '1 m 20 s'],
    [59.7, '1 m 00 s'],
    [7500, '2 h 05 m'],
  ])('%s s → %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))
})

it('formatRate rounds large rates and keeps digits of small ones', () => {
  expect(formatRate(3210.4, 'img')).toBe('3\u2009210 img/s')
  expect(formatRate(0.42, 'img')).toBe('0.42 img/s')
})

it('formatTime names the year only when it is another one', () => {
  const then = new Date(2024, 10, 3, 9, 5).getTime()
  expect(formatTime(then, new Date(2024, 11, 1).getTime())).toBe('3 Nov, 09:05')
  expect(formatTime(then, new Date(2025, 0, 1).getTime())).toBe('3 Nov 2024, 09:05')
})

it('axis numbers have no more digits than they need', () => {
  expect([0, 0.8, 1, 2.5, -0.25, 0.000001, 200000].map(formatTick)).toEqual([
    '0',
    '0.8',
    '1',
    '2.5',
    '−0.25',
    '1e−6',
    '2e5',
  ])
  expect(formatTick(0.1 + 0.2)).toBe('0.3')
  expect([0, 0.2, 1, 0.975].map(formatPercentTick)).toEqual(['0 %', '20 %', '100 %', '97.5 %'])
})

it('formatLeft counts down to "almost done"', () => {
  expect(formatLeft(12.3)).toBe('12 s left')
  expect(formatLeft(0.04)).toBe('almost done')
})

it('formatShape keeps large numbers readable', () => {
  expect(formatShape([64, 64, 3])).toBe('64×64×3')
  expect(formatShape([8192])).toBe('8\u2009192')
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [9_949_999, '9.9 MB'],
  [9_950_000, '10 MB'],
  [256e6, '256 MB'],
  [2e15, '2000 TB'],
])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words))
