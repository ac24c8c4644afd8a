import { describe, expect, it } from 'vitest'
import { signedColor } from '../../../src-renderer/canvas/colormap.ts'

describe('signedColor', () => {
  it('is the surface at zero, in both themes', () => {
    expect(signedColor(0, 1, 'light')).toEqual([255, 255, 255])
    const [red, green, blue] = signedColor(0, 1, 'dark')
    expect(Math.max(red, green, blue)).toBeLessThan(40)
  })

  it.each(['light', 'dark'] as const)('is blue for positive and orange for negative values (%s)', (theme) => {
    const [positiveRed, , positiveBlue] = signedColor(1, 1, theme)
    const [negativeRed, , negativeBlue] = signedColor(-1, 1, theme)
    expect(positiveBlue - positiveRed).toBeGreaterThan(80)
    expect(negativeRed - negativeBlue).toBeGreaterThan(80)
  })

  it('depends only on value / limit and stays at the end beyond the limit', () => {
    expect(signedColor(0.25, 0.5, 'light')).toEqual(signedColor(1, 2, 'light'))
    expect(signedColor(9, 2, 'dark')).toEqual(signedColor(2, 2, 'dark'))
    expect(signedColor(-Infinity, 2, 'dark')).toEqual(signedColor(-2, 2, 'dark'))
  })

  it('gets steadily darker on the light surface and steadily lighter on the dark one', () => {
    const sums = (theme: 'light' | 'dark', sign: number): number[] =>
      [0, 0.25, 0.5, 0.75, 1].map((share) => signedColor(sign * share, 1, theme).reduce((sum, byte) => sum + byte))
    for (const sign of [-1, 1]) {
      expect(sums('light', sign)).toEqual(sums('light', sign).toSorted((a, b) => b - a))
      expect(sums('dark', sign)).toEqual(sums('dark', sign).toSorted((a, b) => a - b))
    }
  })

  it('tells neighbouring steps of the scale apart', () => {
    expect(signedColor(0.5, 1, 'light')).not.toEqual(signedColor(0.52, 1, 'light'))
  })

  it('marks NaN and copes with a layer of zeros', () => {
    expect(signedColor(NaN, 1, 'light')).toEqual([255, 0, 255])
    expect(signedColor(0, 0, 'light')).toEqual([255, 255, 255])
  })
})
