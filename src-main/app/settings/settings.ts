import { availableParallelism } from 'node:os'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'
import { DEFAULT_SETTINGS, Settings } from '../../contract/types.ts'
import type { ReadStore } from '../../storage/store.ts'

/** One core is left to the window and to whatever else the person does. */
export const defaultThreads = (): number => Math.min(MAX_THREADS, Math.max(1, availableParallelism() - 1))

export async function getSettings(read: ReadStore): Promise<Settings> {
  // A value of another version that no longer fits must not keep the application from starting.
  return Settings.catch(DEFAULT_SETTINGS).parse({ ...DEFAULT_SETTINGS, ...(await read.settings.all()) })
}
