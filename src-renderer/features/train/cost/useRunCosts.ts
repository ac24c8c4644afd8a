import { useDocumentVisibility, useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { RunConfig } from '../../../../src-engine/spec/config.ts'
import type { RunCost } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { useRuns } from '../../../stores/runs.ts'

/** Who is still typing is not asked about (milliseconds). */
const REST = 500

/**
 * What these runs would take, asked one after the other once the form rests and somebody looks at it. A measuring gives way
 * to a newer question, and is made up for when no run trains any more.
 */
export function useRunCosts(configs: () => readonly RunConfig[]) {
  const api = useConnection()
  const runs = useRuns()
  const visibility = useDocumentVisibility()
  const costs = shallowRef<ReadonlyMap<string, RunCost>>(new Map())
  const wanted = computed(() => [...new Set(configs().map(keyOf))])
  let question = 0

  async function ask(): Promise<void> {
    const mine = ++question
    for (const key of wanted.value) {
      if (visibility.value === 'hidden' || mine !== question) return
      if (costs.value.get(key)?.probe?.isMeasured) continue
      // What cannot be trained at all says so elsewhere.
      const cost = await api.invoke('runs/estimate', { config: JSON.parse(key) as RunConfig }).catch(() => null)
      if (cost && mine === question) costs.value = new Map(costs.value).set(key, cost)
    }
  }
  const askSoon = useDebounceFn(ask, REST)
  watch(
    () => [wanted.value.join(), visibility.value, runs.active.length > 0],
    () => {
      question++
      void askSoon()
    },
    { immediate: true },
  )
  onScopeDispose(() => question++)

  return (config: RunConfig | null): RunCost | null => (config && costs.value.get(keyOf(config))) ?? null
}

/** Of the seed nothing depends. */
const keyOf = (config: RunConfig): string => JSON.stringify({ ...config, training: { ...config.training, seed: 1 } })
