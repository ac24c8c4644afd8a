import { onScopeDispose, shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { RunDetail } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import { isActive } from '../../../stores/runs.ts'
import { evaluatedPredicted, livePredicted, type Predicted } from './predicted.ts'

/** Examples that are shown, evenly spaced in the split. */
const SHOWN = 8
const TOP = 3
/** More are asked about only when somebody wants to know. */
const MOST_UNASKED = 2000

/** What a run says of a few examples: live while it trains, of its last weights afterwards. */
export function usePredictions(run: () => RunDetail | null) {
  const api = useConnection()
  const predicted = shallowRef<Predicted | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  /** How many examples would have to be asked about; null: nothing is left to ask. */
  const unasked = shallowRef<number | null>(null)
  let latest = 0

  /** @throws {GlassboxError} when the data is gone, say */
  async function ask({ id }: RunDetail, split: 'validation' | 'train', count: number): Promise<Predicted> {
    const question = { id, split, checkpoint: 'last', topK: TOP } as const
    const evaluation = await api.invoke('runs/evaluate', { ...question, query: { limit: 0 } })
    const length = Math.min(SHOWN, count)
    const offsets = Array.from({ length }, (_, i) => Math.floor((i * count) / length))
    const answers = await Promise.all(
      offsets.map((offset) => api.invoke('runs/evaluated-items', { ...question, query: { offset, limit: 1 } })),
    )
    return evaluatedPredicted(
      evaluation,
      answers.flatMap(({ items }) => items),
    )
  }

  async function load(isWanted = false): Promise<void> {
    const mine = ++latest
    const of = run()
    if (
      of?.kind !== 'training' ||
      of.task === 'regression' ||
      isActive(of) ||
      of.checkpoints.length === 0 ||
      of.epochsDone === 0
    )
      return
    // What was told of the last epoch needs no second question.
    if (predicted.value?.epoch === of.epochsDone) return
    const split = of.metrics.validation ? 'validation' : 'train'
    const count = of.metrics[split]?.count ?? 0
    unasked.value = count > MOST_UNASKED && !isWanted ? count : null
    if (unasked.value !== null || count === 0) return
    try {
      const answer = await ask(of, split, count)
      if (mine !== latest) return
      predicted.value = answer
      error.value = null
    } catch (caught) {
      if (mine === latest) error.value = toEnvelope(caught)
    }
  }

  watch(
    () => [run()?.id, run()?.status, run()?.epochsDone].join(),
    (now, before) => {
      if (now.split(',')[0] !== before?.split(',')[0]) {
        predicted.value = null
        unasked.value = null
        error.value = null
      }
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(
    api.on('run/predictions', ({ runId, ...live }) => {
      const of = run()
      if (runId === of?.id) predicted.value = livePredicted(live, of.classes)
    }),
  )
  return { predicted, error, unasked, load }
}
