import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { CommandInput, CommandOutput } from '../../src-main/contract/contract.ts'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import type { RunProgress, RunSummary } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'

export const isActive = ({ status }: Pick<RunSummary, 'status'>): boolean => status === 'running' || status === 'queued'

/** Every run that is not in the trash, newest first, and where those under way stand. */
export const useRuns = defineStore('runs', () => {
  const api = useConnection()
  const runs = shallowRef<ReadonlyMap<string, RunSummary> | null>(null)
  const progress = shallowRef<ReadonlyMap<string, RunProgress>>(new Map())
  /** Ids of the runs that wait, in the order of their turn, as far as it was heard. */
  const queue = shallowRef<readonly string[]>([])
  const error = shallowRef<ErrorEnvelope | null>(null)
  const filter = useLocalStorage('glassbox.runs.filter', '')

  const list = computed(() => [...(runs.value?.values() ?? [])].toSorted((a, b) => b.startedAt - a.startedAt))
  const oldestFirst = computed(() => list.value.toReversed())
  /** What waits in the order of its turn; of a run that the queue does not name yet the turn comes last. */
  const waiting = computed(() => {
    const turns = new Map(queue.value.map((id, turn) => [id, turn]))
    const turn = ({ id }: RunSummary): number => turns.get(id) ?? turns.size
    return oldestFirst.value.filter(({ status }) => status === 'queued').toSorted((a, b) => turn(a) - turn(b))
  })
  /** Those of them whose turn has not come: any other is getting ready. */
  const queued = computed(() => waiting.value.filter(({ id }) => queue.value.includes(id)))
  /** Those under way in the order of their turn: what runs, then what waits. */
  const active = computed(() => [...oldestFirst.value.filter(({ status }) => status === 'running'), ...waiting.value])
  const paused = computed(() => list.value.filter(({ status }) => status === 'paused'))

  async function load(): Promise<void> {
    try {
      runs.value = new Map((await api.invoke('runs/list', {})).map((run) => [run.id, run]))
      progress.value = new Map(
        [...progress.value].filter(([id]) => ['running', 'paused'].includes(runs.value?.get(id)?.status ?? '')),
      )
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
    if (waiting.value.length > 0) await loadQueue()
  }

  /** Where it cannot be read the runs stand in the order in which they were started. */
  async function loadQueue(): Promise<void> {
    queue.value = await api.invoke('runs/queue', {}).catch(() => [])
  }

  function upsert(run: RunSummary): void {
    const next = new Map(runs.value)
    if (run.deletedAt === null) next.set(run.id, run)
    else next.delete(run.id)
    runs.value = next
    if (!isActive(run) && run.status !== 'paused') forgetProgress(run.id)
  }

  function forgetProgress(id: string): void {
    const left = new Map(progress.value)
    if (left.delete(id)) progress.value = left
  }

  const start = (input: CommandInput<'runs/start'>): Promise<CommandOutput<'runs/start'>> =>
    api.invoke('runs/start', input)
  const findRate = (input: CommandInput<'runs/find-rate'>): Promise<CommandOutput<'runs/find-rate'>> =>
    api.invoke('runs/find-rate', input)
  const stop = (id: string): Promise<CommandOutput<'runs/stop'>> => api.invoke('runs/stop', { id })
  const pause = (id: string): Promise<CommandOutput<'runs/pause'>> => api.invoke('runs/pause', { id })
  const resume = (id: string, limit?: CommandInput<'runs/resume'>['limit']): Promise<CommandOutput<'runs/resume'>> =>
    api.invoke('runs/resume', { id, ...(limit && { limit }) })
  const change = (input: CommandInput<'runs/change'>): Promise<CommandOutput<'runs/change'>> =>
    api.invoke('runs/change', input)

  async function move(id: string, position: number): Promise<void> {
    queue.value = await api.invoke('runs/move', { id, position })
  }

  async function edit(input: CommandInput<'runs/edit'>): Promise<void> {
    upsert(await api.invoke('runs/edit', input))
  }

  api.on('run/changed', upsert)
  api.on('runs/changed', load)
  api.on('runs/queue-changed', ({ ids }) => (queue.value = ids))
  api.on('run/progress', (next) => (progress.value = new Map(progress.value).set(next.runId, next)))
  api.on('run/epochs', ({ runId, epoch }) => {
    const run = runs.value?.get(runId)
    const epochsDone = epoch.at(-1) ?? 0
    if (run && run.epochsDone < epochsDone) upsert({ ...run, epochsDone })
  })
  api.on('run/finished', ({ runId }) => {
    // Where a run rests its last loss is still told.
    if (runs.value?.get(runId)?.status !== 'paused') forgetProgress(runId)
  })
  api.onMissed(load)
  void load()
  return {
    ...{ runs, list, active, waiting, queued, paused, progress, error, filter },
    ...{ load, start, findRate, stop, pause, resume, change, move, edit },
  }
})
