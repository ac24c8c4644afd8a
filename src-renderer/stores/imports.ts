import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { GlassboxError, toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { CommandInput } from '../../src-main/contract/contract.ts'
import type { LayoutChoice, LayoutReading, TableChoice } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'
import { pathFile, type OnFound, type PickedFolder } from '../api/folder.ts'
import { newId } from '../api/new-id.ts'
import { uploadFiles, type UploadFailure } from '../api/upload.ts'
import { useDatasets } from './datasets.ts'
import { useJobs } from './jobs.ts'

/** Reads the folder that was dropped or picked, and says how far it is. */
export type ReadFolder = (onFound: OnFound) => Promise<PickedFolder> | PickedFolder

export type ImportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly found: number }
  | {
      readonly kind: 'uploading'
      readonly name: string
      readonly done: number
      readonly total: number
      readonly perSecond: number
    }
  | { readonly kind: 'importing'; readonly name: string; readonly jobId: string | null }
  /** The folder can be read in several ways. */
  | {
      readonly kind: 'asking'
      readonly name: string
      readonly source: Source
      readonly readings: readonly LayoutReading[]
    }
  /** `name` says what was dropped, as far as that is known. */
  | { readonly kind: 'failed'; readonly name: string | null; readonly error: ErrorEnvelope }

type Source = CommandInput<'datasets/import'>['source']

export interface Imported {
  readonly datasetId: string
  /** Whether the data set was there before: the same pictures were imported once already. */
  readonly known: boolean
}

/** The way of one folder into the application: read, sent, imported. */
export const useImports = defineStore('imports', () => {
  const api = useConnection()
  const jobs = useJobs()
  const datasets = useDatasets()
  const state = shallowRef<ImportState>({ kind: 'idle' })
  /** Files of the last folder that did not get as far as the import. */
  const unsent = shallowRef<readonly UploadFailure[]>([])
  let abort = new AbortController()
  /** The folder under way; the next one waits for it. */
  let last: Promise<unknown> | null = null

  /** @returns the data set, or null when it failed or was cancelled: `state` says which. */
  function importPicked(read: ReadFolder): Promise<Imported | null> {
    return attempt({ kind: 'reading', found: 0 }, async () => {
      const { signal } = abort
      const { name, files } = await read((found) => {
        signal.throwIfAborted()
        state.value = { kind: 'reading', found }
      })
      const uploadId = newId()
      const startedAt = performance.now()
      const show = (done: number): void => {
        const perSecond = done > 0 ? (done * 1000) / (performance.now() - startedAt) : 0
        state.value = { kind: 'uploading', name, done, total: files.length, perSecond }
      }
      show(0)
      unsent.value = await uploadFiles(uploadId, files, { signal, onProgress: show })
      return runImport({ uploadId, name }, name)
    })
  }

  function importPath(folder: string): Promise<Imported | null> {
    return attempt({ kind: 'importing', name: folder, jobId: null }, () => runImport({ folder }, folder))
  }

  /** Sends a table, so that it can be looked at. @returns under what, or null when it failed or was cancelled */
  async function sendTable(file: File): Promise<string | null> {
    const { name } = file
    const uploadId = newId()
    state.value = { kind: 'uploading', name, done: 0, total: 1, perSecond: 0 }
    abort = new AbortController()
    try {
      const [failure] = await uploadFiles(uploadId, [pathFile(file)], {
        signal: abort.signal,
        onProgress: () => undefined,
      })
      if (failure) throw GlassboxError.fromEnvelope(failure.error)
      state.value = { kind: 'idle' }
      return uploadId
    } catch (caught) {
      if (abort.signal.aborted) state.value = { kind: 'idle' }
      else fail(toEnvelope(caught))
      return null
    }
  }

  function importTable(
    { name, ...source }: ({ readonly file: string } | { readonly uploadId: string }) & { readonly name: string },
    table: TableChoice,
  ): Promise<Imported | null> {
    const from = 'file' in source ? { ...source, table } : { ...source, name, table }
    return attempt({ kind: 'importing', name, jobId: null }, () => runImport(from, name))
  }

  function importBuiltIn(builtIn: string): Promise<Imported | null> {
    return attempt({ kind: 'importing', name: builtIn, jobId: null }, () => runImport({ builtIn }, builtIn))
  }

  /** Imports what was asked about, read like this. */
  function importAs(layout: LayoutChoice): Promise<Imported | null> {
    const asked = state.value
    if (asked.kind !== 'asking') return Promise.resolve(null)
    const { name, source } = asked
    return attempt({ kind: 'importing', name, jobId: null }, () => runImport({ ...source, layout }, name))
  }

  function ask(name: string, source: Source, { details }: ErrorEnvelope): void {
    const { readings } = details as { readings: readonly LayoutReading[] }
    state.value = { kind: 'asking', name, source, readings }
  }

  function attempt(begin: ImportState, work: () => Promise<Imported | null>): Promise<Imported | null> {
    const mine = last ? last.then(() => tryOnce(begin, work)) : tryOnce(begin, work)
    last = mine
    return mine.finally(() => {
      if (last === mine) last = null
    })
  }

  async function tryOnce(begin: ImportState, work: () => Promise<Imported | null>): Promise<Imported | null> {
    abort = new AbortController()
    unsent.value = []
    state.value = begin
    try {
      return await work()
    } catch (caught) {
      if (abort.signal.aborted) state.value = { kind: 'idle' }
      else fail(toEnvelope(caught))
      return null
    }
  }

  function fail(error: ErrorEnvelope): void {
    const name = 'name' in state.value ? state.value.name : null
    state.value = { kind: 'failed', name, error }
  }

  async function runImport(source: Source, name: string): Promise<Imported | null> {
    const { signal } = abort
    const before = new Set(datasets.list?.map(({ id }) => id))
    state.value = { kind: 'importing', name, jobId: null }
    const { jobId } = await api.invoke('datasets/import', { source })
    state.value = { kind: 'importing', name, jobId }
    // Whoever cancelled before the job had a name meant this one.
    if (signal.aborted) await jobs.cancel(jobId)
    const { datasetId, error } = await jobs.finished(jobId)
    if (error?.code === 'dataset/ambiguous-layout') ask(name, source, error)
    else if (error && error.code !== 'cancelled') fail(error)
    else state.value = { kind: 'idle' }
    return datasetId === null ? null : { datasetId, known: before.has(datasetId) }
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

  return { state, unsent, importPicked, importPath, importBuiltIn, importAs, sendTable, importTable, cancel, dismiss }
})
