import { onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import type { CheckpointName, LayerWeights } from '../../../src-main/contract/types.ts'
import { useConnection } from '../../api/connection.ts'

/**
 * First-layer weights of a run at a checkpoint. At `last` they follow the training live; a run without a checkpoint
 * yet shows nothing until the first weights arrive.
 */
export function useRunWeights(runId: () => string | null, checkpoint: () => CheckpointName) {
  const api = useConnection()
  const weights = shallowRef<LayerWeights | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function load(): Promise<void> {
    const id = runId()
    const name = checkpoint()
    if (!id) return
    const current = (): boolean => id === runId() && name === checkpoint()
    try {
      const stored = await api.invoke('runs/weights', { id, checkpoint: name })
      // Weights that came live while these were on their way are newer.
      if (current() && !(name === 'last' && weights.value && weights.value.epoch > stored.epoch)) weights.value = stored
      if (current()) error.value = null
    } catch (caught) {
      const envelope = toEnvelope(caught)
      if (current()) error.value = envelope.code === 'run/no-checkpoint' ? null : envelope
    }
  }

  watch(runId, () => (weights.value = null))
  watch([runId, checkpoint], load, { immediate: true })
  onScopeDispose(
    api.on('run/weights', ({ runId: id, ...live }) => {
      if (id === runId() && checkpoint() === 'last') weights.value = live
    }),
  )
  onScopeDispose(api.onMissed(load))
  return { weights, error }
}
