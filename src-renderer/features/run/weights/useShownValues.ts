import { computed } from 'vue'
import { differences, gradientValues, weightValues, type Shown, type ShownValues } from './shown-values.ts'
import type { useLayerWeights } from './useLayerWeights.ts'
import { useStoredWeights } from './useStoredWeights.ts'

/** What is made of the weights of a layer: they themselves, what became of them, or their gradients; null: nothing is shown. */
export function useShownValues(
  { weights, live, place, kept }: ReturnType<typeof useLayerWeights>,
  shown: () => Shown | null,
) {
  const liveBefore = computed(() => {
    const [at, { now, before }] = [weights.value, live]
    if (at === now.value) return before.value
    return at && now.value && now.value.epoch < at.epoch ? now.value : null
  })
  /** A kept checkpoint to compare with, where nothing came live that could be. */
  const earlier = computed(() => {
    if (shown() === 'initial') return kept()[0] ?? null
    if (shown() !== 'update' || liveBefore.value) return null
    return kept().findLast((epoch) => epoch < (weights.value?.epoch ?? 0)) ?? null
  })
  const reference = useStoredWeights(
    () => place.value && (earlier.value === null ? null : { ...place.value, checkpoint: earlier.value }),
  )
  const values = computed((): ShownValues | null => {
    const now = weights.value
    const what = shown()
    if (!now || what === null) return null
    if (what === 'weights') return weightValues(now)
    if (what === 'gradient') return live.now.value && gradientValues(live.now.value)
    const before = what === 'update' && liveBefore.value ? liveBefore.value : reference.weights.value
    return before && differences(now, before)
  })
  return { values, error: reference.error }
}
