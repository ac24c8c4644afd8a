import { computed, shallowRef } from 'vue'

/** Which lines are hidden, which are pinned to stand out, and which one is pointed at. */
export function useLegendStates() {
  const hidden = shallowRef<ReadonlySet<string>>(new Set())
  const pinned = shallowRef<ReadonlySet<string>>(new Set())
  const pointed = shallowRef<string | null>(null)

  const toggled = (set: ReadonlySet<string>, key: string): Set<string> => {
    const next = new Set(set)
    if (!next.delete(key)) next.add(key)
    return next
  }
  const hide = (key: string): void => void (hidden.value = toggled(hidden.value, key))
  const pin = (key: string): void => void (pinned.value = toggled(pinned.value, key))
  function showOnly(keys: readonly string[], key: string): void {
    hidden.value = new Set(keys.filter((one) => one !== key))
  }
  const showAll = (): void => void (hidden.value = new Set())

  /** Null where nothing stands out. */
  const strong = computed(() => {
    const keys = new Set(pinned.value)
    if (pointed.value !== null) keys.add(pointed.value)
    return keys.size > 0 ? keys : null
  })
  const emphasisOf = (key: string): 'strong' | 'faint' | undefined =>
    strong.value === null ? undefined : strong.value.has(key) ? 'strong' : 'faint'
  return { hidden, pinned, pointed, hide, pin, showOnly, showAll, emphasisOf }
}
