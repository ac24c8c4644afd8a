import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { DatasetSummary } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'

/** The data sets of the home folder, newest first, and which of them is looked at. */
export const useDatasets = defineStore('datasets', () => {
  const api = useConnection()
  const list = shallowRef<readonly DatasetSummary[] | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  const lastId = useLocalStorage('glassbox.dataset', '')
  /** Class shown in the picture grid, per data set; absent for all. */
  const classFilter = useLocalStorage<Record<string, number>>('glassbox.dataset.class', {})

  async function load(): Promise<void> {
    try {
      const all = await api.invoke('datasets/list', {})
      list.value = all.toSorted((a, b) => b.createdAt - a.createdAt)
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
  }

  function find(id: string): DatasetSummary | null {
    return list.value?.find((dataset) => dataset.id === id) ?? null
  }
  /** Of data sets that are versions of each other only the latest ones. */
  const latest = computed(() => {
    const replaced = new Set(list.value?.map(({ parentId }) => parentId))
    return list.value?.filter(({ id }) => !replaced.has(id)) ?? null
  })
  /** A data set with the versions that led to it and that came of it, oldest first. */
  function lineOf(id: string): DatasetSummary[] {
    const before: DatasetSummary[] = []
    for (let one = find(id); one; one = one.parentId === null ? null : find(one.parentId)) before.unshift(one)
    const after: DatasetSummary[] = []
    for (let next = childOf(id); next; next = childOf(next.id)) after.push(next)
    return [...before, ...after]
  }
  function childOf(id: string): DatasetSummary | null {
    return list.value?.find(({ parentId }) => parentId === id) ?? null
  }
  /** The one looked at last, or the newest. */
  const current = computed(() => find(lastId.value) ?? list.value?.[0] ?? null)

  function filterClass(id: string, classIndex: number | null): void {
    const { [id]: _before, ...others } = classFilter.value
    classFilter.value = classIndex === null ? others : { ...others, [id]: classIndex }
  }

  api.on('datasets/changed', load)
  api.onMissed(load)
  void load()
  return { list, latest, current, error, lastId, classFilter, find, lineOf, filterClass, load }
})
