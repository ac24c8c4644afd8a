import { computed } from 'vue'
import { useImports } from '../stores/imports.ts'
import { useJobs } from '../stores/jobs.ts'
import { runShare } from '../../src-main/contract/progress.ts'
import { useRuns } from '../stores/runs.ts'
import { formatCount, formatLeft, formatRate } from '../ui/format.ts'

export interface Activity {
  readonly key: string
  readonly to: string
  readonly name: string
  readonly place: string
  /** 0 to 1, null while not known. */
  readonly share: number | null
  readonly notes: readonly string[]
}

const JOB_WORDS = { import: 'importing', check: 'checking', prepare: 'preparing' } as const

/** Everything that is under way, as the status bar shows it: uploads, imports and runs. */
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
    jobs.list.map((job) => ({
      key: job.jobId,
      to: '/',
      name: job.name,
      place: `${JOB_WORDS[job.kind]} ${formatCount(job.done)} of ${formatCount(job.total)}`,
      share: job.total > 0 ? job.done / job.total : null,
      notes: [formatRate(job.perSecond, 'files'), ...timeLeft(job.secondsLeft)],
    })),
  )

  const runItems = computed<Activity[]>(() =>
    runs.active.map((run, turn) => {
      const now = runs.progress.get(run.id)
      const begun = `epoch ${formatCount(now?.epoch ?? run.epochsDone)}/${formatCount(run.epochs)}`
      const place = run.status === 'running' ? begun : turn > 0 ? 'waiting' : 'getting ready'
      const notes = now ? [formatRate(now.samplesPerSecond, 'img'), ...timeLeft(now.secondsLeft)] : []
      return { key: run.id, to: `/train/${run.id}`, name: run.name, place, share: now ? runShare(now) : null, notes }
    }),
  )

  return computed(() => [...uploads.value, ...jobItems.value, ...runItems.value])
}

function timeLeft(seconds: number | null): string[] {
  return seconds === null ? [] : [formatLeft(seconds)]
}
