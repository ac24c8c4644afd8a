import type { JobProgress } from '../../src-main/contract/types.ts'

/** What a job is doing, where it can be looked at, and what it counts when that is worth a rate. */
export const JOBS: Record<
  JobProgress['kind'],
  { readonly doing: string; readonly to: string; readonly unit: string | null }
> = {
  import: { doing: 'importing', to: '/', unit: 'files' },
  check: { doing: 'checking', to: '/', unit: 'files' },
  prepare: { doing: 'preparing', to: '/', unit: 'files' },
  exclude: { doing: 'making a version of', to: '/data', unit: null },
  relink: { doing: 'finding the files of', to: '/data', unit: 'files' },
  verify: { doing: 'verifying', to: '/runs', unit: null },
  compact: { doing: 'compacting', to: '/settings', unit: null },
  integrity: { doing: 'checking the database', to: '/settings', unit: null },
  exportRuns: { doing: 'exporting runs', to: '/runs', unit: null },
  importRuns: { doing: 'importing runs', to: '/runs', unit: null },
}
