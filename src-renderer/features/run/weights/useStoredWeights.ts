import { onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { CheckpointName, LayerWeights } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'

export interface WeightsQuestion {
  readonly id: string
  readonly layer: number
  readonly checkpoint: CheckpointName
}

/** A layer's weights as they are stored at a checkpoint; null while nobody asks, and of a run that has none yet. */
export function useStoredWeights(question: () => WeightsQuestion | null) {
  const api = useConnection()
  const weights = shallowRef<LayerWeights | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  let latest = 0

  async function load(): Promise<void> {
    const mine = ++latest
    const asked = question()
    if (!asked) return
    try {
      const stored = await api.invoke('runs/weights', asked)
      if (mine !== latest) return
      weights.value = stored
      error.value = null
    } catch (caught) {
      const envelope = toEnvelope(caught)
      if (mine === latest) error.value = envelope.code === 'run/no-checkpoint' ? null : envelope
    }
  }

  watch(
    () => JSON.stringify(question()),
    () => {
      // Another checkpoint of the same layer takes the place of this one without a gap.
      const asked = question()
      if (!asked || asked.layer !== weights.value?.layer) weights.value = null
      error.value = null
      void load()
    },
    { immediate: true },
  )
  watch(
    () => question()?.id,
    () => (weights.value = null),
  )
  onScopeDispose(api.onMissed(() => void load()))
  return { weights, error, load }
}
