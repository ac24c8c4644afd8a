import { computed, onScopeDispose, watch } from 'vue'
import type { CheckpointName, RunDetail } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { isActive } from '../../../stores/runs.ts'
import { differences, gradientValues, weightValues, type Shown, type ShownValues } from './shown-values.ts'
import { useLiveWeights } from './useLiveWeights.ts'
import { useStoredWeights } from './useStoredWeights.ts'

export interface LayerQuestion {
  readonly run: Pick<RunDetail, 'id' | 'status' | 'checkpoints'> | null
  readonly layer: number | null
  /** At `last` it follows the training. */
  readonly checkpoint: CheckpointName
  readonly shown: Shown
}

/** The weights of a layer, stored or live, and what is made of them. */
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
  /** A kept checkpoint to compare with, where nothing came live that could be. */
  const earlier = computed(() => {
    const { run, shown } = question()
    const kept = run?.checkpoints ?? []
    if (shown === 'initial') return kept[0] ?? null
    if (shown !== 'update' || liveBefore.value) return null
    return kept.findLast((epoch) => epoch < (weights.value?.epoch ?? 0)) ?? null
  })
  const liveBefore = computed(() => {
    const shown = weights.value
    if (shown === live.now.value) return live.before.value
    return shown && live.now.value && live.now.value.epoch < shown.epoch ? live.now.value : null
  })
  const reference = useStoredWeights(
    () => place.value && (earlier.value === null ? null : { ...place.value, checkpoint: earlier.value }),
  )

  const values = computed((): ShownValues | null => {
    const now = weights.value
    if (!now) return null
    const { shown } = question()
    if (shown === 'weights') return weightValues(now)
    if (shown === 'gradient') return live.now.value && gradientValues(live.now.value)
    const before = shown === 'update' && liveBefore.value ? liveBefore.value : reference.weights.value
    return before && differences(now, before)
  })
  // A run that begins has nothing stored; its first checkpoint comes with its first weights.
  watch(
    () => question().run?.checkpoints.length,
    (count, before) => {
      if (before === 0 && count) void stored.load()
    },
  )
  const error = computed(() => stored.error.value ?? reference.error.value)
  return { weights, values, error }
}
