import { useElementSize } from '@vueuse/core'
import { computed, type ComputedRef, type ShallowRef } from 'vue'

/** How wide a drawing stands on the page, for a viewBox of the same size: its words are as large as they say. */
export function useDrawnWidth(
  drawing: Readonly<ShallowRef<SVGSVGElement | null>>,
  beforeLayout: number,
): ComputedRef<number> {
  const { width } = useElementSize(drawing)
  return computed(() => Math.round(width.value) || beforeLayout)
}
