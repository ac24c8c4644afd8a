import { availableParallelism } from 'node:os'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'
import { Settings } from '../../contract/types.ts'
import type { ReadStore } from '../../storage/store.ts'

const DEFAULTS: Settings = { theme: 'system', threads: null, concurrency: 1, checkpointMegabytes: 256 }

/** One core is left to the window and to whatever else the person does. */
export const defaultThreads = (): number => Math.min(MAX_THREADS, Math.max(1, availableParallelism() - 1))

export async function getSettings(read: ReadStore): Promise<Settings> {
  // A value of another version that no longer fits must not keep the application from starting.
  return Settings.catch(DEFAULTS).parse({ ...DEFAULTS, ...(await read.settings.all()) })
}
