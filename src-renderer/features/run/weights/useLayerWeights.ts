import { computed, onScopeDispose, watch } from 'vue'
import type { CheckpointName, RunDetail } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { isActive } from '../../../stores/runs.ts'
import { useLiveWeights } from './useLiveWeights.ts'
import { useStoredWeights } from './useStoredWeights.ts'

export interface LayerQuestion {
  readonly run: Pick<RunDetail, 'id' | 'status' | 'checkpoints'> | null
  readonly layer: number | null
  /** At `last` it follows the training. */
  readonly checkpoint: CheckpointName
}

/** The weights of a layer, stored or live, and what they can be compared with. */
export function useLayerWeights(question: () => LayerQuestion) {
  const api = useConnection()
  const place = computed(() => {
    const { run, layer } = question()
    return run && layer !== null ? { id: run.id, layer } : null
  })
  const isLast = computed(() => question().checkpoint === 'last')
  const live = useLiveWeights(
    () => (isLast.value ? place.value : null),
    () => {
      const { run } = question()
      // Behind a pause the next step may be a single one.
      return run !== null && (isActive(run) || run.status === 'paused')
    },
  )
  const stored = useStoredWeights(() => place.value && { ...place.value, checkpoint: question().checkpoint })
  onScopeDispose(
    api.on('run/finished', ({ runId }) => {
      if (runId === place.value?.id && isLast.value) void stored.load()
    }),
  )

  /** Those that came live while the stored ones were on their way are newer. */
  const weights = computed(() => {
    const [now, kept] = [live.now.value, stored.weights.value]
    return now && (!kept || now.epoch >= kept.epoch) ? now : kept
  })
  // A run that begins has nothing stored; its first checkpoint comes with its first weights.
  watch(
    () => question().run?.checkpoints.length,
    (count, before) => {
      if (before === 0 && count) void stored.load()
    },
  )
  const kept = (): readonly number[] => question().run?.checkpoints ?? []
  return { weights, live, place, kept, error: stored.error }
}
