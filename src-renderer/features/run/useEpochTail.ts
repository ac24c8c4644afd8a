import { onScopeDispose, shallowRef, watch } from 'vue'
import { useConnection } from '../../api/connection.ts'

/** The epoch under way: its training loss so far, at every report of progress. */
export interface EpochTail {
  readonly epoch: number
  /** Epochs passed, with the part of this one. */
  readonly at: readonly number[]
  /** Mean of the losses of the steps of this epoch up to there. */
  readonly loss: readonly number[]
}

/** Follows the epoch under way of a run, also over a pause; null before its first report. */
export function useEpochTail(runId: () => string | null) {
  const api = useConnection()
  const tail = shallowRef<EpochTail | null>(null)
  const clear = (): void => void (tail.value = null)
  watch(runId, clear)
  for (const end of [
    api.on('run/progress', ({ runId: id, epoch, step, steps, loss }) => {
      if (id !== runId() || !Number.isFinite(loss)) return
      const before = tail.value?.epoch === epoch ? tail.value : { at: [], loss: [] }
      const at = epoch - 1 + step / Math.max(1, steps)
      // After a resumed step the same place may come again.
      if (at <= (before.at.at(-1) ?? -1)) return
      tail.value = { epoch, at: [...before.at, at], loss: [...before.loss, loss] }
    }),
    api.onMissed(clear),
  ])
    onScopeDispose(end)
  return tail
}
