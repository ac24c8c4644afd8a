import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { DatasetSummary } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'
import { jobRun } from './job-run.ts'

/** What was done to a data set last, and can be undone at once. */
export type Undoable =
  | { readonly kind: 'excluded'; readonly id: string; readonly parentId: string; readonly count: number }
  | { readonly kind: 'deleted'; readonly id: string; readonly name: string }

/** Data sets without some of their pictures, and data sets put away: what is made stays as it was, and can be undone. */
export const useDatasetVersions = defineStore('dataset-versions', () => {
  const api = useConnection()
  const making = jobRun()
  const last = shallowRef<Undoable | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  /** @returns the id of the new version; null when it did not come about */
  async function exclude(
    { id }: Pick<DatasetSummary, 'id'>,
    positions: readonly number[],
    reason: string,
  ): Promise<string | null> {
    error.value = null
    const outcome = await making.begin(() => api.invoke('datasets/exclude', { id, positions: [...positions], reason }))
    error.value = making.error.value
    const made = outcome?.datasetId ?? null
    if (made !== null) last.value = { kind: 'excluded', id: made, parentId: id, count: positions.length }
    return made
  }

  async function remove({ id, name }: Pick<DatasetSummary, 'id' | 'name'>): Promise<boolean> {
    return attempt(async () => {
      await api.invoke('datasets/delete', { id })
      last.value = { kind: 'deleted', id, name }
    })
  }

  /** @returns the id of the data set that is there again; null when it did not come about */
  async function undo(): Promise<string | null> {
    const done = last.value
    if (!done) return null
    const undone = await attempt(async () => {
      if (done.kind === 'excluded') await api.invoke('datasets/delete', { id: done.id })
      else await api.invoke('datasets/restore', { id: done.id })
      last.value = null
    })
    if (!undone) return null
    return done.kind === 'excluded' ? done.parentId : done.id
  }

  async function rename({ id }: Pick<DatasetSummary, 'id'>, name: string): Promise<boolean> {
    return attempt(async () => void (await api.invoke('datasets/edit', { id, name })))
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

  return { making, last, error, exclude, remove, undo, rename }
})
