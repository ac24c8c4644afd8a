import { shallowRef } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { useRuns } from '../../stores/runs.ts'

/** Keeps the note of a run; @param saved is called when it is kept */
export function useRunNote(saved: () => unknown) {
  const runs = useRuns()
  const error = shallowRef<ErrorEnvelope | null>(null)

  async function save(id: string, note: string): Promise<void> {
    try {
      await runs.edit({ id, note })
      error.value = null
      saved()
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
  }
  return { save, error }
}
