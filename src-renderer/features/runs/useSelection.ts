import { computed, shallowRef } from 'vue'

/** Which rows are chosen, among those that exist. Holding shift chooses everything from the row before. */
export function useSelection(existing: () => readonly string[]) {
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  let anchor: string | null = null
  const selected = computed(() => existing().filter((id) => chosen.value.has(id)))

  const isSelected = (id: string): boolean => chosen.value.has(id)

  /** @param shown the rows in the order in which they stand */
  function toggle(id: string, withRange: boolean, shown: readonly string[]): void {
    const next = new Set(chosen.value)
    const from = anchor === null ? -1 : shown.indexOf(anchor)
    const to = shown.indexOf(id)
    const range = withRange && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id]
    const isAdded = !next.has(id)
    for (const one of range) {
      if (isAdded) next.add(one)
      else next.delete(one)
    }
    anchor = id
    chosen.value = next
  }

  function select(ids: readonly string[]): void {
    chosen.value = new Set(ids)
    anchor = null
  }

  return { selected, isSelected, toggle, select }
}
