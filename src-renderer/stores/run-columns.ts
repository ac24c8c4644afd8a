import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { RunColumns } from '../../src-main/contract/types.ts'
import { useConnection } from '../api/connection.ts'
import { useRuns } from './runs.ts'

/** Many runs may begin at once. */
const WAIT_MS = 500

/** What is known of all runs beside their summaries: the settings that differ and the bytes they keep. */
export const useRunColumns = defineStore('run-columns', () => {
  const api = useConnection()
  const runs = useRuns()
  const columns = shallowRef<RunColumns | null>(null)

  /** Without them the list shows what the summaries hold. */
  async function load(): Promise<void> {
    columns.value = await api.invoke('runs/columns', {}).catch(() => columns.value)
  }
  const loadSoon = useDebounceFn(load, WAIT_MS)

  watch(
    () => runs.runs?.size,
    (_, before) => void (before === undefined ? null : loadSoon()),
  )
  api.on('run/finished', () => void loadSoon())
  api.onMissed(load)
  void load()
  return { columns }
})
