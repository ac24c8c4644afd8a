import { useEventListener } from '@vueuse/core'

const CONTROLS = 'input, textarea, select, button, a, summary, [contenteditable], [role]:not([role=region])'

/** Calls `act` for the space bar, unless it belongs to what has the focus. */
export function useSpaceKey(act: () => unknown): void {
  useEventListener(window, 'keydown', (event) => {
    const { target, key, repeat, ctrlKey, metaKey, altKey } = event
    if (key !== ' ' || repeat || ctrlKey || metaKey || altKey || event.defaultPrevented) return
    if (target instanceof HTMLElement && target.matches(CONTROLS)) return
    event.preventDefault()
    act()
  })
}
