import { useEventListener } from '@vueuse/core'

const CONTROLS = 'input, textarea, select, button, a, summary, [contenteditable], [role]:not([role=region])'
const FIELDS = 'input, textarea, select, [contenteditable]'

/** Calls `act` for a key, unless it belongs to what has the focus: the space bar to every control, a character to fields. */
export function useRunKey(wanted: ' ' | '.', act: () => unknown): void {
  const owners = wanted === ' ' ? CONTROLS : FIELDS
  useEventListener(window, 'keydown', (event) => {
    const { target, key, repeat, ctrlKey, metaKey, altKey } = event
    if (key !== wanted || repeat || ctrlKey || metaKey || altKey || event.defaultPrevented) return
    if (target instanceof HTMLElement && target.matches(owners)) return
    event.preventDefault()
    act()
  })
}
