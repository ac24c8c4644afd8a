import { computed } from 'vue'
import { useImports } from '../stores/imports.ts'
import { useJobs } from '../stores/jobs.ts'
import { runShare } from '../../src-main/contract/progress.ts'
import { useRuns } from '../stores/runs.ts'
import { formatCount, formatLeft, formatRate } from '../ui/format.ts'
import { JOBS } from '../ui/job-words.ts'

export interface Activity {
  readonly key: string
  readonly to: string
  readonly name: string
  readonly place: string
  /** 0 to 1, null while not known. */
  readonly share: number | null
  readonly notes: readonly string[]
}

/** Everything that is under way, as the status bar shows it: uploads, jobs, runs, and those that are paused. */
export function useActivity() {
  const runs = useRuns()
  const jobs = useJobs()
  const imports = useImports()

  const uploads = computed<Activity[]>(() => {
    const state = imports.state
    if (state.kind !== 'uploading') return []
    const place = `sending ${formatCount(state.done)} of ${formatCount(state.total)}`
    return [
      { key: 'upload', to: '/', name: state.name, place, share: state.done / Math.max(state.total, 1), notes: [] },
    ]
  })

  const jobItems = computed<Activity[]>(() =>
    jobs.list.map((job) => {
      const { doing, to, unit } = JOBS[job.kind]
      const known = job.total > 0
      const place = known ? `${doing} ${formatCount(job.done)} of ${formatCount(job.total)}` : doing
      const rate = unit === null ? [] : [formatRate(job.perSecond, unit)]
      const share = known ? job.done / job.total : null
      return { key: job.jobId, to, name: job.name, place, share, notes: [...rate, ...timeLeft(job.secondsLeft)] }
    }),
  )

  const runItems = computed<Activity[]>(() =>
    runs.active.map((run, turn) => {
      const now = runs.progress.get(run.id)
      const isFinder = run.kind === 'rateFinder'
      const begun = isFinder
        ? 'trying rates'
        : `epoch ${formatCount(now?.epoch ?? run.epochsDone)}/${formatCount(run.epochs)}`
      const place = run.status === 'running' ? begun : turn > 0 ? 'waiting' : 'getting ready'
      const notes = now ? [formatRate(now.samplesPerSecond, 'img'), ...timeLeft(now.secondsLeft)] : []
      return { key: run.id, to: `/train/${run.id}`, name: run.name, place, share: now ? runShare(now) : null, notes }
    }),
  )

  const pausedItems = computed<Activity[]>(() =>
    runs.paused.map(({ id, name, epochs, epochsDone }) => {
      const place = `paused behind epoch ${formatCount(epochsDone)}/${formatCount(epochs)}`
      return { key: id, to: `/train/${id}`, name, place, share: epochsDone / epochs, notes: [] }
    }),
  )

  return computed(() => [...uploads.value, ...jobItems.value, ...runItems.value, ...pausedItems.value])
}

function timeLeft(seconds: number | null): string[] {
  return seconds === null ? [] : [formatLeft(seconds)]
}
