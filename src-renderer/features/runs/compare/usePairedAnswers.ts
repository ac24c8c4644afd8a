import { shallowRef, watch } from 'vue'
import type { CommandInput } from '../../../../src-main/contract/contract.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import { noteLooks } from '../../../../src-main/contract/test-looks.ts'
import type { PairedAnswers } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'

/**
 * What two runs say of the same examples, asked while there is a question; what was known stays until the answer comes. That
 * test results were looked at is noted: `looks` is of how many runs on the same data.
 */
export function usePairedAnswers(question: () => CommandInput<'runs/compare-answers'> | null) {
  const api = useConnection()
  const answers = shallowRef<PairedAnswers | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  const isAsking = shallowRef(false)
  const looks = shallowRef(0)
  let latest = 0

  async function load(): Promise<void> {
    const mine = ++latest
    const asked = question()
    error.value = null
    if (!asked) {
      answers.value = null
      isAsking.value = false
      return
    }
    isAsking.value = true
    try {
      const next = await api.invoke('runs/compare-answers', asked)
      if (mine === latest) answers.value = next
    } catch (caught) {
      if (mine === latest) {
        answers.value = null
        error.value = toEnvelope(caught)
      }
    } finally {
      if (mine === latest) isAsking.value = false
    }
  }
  watch(() => JSON.stringify(question()), load, { immediate: true })
  watch(answers, async (made) => {
    looks.value = 0
    const asked = question()
    if (!asked || made?.split !== 'test') return
    const told = await noteLooks(api, [asked.a.runId, asked.b.runId])
    if (answers.value === made) looks.value = told
  })
  return { answers, error, isAsking, looks, load }
}
