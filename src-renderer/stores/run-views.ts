import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import * as z from 'zod'
import { useRuns } from './runs.ts'
import { ListView, usualView } from '../features/runs/list/list-view.ts'

const NamedView = z.object({ name: z.string().min(1).max(60), view: ListView, filter: z.string() })
type NamedView = z.infer<typeof NamedView>

/** How the list of runs is looked at now, and the views that were saved; both survive a restart. */
export const useRunViews = defineStore('run-views', () => {
  const runs = useRuns()
  const view = useLocalStorage<ListView>('glassbox.runs.view', usualView(), {
    shallow: true,
    // What another version stored may not be a view any more.
    serializer: { read: (text) => ListView.catch(usualView).parse(parsed(text)), write: JSON.stringify },
  })
  const saved = useLocalStorage<NamedView[]>('glassbox.runs.views', [], {
    shallow: true,
    serializer: { read: (text) => z.array(NamedView).catch([]).parse(parsed(text)), write: JSON.stringify },
  })
  /** The saved view that is shown as it was saved. */
  const current = computed(() => {
    const now = JSON.stringify([view.value, runs.filter])
    return saved.value.find((one) => JSON.stringify([one.view, one.filter]) === now)?.name ?? null
  })

  /** Under a name that is there already it takes that one's place. */
  function save(name: string): void {
    const others = saved.value.filter((one) => one.name !== name)
    const next = [...others, { name, view: view.value, filter: runs.filter }]
    saved.value = next.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  }
  function open(name: string | null): void {
    const wanted = saved.value.find((one) => one.name === name)
    view.value = wanted?.view ?? usualView()
    runs.filter = wanted?.filter ?? ''
  }
  function remove(name: string): void {
    saved.value = saved.value.filter((one) => one.name !== name)
  }
  return { view, saved, current, save, open, remove }
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
