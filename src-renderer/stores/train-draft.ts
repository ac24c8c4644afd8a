import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { PRESETS } from '../../src-engine/spec/presets.ts'
import { TrainingSpec } from '../../src-engine/spec/training.ts'
import type { RunDetail } from '../../src-main/contract/types.ts'

/** What the form holds; a number field that was emptied holds ''. */
export interface TrainDraft {
  datasetId: string
  preset: string
  epochs: number | ''
  batchSize: number | ''
  learningRate: number | ''
  seed: number | ''
}

function defaults(): TrainDraft {
  const { epochs, batchSize, seed, optimizer } = TrainingSpec.parse({})
  return {
    datasetId: '',
    preset: PRESETS[0]?.name ?? '',
    epochs,
    batchSize,
    learningRate: optimizer.learningRate,
    seed,
  }
}

/** The next run as it stands in the form; survives navigation and reload. */
export const useTrainDraft = defineStore('train-draft', () => {
  const draft = useLocalStorage('glassbox.train', defaults(), { mergeDefaults: true })

  /** Fills the form with the settings of a run, so that one of them can be changed. */
  function copyFrom({ datasetId, preset, config }: RunDetail): void {
    const { epochs, batchSize, seed, optimizer } = config.training
    const name = preset ?? draft.value.preset
    draft.value = { datasetId, preset: name, epochs, batchSize, seed, learningRate: optimizer.learningRate }
  }

  return { draft, copyFrom }
})
