import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { RunSummary } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'

/** Runs that were deleted and can be brought back. */
export const useTrash = defineStore('trash', () => {
  const api = useConnection()
  const runs = shallowRef<readonly RunSummary[] | null>(null)
  /** What was deleted last in this page and can be undone at once. */
  const justDeleted = shallowRef<readonly string[]>([])
  /** What the last emptying gave back. */
  const emptied = shallowRef<{ readonly runs: number; readonly bytes: number } | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function load(): Promise<void> {
    await attempt(async () => {
      const deleted = await api.invoke('runs/trash', {})
      runs.value = deleted.toSorted((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0))
    })
  }

  /** @returns whether it came about; `error` says why not */
  async function remove(ids: readonly string[]): Promise<boolean> {
    return attempt(async () => {
      await api.invoke('runs/delete', { ids: [...ids] })
      justDeleted.value = ids
      emptied.value = null
    })
  }

  async function restore(ids: readonly string[]): Promise<boolean> {
    return attempt(async () => {
      await api.invoke('runs/restore', { ids: [...ids] })
      justDeleted.value = justDeleted.value.filter((id) => !ids.includes(id))
    })
  }

  async function empty(): Promise<boolean> {
    return attempt(async () => {
      emptied.value = await api.invoke('runs/empty-trash', {})
      justDeleted.value = []
    })
  }

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      error.value = null
      return true
    } catch (caught) {
      error.value = toEnvelope(caught)
      return false
    }
  }

  api.on('runs/changed', load)
  api.onMissed(load)
  void load()
  return { runs, justDeleted, emptied, error, load, remove, restore, empty }
})
