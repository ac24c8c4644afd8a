import { describe, expect, it } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { draftConfig, draftErrors, draftNetwork } from '../../../src-renderer/features/train/draft-config.ts'
import { sampleDataset } from '../samples.ts'

const draft = {
  datasetId: 'data0001',
  preset: 'cnn-small',
  epochs: 5,
  batchSize: 16,
  learningRate: 0.01,
  seed: 3,
} as const
const dataset = sampleDataset()

describe('draftConfig', () => {
  it('makes a configuration that the specs accept, with the split and preparation of the data set', () => {
    const network = draftNetwork(dataset, draft.preset)
    const config = draftConfig(draft, dataset, network!)
    expect(RunConfig.parse(config)).toEqual(config)
    expect(config.data).toEqual({ source: 'data0001', split: dataset.split, prepare: dataset.prepare })
    expect(config.training).toMatchObject({
      epochs: 5,
      batchSize: 16,
      seed: 3,
      optimizer: { type: 'adam', learningRate: 0.01 },
    })
    expect(config.network.input).toEqual([8, 8, 3])
    expect(config.network.layers.at(-1)).toMatchObject({ type: 'dense', units: 2, activation: 'softmax' })
  })
  it('has one channel for gray pictures', () => {
    const gray = sampleDataset({ prepare: { ...dataset.prepare, channels: 'gray' } })
    expect(draftNetwork(gray, 'logistic')?.input).toEqual([8, 8, 1])
  })
  it('has no network for a name that is no preset', () => {
    expect(draftNetwork(dataset, 'mlp-')).toBeNull()
    expect(draftNetwork(dataset, 'mlp-12')).not.toBeNull()
  })
})

describe('draftErrors', () => {
  it('is empty for a draft that can run', () => expect(draftErrors(draft)).toEqual({}))
  it('says at each field what it needs', () => {
    const errors = draftErrors({ ...draft, epochs: '', batchSize: 0, learningRate: -1, seed: 1.5 })
    expect(Object.keys(errors).toSorted()).toEqual(['batchSize', 'epochs', 'learningRate', 'seed'])
    expect(errors.learningRate).toBe('A number above 0, at most 100.')
  })
})
