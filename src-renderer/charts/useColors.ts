import { computed } from 'vue'
import type { Theme } from '../canvas/colormap.ts'

/** The page's colours for drawing on a canvas, read anew when the theme changes. */
export function useColors(theme: () => Theme) {
  return computed(() => {
    // Named so that the dependency stands: the values below change with data-theme.
    void theme()
    const style = getComputedStyle(document.documentElement)
    const color = (name: string): string => style.getPropertyValue(`--${name}`).trim() || 'gray'
    return {
      grid: color('line'),
      text: color('text-2'),
      cursor: color('line-strong'),
      mark: color('accent'),
      train: color('series-1-light'),
      validation: color('series-1'),
      font: getComputedStyle(document.body).fontFamily || 'sans-serif',
    }
  })
}
