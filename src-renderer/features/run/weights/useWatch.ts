import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { computed, onScopeDispose, watch } from 'vue'
import { useConnection } from '../../../api/connection.ts'
import { newId } from '../../../api/new-id.ts'

export interface Watched {
  readonly id: string
  readonly layers: readonly number[]
}

/** A watch lasts 15 seconds: renewed so often (milliseconds), it survives a lost connection. */
const RENEW = 5000

/**
 * Says which layers of a run are looked at, for as long as the page is seen.
 * @param looked null: nothing
 */
export function useWatch(looked: () => Watched | null): void {
  const api = useConnection()
  const visibility = useDocumentVisibility()
  const watcher = newId()
  const watched = computed(() => (visibility.value === 'visible' ? looked() : null))

  /** Where it cannot be said, what is stored is shown all the same. */
  function say({ id, layers }: Watched): void {
    void api.invoke('runs/watch', { id, watcher, layers: [...layers] }).catch(() => undefined)
  }
  watch(
    () => [watched.value?.id, watched.value?.layers.join()] as const,
    ([id], before) => {
      const oldId = before?.[0]
      if (oldId !== undefined && oldId !== id) say({ id: oldId, layers: [] })
      if (watched.value) say(watched.value)
    },
    { immediate: true },
  )
  useIntervalFn(() => watched.value && say(watched.value), RENEW)
  onScopeDispose(() => watched.value && say({ id: watched.value.id, layers: [] }))
}
