import { computed } from 'vue'
import type { Theme } from '../canvas/colormap.ts'
import type { Series } from './series.ts'

const HUES = 7

export interface ChartColors {
  readonly grid: string
  readonly text: string
  readonly title: string
  readonly surface: string
  readonly mark: string
  readonly font: string
  readonly line: (series: Pick<Series, 'kind' | 'hue'>) => string
}

/** The page's colours for drawing on a canvas, read anew when the theme changes. */
export function useColors(theme: () => Theme) {
  return computed((): ChartColors => {
    // Named so that the dependency stands: the values below change with data-theme.
    void theme()
    const style = getComputedStyle(document.documentElement)
    const color = (name: string): string => style.getPropertyValue(`--${name}`).trim() || 'gray'
    // Asked for at every drawing: reading a style then would lay out the page anew.
    const lines = new Map(
      Array.from({ length: HUES }, (_, index) => index + 1).flatMap((hue) =>
        (['train', 'single'] as const).map((kind) => seriesColor({ kind, hue })).map((name) => [name, color(name)]),
      ),
    )
    return {
      ...{ grid: color('line'), text: color('text-2'), title: color('text-1') },
      ...{ surface: color('surface-1'), mark: color('line-strong') },
      font: getComputedStyle(document.body).fontFamily || 'sans-serif',
      line: (series) => lines.get(seriesColor(series)) ?? 'gray',
    }
  })
}

/** Name of a curve's colour. */
export function seriesColor({ kind, hue = 1 }: Pick<Series, 'kind' | 'hue'>): string {
  return `series-${hue}${kind === 'train' ? '-light' : ''}`
}

/** The same colour, so faint that another line stands out before it. */
export const faint = (color: string): string => `color-mix(in srgb, ${color} 35%, transparent)`

/** The same colour as an area that curves and other areas are seen through. */
export const wash = (color: string): string => `color-mix(in srgb, ${color} 16%, transparent)`
