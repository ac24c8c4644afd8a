import { shallowRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { CheckpointName, Evaluation } from '../../../../src-main/contract/types.ts'
import type { SplitName } from '../../../../src-engine/spec/data.ts'
import { useConnection } from '../../../api/connection.ts'

/** A run, its weights, and the examples that it is asked about. */
export interface Question {
  readonly id: string
  readonly split: SplitName
  readonly checkpoint: CheckpointName
}

/** The figures of an evaluation without its items, asked for while there is a question. */
export function useEvaluation(question: () => Question | null) {
  const api = useConnection()
  const evaluation = shallowRef<Evaluation | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  let latest = 0

  async function load(): Promise<void> {
    const mine = ++latest
    const asked = question()
    evaluation.value = null
    error.value = null
    if (!asked) return
    try {
      const next = await api.invoke('runs/evaluate', { ...asked, query: { limit: 0 } })
      if (mine === latest) evaluation.value = next
    } catch (caught) {
      if (mine === latest) error.value = toEnvelope(caught)
    }
  }
  watch(() => JSON.stringify(question()), load, { immediate: true })
  return { evaluation, error, load }
}
