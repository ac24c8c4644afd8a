import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { LiveWeights } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { newId } from '../../../api/new-id.ts'

/** A watch lasts 15 seconds: renewed so often (milliseconds), it survives a lost connection. */
const RENEW = 5000

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
  const visibility = useDocumentVisibility()
  const watcher = newId()
  const now = shallowRef<LiveWeights | null>(null)
  const before = shallowRef<LiveWeights | null>(null)
  const watched = computed(() => (visibility.value === 'visible' && isLive() ? place() : null))

  /** Where it cannot be said, what is stored is shown all the same. */
  function say(id: string, layer: number | null): void {
    void api.invoke('runs/watch', { id, watcher, layer }).catch(() => undefined)
  }
  watch(
    () => [watched.value?.id, watched.value?.layer] as const,
    ([id, layer], before) => {
      const oldId = before?.[0]
      if (oldId !== undefined && oldId !== id) say(oldId, null)
      if (id !== undefined && layer !== undefined) say(id, layer)
    },
    { immediate: true },
  )
  useIntervalFn(() => watched.value && say(watched.value.id, watched.value.layer), RENEW)
  onScopeDispose(() => watched.value && say(watched.value.id, null))

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
