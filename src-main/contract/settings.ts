import * as z from 'zod'
import { MAX_THREADS } from '../../src-engine/spec/threads.ts'

/** `threads: null` lets Glassbox choose: all cores but one while a window is open. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  threads: z.int().min(1).max(MAX_THREADS).nullable(),
  /** Runs that train at once; they share the threads. */
  concurrency: z.int().min(1).max(8),
  /** Megabytes (10⁶ bytes) that the checkpoints of one run may take. */
  checkpointMegabytes: z.int().min(1).max(1_000_000),
  /** The computer does not fall asleep while something trains. */
  keepAwake: z.boolean(),
  /** Whoever does not look is told when a run is over. */
  notifyAtEnd: z.boolean(),
})
export type Settings = z.infer<typeof Settings>
export const DEFAULT_SETTINGS: Settings = {
  ...{ theme: 'system', threads: null, concurrency: 1, checkpointMegabytes: 256 },
  ...{ keepAwake: false, notifyAtEnd: true },
}
