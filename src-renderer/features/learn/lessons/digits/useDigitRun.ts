import { computed, shallowRef } from 'vue'
import { builtInPictures } from '../../../../../src-engine/data/pictures/built-in.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../../../src-main/contract/errors.ts'
import type { DatasetSummary, RunSummary } from '../../../../../src-main/contract/types.ts'
import { useConnection } from '../../../../api/connection.ts'
import { useDatasets } from '../../../../stores/datasets.ts'
import { useImports } from '../../../../stores/imports.ts'
import { isActive, useRuns } from '../../../../stores/runs.ts'
import { emptyDraft } from '../../../../stores/train-draft.ts'
import { configOf } from '../../../train/draft-config.ts'

/** What is trained where there is no run on digits: the network with 15 hidden units, long enough to read most of them. */
export const DIGIT_RUN = { data: 'drawn-digits', preset: 'mlp-15', epochs: 10 } as const
const CLASSES = builtInPictures(DIGIT_RUN.data)?.pictures.classes ?? []

/** Pictures of the ten digits, drawn or from disk. */
const isOfDigits = ({ columns, classes }: DatasetSummary): boolean =>
  columns === null &&
  classes.length === CLASSES.length &&
  CLASSES.every((one) => classes.some(({ name }) => name === one))

/** The learner's runs on digits, and a way to a first one. */
export function useDigitRun() {
  const api = useConnection()
  const datasets = useDatasets()
  const imports = useImports()
  const runs = useRuns()
  const isStarting = shallowRef(false)
  const failure = shallowRef<ErrorEnvelope | null>(null)

  const ofDigits = computed(() =>
    runs.list.filter(({ datasetId, kind }) => {
      const dataset = datasets.find(datasetId)
      return kind === 'training' && dataset !== null && isOfDigits(dataset)
    }),
  )
  /** Newest first. */
  const usable = computed((): RunSummary[] => ofDigits.value.filter((run) => !isActive(run) && run.epochsDone > 0))
  const training = computed(() => ofDigits.value.find(isActive) ?? null)
  const progress = computed(() => (training.value && runs.progress.get(training.value.id)) ?? null)

  async function train(): Promise<void> {
    isStarting.value = true
    failure.value = null
    try {
      const imported = await imports.importBuiltIn(DIGIT_RUN.data)
      if (!imported) return fail()
      const dataset = await api.invoke('datasets/get', { id: imported.datasetId })
      const { preset, epochs } = DIGIT_RUN
      const config = configOf({ ...emptyDraft(), datasetId: dataset.id, preset, epochs }, dataset)
      if (config) await runs.start({ config, preset })
    } catch (caught) {
      failure.value = toEnvelope(caught)
    } finally {
      isStarting.value = false
    }
  }
  function fail(): void {
    if (imports.state.kind === 'failed') failure.value = imports.state.error
  }

  return { usable, training, progress, isStarting, failure, train }
}
