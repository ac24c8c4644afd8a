import { seriesColor } from '../../../../charts/useColors.ts'
import type { Series } from '../../../../charts/series.ts'

/** There are fewer hues than optimisers: the last ones have light ones. */
const HUES = 7

export function trackStyle(index: number): Required<Pick<Series, 'kind' | 'hue'>> {
  return index < HUES ? { kind: 'single', hue: index + 1 } : { kind: 'train', hue: index + 1 - HUES }
}

/** As the page names it. */
export const trackColor = (index: number): string => `var(--${seriesColor(trackStyle(index))})`
