import { onScopeDispose, shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { StorageInfo } from '../../../src-main/contract/types.ts'
import { useConnection } from '../../api/connection.ts'
import { formatBytes } from '../../ui/format.ts'

type Work = 'clear' | 'backup'

/** What takes how much in the home folder, and what can be done about it at once. */
export function useStorage() {
  const api = useConnection()
  const info = shallowRef<StorageInfo | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  const busy = shallowRef<Work | null>(null)
  /** What came of it. */
  const done = shallowRef<string | null>(null)

  async function load(): Promise<void> {
    try {
      info.value = await api.invoke('storage/info', {})
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
  }

  async function attempt(what: Work, work: () => Promise<string>): Promise<void> {
    busy.value = what
    done.value = null
    try {
      done.value = await work()
      await load()
    } catch (caught) {
      error.value = toEnvelope(caught)
    } finally {
      busy.value = null
    }
  }

  const clearCaches = (): Promise<void> =>
    attempt('clear', async () => {
      const { bytes } = await api.invoke('storage/clear-caches', {})
      return `${formatBytes(bytes)} of caches deleted; they are made again when they are needed.`
    })
  const backUp = (): Promise<void> =>
    attempt('backup', async () => `Written: ${(await api.invoke('storage/backup', {})).file}`)

  void load()
  for (const end of [api.on('runs/changed', load), api.on('datasets/changed', load), api.onMissed(load)])
    onScopeDispose(end)
  return { info, error, busy, done, load, clearCaches, backUp }
}
