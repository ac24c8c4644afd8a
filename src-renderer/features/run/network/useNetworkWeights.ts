import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { LayerWeights, RunDetail } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import type { LayerTensor } from '../../../canvas/network/edges.ts'
import { isActive } from '../../../stores/runs.ts'
import { useWatch } from '../weights/useWatch.ts'

interface Question {
  readonly run: Pick<RunDetail, 'id' | 'status' | 'checkpoints'> | null
  readonly layers: readonly number[]
}

/** The weights of several layers: as they are stored at last, and live while the run trains, once a frame. */
export function useNetworkWeights(question: () => Question) {
  const api = useConnection()
  const known = shallowRef<ReadonlyMap<number, LayerWeights>>(new Map())
  const error = shallowRef<ErrorEnvelope | null>(null)
  const isLive = computed(() => {
    const { run } = question()
    return run !== null && isActive(run)
  })
  let latest = 0
  let waiting = new Map<number, LayerWeights>()
  let frame = 0

  useWatch(() => {
    const { run, layers } = question()
    return run && isLive.value && layers.length > 0 ? { id: run.id, layers } : null
  })

  /** What came live while the stored ones were on their way is newer. */
  function isNewer({ layer, epoch }: LayerWeights): boolean {
    return (known.value.get(layer)?.epoch ?? -1) <= epoch
  }
  function take(weights: readonly LayerWeights[]): void {
    known.value = new Map([...known.value, ...weights.map((one) => [one.layer, one] as const)])
  }

  async function load(): Promise<void> {
    const mine = ++latest
    const { run, layers } = question()
    if (!run) return
    try {
      const checkpoint = 'last' as const
      const stored = await Promise.all(
        layers.map((layer) => api.invoke('runs/weights', { id: run.id, checkpoint, layer })),
      )
      if (mine !== latest) return
      take(stored.filter(isNewer))
      error.value = null
    } catch (caught) {
      const envelope = toEnvelope(caught)
      if (mine === latest) error.value = envelope.code === 'run/no-checkpoint' ? null : envelope
    }
  }

  function flush(): void {
    frame = 0
    take([...waiting.values()])
    waiting = new Map()
  }

  watch(
    () => [question().run?.id, question().layers.join()] as const,
    ([id], before) => {
      if (id !== before?.[0]) known.value = new Map()
      waiting.clear()
      void load()
    },
    { immediate: true },
  )
  // Its first checkpoint comes with its first weights, its last with its end.
  watch([() => question().run?.checkpoints.length === 0, isLive], () => void load())
  onScopeDispose(api.onMissed(() => void load()))
  onScopeDispose(
    api.on('run/weights', ({ runId, ...live }) => {
      const { run, layers } = question()
      if (runId !== run?.id || !layers.includes(live.layer)) return
      waiting.set(live.layer, live)
      frame ||= requestAnimationFrame(flush)
    }),
  )
  onScopeDispose(() => cancelAnimationFrame(frame))

  const shown = computed(() => question().layers.flatMap((layer) => known.value.get(layer) ?? []))
  const tensors = computed((): LayerTensor[] =>
    shown.value.flatMap(({ layer, tensors: of }) =>
      of.map((tensor) => ({ layer, ...tensor, name: `${layer}.${tensor.name}` })),
    ),
  )
  /** Epochs of the newest of them; null before there are any. */
  const epoch = computed(() => (shown.value.length > 0 ? Math.max(...shown.value.map((one) => one.epoch)) : null))
  return { tensors, epoch, error }
}
