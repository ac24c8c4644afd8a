import { shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { FIRST_RUN } from '../../../src-engine/data/first-run.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../src-main/contract/errors.ts'
import { useConnection } from '../../api/connection.ts'
import { useImports } from '../../stores/imports.ts'
import { useRuns } from '../../stores/runs.ts'
import { emptyDraft } from '../../stores/train-draft.ts'
import { configOf } from '../train/draft-config.ts'

/** Makes the data of the first run, starts it, and leads to it. */
export function useFirstRun() {
  const api = useConnection()
  const imports = useImports()
  const runs = useRuns()
  const router = useRouter()
  const isStarting = shallowRef(false)
  const failure = shallowRef<ErrorEnvelope | null>(null)

  async function start(): Promise<void> {
    isStarting.value = true
    failure.value = null
    try {
      const imported = await imports.importBuiltIn(FIRST_RUN.data)
      // What went wrong with the data stands where data are added.
      if (!imported) return
      const dataset = await api.invoke('datasets/get', { id: imported.datasetId })
      const { preset, epochs } = FIRST_RUN
      const draft = { ...emptyDraft(), datasetId: dataset.id, preset, epochs }
      const config = configOf(draft, dataset)
      if (!config) return
      const { runId } = await runs.start({ config, preset })
      await router.push(`/train/${runId}`)
    } catch (caught) {
      failure.value = toEnvelope(caught)
    } finally {
      isStarting.value = false
    }
  }

  return { isStarting, failure, start }
}
