import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { CommandInput } from '../../src-main/contract/contract.ts'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { RunProgress, RunSummary } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'

export const isActive = (run: RunSummary): boolean => run.status === 'running' || run.status === 'queued'

/** Every run, newest first, and where those under way stand. */
export const useRuns = defineStore('runs', () => {
  const api = useConnection()
  const runs = shallowRef<ReadonlyMap<string, RunSummary> | null>(null)
  const progress = shallowRef<ReadonlyMap<string, RunProgress>>(new Map())
  const error = shallowRef<ErrorEnvelope | null>(null)
  const filter = useLocalStorage('glassbox.runs.filter', '')

  const list = computed(() => [...(runs.value?.values() ?? [])].toSorted((a, b) => b.startedAt - a.startedAt))
  /** Those under way in the order of their turn: what runs, then what waits. */
  const active = computed(() => {
    const waits = ({ status }: RunSummary): number => (status === 'queued' ? 1 : 0)
    return list.value
      .filter(isActive)
      .toReversed()
      .toSorted((a, b) => waits(a) - waits(b))
  })

  async function load(): Promise<void> {
    try {
      runs.value = new Map((await api.invoke('runs/list', {})).map((run) => [run.id, run]))
      progress.value = new Map([...progress.value].filter(([id]) => runs.value?.get(id)?.status === 'running'))
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
  }

  function upsert(run: RunSummary): void {
    runs.value = new Map(runs.value).set(run.id, run)
    if (!isActive(run)) forgetProgress(run.id)
  }

  function forgetProgress(id: string): void {
    const left = new Map(progress.value)
    if (left.delete(id)) progress.value = left
  }

  function start(input: CommandInput<'runs/start'>): Promise<{ runId: string }> {
    return api.invoke('runs/start', input)
  }

  function stop(id: string): Promise<{ stopped: boolean }> {
    return api.invoke('runs/stop', { id })
  }

  api.on('run/changed', upsert)
  api.on('run/progress', (next) => (progress.value = new Map(progress.value).set(next.runId, next)))
  api.on('run/epochs', ({ runId, epoch }) => {
    const run = runs.value?.get(runId)
    const epochsDone = epoch.at(-1) ?? 0
    if (run && run.epochsDone < epochsDone) upsert({ ...run, epochsDone })
  })
  api.on('run/finished', ({ runId }) => forgetProgress(runId))
  api.onMissed(load)
  void load()
  return { runs, list, active, progress, error, filter, load, start, stop }
})
