import { computed, type ComputedRef } from 'vue'
import type { Theme } from '../colormap.ts'

/** The page's tokens as colours for a canvas. */
export interface Ink {
  readonly text: string
  readonly faint: string
  readonly line: string
  readonly outline: string
  readonly surface: string
  readonly raised: string
  readonly accent: string
  readonly soft: string
  readonly font: string
}

/** Read anew when the theme changes. */
export function useInk(theme: () => Theme): ComputedRef<Ink> {
  return computed(() => {
    // Named so that the dependency stands: the values below change with data-theme.
    void theme()
    const style = getComputedStyle(document.documentElement)
    const token = (name: string): string => style.getPropertyValue(`--${name}`).trim() || 'gray'
    return {
      ...{ text: token('text-1'), faint: token('text-2'), line: token('line'), outline: token('line-strong') },
      ...{
        surface: token('surface-1'),
        raised: token('surface-2'),
        accent: token('accent'),
        soft: token('accent-soft'),
      },
      font: getComputedStyle(document.body).fontFamily || 'sans-serif',
    }
  })
}

/** Words in 11 pixels, the least that is read well. */
export function write(
  context: CanvasRenderingContext2D,
  words: string,
  { x, y, color, font, weight = 400 }: { x: number; y: number; color: string; font: string; weight?: number },
): void {
  context.font = `${weight} 11px ${font}`
  context.fillStyle = color
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(words, x, y)
}
