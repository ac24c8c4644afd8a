import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import type { RunDetail } from '../../src-main/contract/types.ts'
import { isOwnNetwork } from './own-network.ts'

/** '' when it was emptied. */
const NumberField = z.union([z.number(), z.literal('')])

/** What the form holds; a field that is null follows the preset's recipe. */
export const TrainDraft = z.object({
  datasetId: z.string(),
  /** '' for what the data get, null for the network of `base`, which is no preset's. */
  preset: z.string().nullable(),
  epochs: NumberField.nullable(),
  batchSize: NumberField.nullable(),
  learningRate: NumberField.nullable(),
  seed: NumberField,
  /** The run that is trained again: whatever the form does not ask for stays as it was there. */
  base: z
    .object({
      name: z.string(),
      config: RunConfig,
      /** Null for an own network. */
      preset: z.string().nullable(),
      diverged: z.boolean(),
    })
    .nullable(),
})
export type TrainDraft = z.infer<typeof TrainDraft>

function emptyDraft(): TrainDraft {
  const recipe = { epochs: null, batchSize: null, learningRate: null }
  return { datasetId: '', preset: '', ...recipe, seed: 1, base: null }
}

/** The next run as it stands in the form; survives navigation and reload. */
export const useTrainDraft = defineStore('train-draft', () => {
  const draft = useLocalStorage<TrainDraft>('glassbox.train.draft', emptyDraft(), {
    serializer: {
      // What another version stored may not be a draft any more.
      read: (text) => TrainDraft.catch(emptyDraft).parse(JSON.parse(text)),
      write: JSON.stringify,
    },
  })

  /** Sets the form to train a run once more; one whose loss stopped being a number with a tenth of its learning rate. */
  function copyFrom(run: RunDetail): void {
    const { name, datasetId, config, error } = run
    const { seed, optimizer } = config.training
    const diverged = error?.code === 'run/loss-not-finite'
    const learningRate = diverged ? Number((optimizer.learningRate / 10).toPrecision(6)) : null
    const preset = isOwnNetwork(run) ? null : run.preset
    const base = { name, config, preset, diverged }
    draft.value = { datasetId, preset, epochs: null, batchSize: null, learningRate, seed, base }
  }

  /** Other data begin with what suits them, unless a run is trained again. */
  function chooseData(datasetId: string): void {
    if (datasetId === draft.value.datasetId) return
    const { seed, base } = draft.value
    draft.value = base ? { ...draft.value, datasetId } : { ...emptyDraft(), datasetId, seed }
  }

  /** Forgets the run that was copied and every number that was set; data set and preset stay. */
  function useDefaults(): void {
    const { datasetId, preset } = draft.value
    const empty = emptyDraft()
    draft.value = { ...empty, datasetId, preset: preset ?? empty.preset }
  }

  return { draft, chooseData, copyFrom, useDefaults }
})
