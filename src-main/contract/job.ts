import * as z from 'zod'
import { Count, Id } from './common.ts'

export const JobProgress = z.object({
  jobId: Id,
  kind: z.enum([
    'import',
    'check',
    'exclude',
    'relink',
    'prepare',
    'verify',
    'compact',
    'integrity',
    'exportRuns',
    'importRuns',
  ]),
  name: z.string(),
  done: Count,
  total: Count,
  skipped: Count,
  perSecond: z.number(),
  secondsLeft: z.number().nullable(),
  isPaused: z.boolean(),
})
export type JobProgress = z.infer<typeof JobProgress>
