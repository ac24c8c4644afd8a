import { computed, shallowRef } from 'vue'
import { figuresOf } from './figures.ts'
import type { NamedRun } from './useComparison.ts'

/**
 * Two of the compared runs to look at closely: the one that others are measured by, the first unless chosen, and another, the one
 * whose result is furthest from that.
 */
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
      return furthest(named(), a.value)
    },
    set(id) {
      if (id === a.value) chosenA.value = b.value
      chosenB.value = id
    },
  })
  return { a, b }
}

function furthest(named: readonly NamedRun[], from: string): string {
  const [figure] = figuresOf(named.map(({ run }) => run))
  const first = named.find(({ run }) => run.id === from)
  const value = (first && figure?.of(first.run)) ?? NaN
  const distance = ({ run }: NamedRun): number => Math.abs((figure?.of(run) ?? NaN) - value) || 0
  const others = named.filter(({ run }) => run.id !== from)
  return others.toSorted((x, y) => distance(y) - distance(x))[0]?.run.id ?? ''
}
