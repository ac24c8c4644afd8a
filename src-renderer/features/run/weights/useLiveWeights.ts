import { onScopeDispose, shallowRef, watch } from 'vue'
import type { LiveWeights } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { useWatch } from './useWatch.ts'

/**
 * A layer's weights as training steps leave them, and as they were the time before.
 * @param place what is looked at; null: nothing
 * @param isLive whether the run trains, or soon will
 */
export function useLiveWeights(
  place: () => { readonly id: string; readonly layer: number } | null,
  isLive: () => boolean,
) {
  const api = useConnection()
  const now = shallowRef<LiveWeights | null>(null)
  const before = shallowRef<LiveWeights | null>(null)
  useWatch(() => {
    const at = isLive() ? place() : null
    return at && { id: at.id, layers: [at.layer] }
  })

  watch(
    () => [place()?.id, place()?.layer].join(),
    () => {
      now.value = null
      before.value = null
    },
  )
  onScopeDispose(
    api.on('run/weights', ({ runId, ...live }) => {
      const wanted = place()
      if (runId !== wanted?.id || live.layer !== wanted.layer) return
      before.value = now.value
      now.value = live
    }),
  )
  return { now, before }
}
