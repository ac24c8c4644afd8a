import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, watchEffect } from 'vue'
import type { RunSummary } from '../../src-main/contract/types.ts'
import { isActive, useRuns } from './runs.ts'

const MOST = 12

/** The runs that have a tab, in the order in which they came: those under way, and those that were opened and not closed. */
export const useOpenRuns = defineStore('open-runs', () => {
  const runs = useRuns()
  const ids = useLocalStorage<string[]>('glassbox.train.open', [])
  const list = computed(() =>
    ids.value.map((id) => runs.runs?.get(id)).filter((run): run is RunSummary => run !== undefined),
  )

  /** Beyond so many, the one that was opened first makes room, unless it is under way. */
  function open(id: string): void {
    if (ids.value.includes(id)) return
    const surplus = ids.value.length + 1 - MOST
    const resting = ids.value.filter((one) => !runs.active.some((run) => run.id === one))
    const gone = new Set(resting.slice(0, Math.max(0, surplus)))
    ids.value = [...ids.value.filter((one) => !gone.has(one)), id]
  }

  /** One under way keeps its tab. @returns the run beside it, for whoever looked at it. */
  function close(id: string): string | null {
    const at = list.value.findIndex((run) => run.id === id)
    const run = list.value[at]
    if (!run || isActive(run)) return null
    const beside = list.value[at + 1] ?? list.value[at - 1]
    ids.value = ids.value.filter((one) => one !== id)
    return beside?.id ?? null
  }

  watchEffect(() => {
    for (const { id } of runs.active) open(id)
  })
  return { list, open, close }
})
