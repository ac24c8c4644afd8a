import { computed, shallowRef } from 'vue'
import type { NamedRun } from './useComparison.ts'

/** Two of the compared runs to look at closely: the one that others are measured by, and another. */
export function usePair(named: () => readonly NamedRun[]) {
  const chosenA = shallowRef<string | null>(null)
  const chosenB = shallowRef<string | null>(null)
  const has = (id: string | null): id is string => id !== null && named().some(({ run }) => run.id === id)
  const a = computed({
    get: () => (has(chosenA.value) ? chosenA.value : (named()[0]?.run.id ?? '')),
    set(id) {
      // Who chooses the other one as A wants them the other way round.
      if (id === b.value) chosenB.value = a.value
      chosenA.value = id
    },
  })
  const b = computed({
    get: () => {
      if (has(chosenB.value) && chosenB.value !== a.value) return chosenB.value
      return named().find(({ run }) => run.id !== a.value)?.run.id ?? ''
    },
    set(id) {
      if (id === a.value) chosenA.value = b.value
      chosenB.value = id
    },
  })
  return { a, b }
}
