import { useThrottleFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { RunAlarm, RunDetail } from '../../../src-main/contract/types.ts'
import { useConnection } from '../../api/connection.ts'

/** Small networks save many epochs a second. */
const READ_EVERY_MS = 300

/** Everything stored about one run, read anew when it changes. */
export function useRunDetail(runId: () => string | null) {
  const api = useConnection()
  const detail = shallowRef<RunDetail | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  let latest = 0

  async function load(): Promise<void> {
    const id = runId()
    if (!id) return
    const mine = ++latest
    try {
      const next = await api.invoke('runs/get', { id })
      if (mine !== latest) return
      detail.value = next
      error.value = null
    } catch (caught) {
      if (mine === latest) error.value = toEnvelope(caught)
    }
  }

  const loadSoon = useThrottleFn(load, READ_EVERY_MS, true)
  const loadOwn = (id: string): void => {
    if (id === runId()) void loadSoon()
  }
  watch(
    runId,
    () => {
      latest++
      detail.value = null
      error.value = null
      void load()
    },
    { immediate: true },
  )
  for (const end of [
    api.on('run/changed', ({ id }) => loadOwn(id)),
    api.on('run/finished', ({ runId: id }) => loadOwn(id)),
    api.on('run/alarm', ({ runId: id, ...alarm }) => {
      if (detail.value?.id === id) detail.value = { ...detail.value, alarms: withAlarm(detail.value.alarms, alarm) }
    }),
    api.onMissed(() => void load()),
  ])
    onScopeDispose(end)
  return { detail, error, load }
}

/** What was read just now may have it already. */
function withAlarm(alarms: readonly RunAlarm[], alarm: RunAlarm): RunAlarm[] {
  const isSame = ({ kind, epoch, layer }: RunAlarm): boolean =>
    kind === alarm.kind && epoch === alarm.epoch && layer === alarm.layer
  return [...alarms.filter((one) => !isSame(one)), alarm]
}
