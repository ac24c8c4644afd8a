import type { App } from '../../app/app.ts'
import type { JobProgress } from '../../contract/types.ts'

const JOBS: Record<JobProgress['kind'], string> = {
  import: 'The import of',
  check: 'The check of',
  exclude: 'The new version of',
  relink: 'The search for',
  prepare: 'The preparation of',
  verify: 'The verification of',
  compact: 'The compaction of',
  integrity: 'The check of',
  exportRuns: 'The export of',
  importRuns: 'The import of',
}

/** What would be cut off if the application ended now, in words; null when there is nothing. */
export async function underWay(app: App): Promise<string | null> {
  // What a page sends goes through this process.
  if (app.isReceiving) return 'The reading of pictures'
  // Another process that owns the home folder works on without this one.
  if (!app.isOwner) return null
  const [runs, jobs] = await Promise.all([app.invoke('runs/list', {}), app.invoke('jobs/list', {})])
  const run = runs.find(({ status }) => status === 'running' || status === 'queued')
  if (run) return `The run “${run.name}”`
  const [job] = jobs
  return job ? `${JOBS[job.kind]} “${job.name}”` : null
}
