import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { DatasetSummary } from '../../../src-main/contract/types.ts'
import type { TrainDraft } from '../../stores/train-draft.ts'

export type DraftField = 'preset' | 'epochs' | 'batchSize' | 'learningRate' | 'seed'
export type DraftErrors = Partial<Record<DraftField, string>>

const RANGES: Record<Exclude<DraftField, 'preset'>, string> = {
  epochs: 'A whole number from 1 to 1 000 000.',
  batchSize: 'A whole number from 1 to 65 536.',
  learningRate: 'A number above 0, at most 100.',
  seed: 'A whole number from 0 to 4 294 967 295.',
}

/** The network a preset stands for on this data set; null for a name that is no preset. */
export function draftNetwork(dataset: DatasetSummary, preset: string): NetworkSpec | null {
  const { size, channels } = dataset.prepare
  try {
    return presetNetwork(preset, [...size, channels === 'rgb' ? 3 : 1], dataset.classes.length)
  } catch (caught) {
    if (caught instanceof RangeError) return null
    throw caught
  }
}

/** Which fields of the form cannot be used, with the range that they need. */
export function draftErrors(draft: TrainDraft): DraftErrors {
  const result = TrainingSpec.safeParse(trainingOf(draft))
  const errors: DraftErrors = {}
  for (const { path } of result.error?.issues ?? []) {
    const field = path.at(-1)
    if (field === 'epochs' || field === 'batchSize' || field === 'learningRate' || field === 'seed')
      errors[field] = RANGES[field]
  }
  return errors
}

/** The run's configuration; call it only with a draft that has no errors. */
export function draftConfig(draft: TrainDraft, dataset: DatasetSummary, network: NetworkSpec): RunConfig {
  const { split, prepare } = dataset
  return { data: { source: dataset.id, split, prepare }, network, training: TrainingSpec.parse(trainingOf(draft)) }
}

function trainingOf({ epochs, batchSize, learningRate, seed }: TrainDraft): object {
  return { epochs, batchSize, seed, optimizer: { type: 'adam', learningRate } }
}
