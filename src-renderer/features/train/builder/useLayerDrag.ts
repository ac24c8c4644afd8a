import { onScopeDispose, shallowRef } from 'vue'

/** Pixels before a press becomes a drag. */
const SLACK = 4

/**
 * Layers dragged by their handle. While one is held, `gap` is the place it would be put before.
 * @param cards the elements of the cards in order
 * @param drop takes the layer at `from` to its new place `to`
 */
export function useLayerDrag(cards: () => readonly Element[], drop: (from: number, to: number) => void) {
  const held = shallowRef<number | null>(null)
  const gap = shallowRef<number | null>(null)
  let end = (): void => undefined

  function grab(from: number, start: PointerEvent): void {
    if (start.button !== 0) return
    end()
    start.preventDefault()
    const controller = new AbortController()
    const { signal } = controller
    const moved = (event: PointerEvent): void => {
      if (held.value === null && Math.abs(event.clientY - start.clientY) < SLACK) return
      held.value = from
      const middles = cards().map((card) => {
        const { top, height } = card.getBoundingClientRect()
        return top + height / 2
      })
      gap.value = middles.filter((middle) => middle < event.clientY).length
    }
    const dropped = (): void => {
      const at = gap.value
      end()
      if (at === null) return
      const to = at > from ? at - 1 : at
      if (to !== from) drop(from, to)
    }
    end = () => {
      controller.abort()
      held.value = gap.value = null
    }
    window.addEventListener('pointermove', moved, { signal })
    window.addEventListener('pointerup', dropped, { signal })
    window.addEventListener('pointercancel', () => end(), { signal })
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal })
  }

  onScopeDispose(() => end())
  return { held, gap, grab }
}
