import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { CommandInput } from '../../src-main/contract/contract.ts'
import { useConnection } from '../api/connection.ts'
import type { PickedFolder } from '../api/folder.ts'
import { newUploadId, uploadFiles, type UploadFailure } from '../api/upload.ts'
import { useJobs } from './jobs.ts'

export type ImportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | {
      readonly kind: 'uploading'
      readonly name: string
      readonly done: number
      readonly total: number
      readonly perSecond: number
    }
  | { readonly kind: 'importing'; readonly name: string; readonly jobId: string | null }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope }

/** The way of one folder into the application: read, sent, imported. */
export const useImports = defineStore('imports', () => {
  const api = useConnection()
  const jobs = useJobs()
  const state = shallowRef<ImportState>({ kind: 'idle' })
  /** Files of the last folder that did not get as far as the import. */
  const unsent = shallowRef<readonly UploadFailure[]>([])
  let abort = new AbortController()

  /** @returns the id of the new data set, or null when it failed or was cancelled: `state` says which. */
  function importPicked(folder: () => Promise<PickedFolder> | PickedFolder): Promise<string | null> {
    return attempt({ kind: 'reading' }, async () => {
      const { name, files } = await folder()
      const uploadId = newUploadId()
      const startedAt = performance.now()
      const show = (done: number): void => {
        const perSecond = done > 0 ? (done * 1000) / (performance.now() - startedAt) : 0
        state.value = { kind: 'uploading', name, done, total: files.length, perSecond }
      }
      show(0)
      unsent.value = await uploadFiles(uploadId, files, { signal: abort.signal, onProgress: show })
      return runImport({ uploadId, name }, name)
    })
  }

  function importPath(folder: string): Promise<string | null> {
    return attempt({ kind: 'importing', name: folder, jobId: null }, () => runImport({ folder }, folder))
  }

  async function attempt(begin: ImportState, work: () => Promise<string | null>): Promise<string | null> {
    abort = new AbortController()
    unsent.value = []
    state.value = begin
    try {
      return await work()
    } catch (caught) {
      const error = toEnvelope(caught)
      state.value = error.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', error }
      return null
    }
  }

  async function runImport(source: CommandInput<'datasets/import'>['source'], name: string): Promise<string | null> {
    state.value = { kind: 'importing', name, jobId: null }
    const { jobId } = await api.invoke('datasets/import', { source })
    state.value = { kind: 'importing', name, jobId }
    const { datasetId, error } = await jobs.finished(jobId)
    state.value = error && error.code !== 'cancelled' ? { kind: 'failed', error } : { kind: 'idle' }
    return datasetId
  }

  async function cancel(): Promise<void> {
    abort.abort()
    if (state.value.kind === 'importing' && state.value.jobId) await jobs.cancel(state.value.jobId)
  }

  function dismiss(): void {
    state.value = { kind: 'idle' }
  }

  // Files that are being sent live in this page only: closing it would lose them.
  useEventListener(window, 'beforeunload', (event) => {
    if (state.value.kind === 'uploading') event.preventDefault()
  })

  return { state, unsent, importPicked, importPath, cancel, dismiss }
})
