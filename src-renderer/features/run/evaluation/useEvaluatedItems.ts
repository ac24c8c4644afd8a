import { shallowRef, triggerRef, watch } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { CommandInput } from '../../../../src-main/contract/contract.ts'
import type { EvaluatedItem } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'
import type { Question } from './useEvaluation.ts'

export type Query = Omit<CommandInput<'runs/evaluated-items'>['query'], 'offset' | 'limit'>

const PAGE = 100

/** Items of an evaluation that fit a query, read page by page as `want` asks for them. */
export function useEvaluatedItems(question: () => Question, query: () => Query) {
  const api = useConnection()
  const total = shallowRef<number | null>(null)
  /** Sparse: only the pages read so far are filled. */
  const items = shallowRef<EvaluatedItem[]>([])
  const error = shallowRef<ErrorEnvelope | null>(null)
  let asked = new Set<number>()

  async function readPage(page: number): Promise<void> {
    if (asked.has(page)) return
    asked.add(page)
    const batch = asked
    try {
      const place = { offset: page * PAGE, limit: PAGE }
      const answer = await api.invoke('runs/evaluated-items', { ...question(), query: { ...query(), ...place } })
      if (batch !== asked) return
      total.value = answer.total
      for (const [index, item] of answer.items.entries()) items.value[page * PAGE + index] = item
      triggerRef(items)
      error.value = null
    } catch (caught) {
      batch.delete(page)
      if (batch === asked) error.value = toEnvelope(caught)
    }
  }

  /** Reads whatever is missing between two places, the last one excluded. */
  function want(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) void readPage(page)
  }

  function restart(): void {
    asked = new Set()
    items.value = []
    total.value = null
    error.value = null
    void readPage(0)
  }
  watch(() => JSON.stringify([question(), query()]), restart, { immediate: true })
  return { total, items, error, want, restart }
}
