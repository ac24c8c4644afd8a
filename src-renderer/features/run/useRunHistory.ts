import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { EventPayload } from '../../../src-main/contract/contract.ts'
import type { CurveHistory } from '../../../src-main/contract/curve-history.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { useConnection } from '../../api/connection.ts'
import type { Range } from '../../charts/range.ts'
import { emptyHistory, lastEpochs, refined, withEpochs } from './history.ts'
import { readHistory, readPart } from './read-history.ts'

/** A wheel turns many times a second. */
const LOOK_AFTER_MS = 120

/** A run's curves: what is stored, then the epochs of every save. Of a long run the part that is looked at is read closer. */
export function useRunHistory(runId: () => string | null) {
  const api = useConnection()
  const whole = shallowRef<CurveHistory>(emptyHistory())
  /** What is known more closely. */
  const part = shallowRef<CurveHistory | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  /** Epochs that are looked at. */
  let looked: Range | null = null
  /** Epochs that are not in `whole` yet: they wait for the next frame, and for the stored ones. */
  let waiting: EventPayload<'run/epochs'>[] = []
  let loading = false
  /** Counts the readings: an older one that ends late would take away what came since. */
  let reading = 0
  let frame = 0

  async function load(): Promise<void> {
    const id = runId()
    const turn = ++reading
    loading = id !== null
    if (!id) return
    try {
      const stored = await readHistory(api, id)
      if (turn !== reading) return
      whole.value = stored
      error.value = null
    } catch (caught) {
      if (turn === reading) error.value = toEnvelope(caught)
    } finally {
      if (turn === reading) {
        loading = false
        flush()
      }
    }
  }

  function flush(): void {
    frame = 0
    if (loading || waiting.length === 0) return
    whole.value = withEpochs(whole.value, waiting)
    waiting = []
  }

  const readLooked = useDebounceFn(async () => {
    const id = runId()
    const range = looked
    const first = whole.value.epoch[0]
    const last = lastEpochs(whole.value).at(-1)
    if (!id || !range || !whole.value.high || first === undefined || last === undefined) return
    // A point more at either side, so that the line goes on to the edges; none that is not there in every series yet.
    const from = Math.max(0, Math.floor(range.min - first) - 1)
    const to = Math.min(last - first + 1, Math.max(from, Math.ceil(range.max - first) + 2))
    const next = await readPart(api, id, from, to).catch(() => null)
    // Without it what is known of the whole is still right.
    if (next && id === runId() && range === looked) part.value = next
  }, LOOK_AFTER_MS)

  /** Says which epochs are looked at; null for all. */
  function look(range: Range | null): void {
    looked = range
    if (range) void readLooked()
    else part.value = null
  }

  watch(
    runId,
    () => {
      waiting = []
      look(null)
      whole.value = emptyHistory()
      error.value = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(
    api.on('run/epochs', (event) => {
      if (event.runId !== runId()) return
      waiting.push(event)
      frame ||= requestAnimationFrame(flush)
    }),
  )
  onScopeDispose(api.onMissed(load))
  onScopeDispose(() => cancelAnimationFrame(frame))
  const history = computed(() => (part.value && whole.value.high ? refined(whole.value, part.value) : whole.value))
  return { history, error, look }
}
