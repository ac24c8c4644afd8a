import { shallowRef, watch } from 'vue'
import type { PairedAnswers } from '../../../../../src-main/contract/types.ts'
import { useConnection } from '../../../../api/connection.ts'

/** Remembers that the test results of two runs were looked at. @returns of how many runs on the same data they were by now */
export function useTestLooks(answers: () => PairedAnswers | null, runs: () => readonly string[]) {
  const api = useConnection()
  const looks = shallowRef(0)
  watch(answers, async (made) => {
    looks.value = 0
    if (made?.split !== 'test') return
    // It is only a reminder: without it the result is shown all the same.
    const told = await Promise.all(runs().map((id) => api.invoke('runs/look', { id }).catch(() => ({ looks: 0 }))))
    if (answers() === made) looks.value = Math.max(...told.map((one) => one.looks))
  })
  return looks
}
