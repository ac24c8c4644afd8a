import { beforeEach, describe, expect, it } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { useTrainDraft } from '../../../src-renderer/stores/train-draft.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'
import { sampleDetail } from '../samples.ts'

beforeEach(() => {
  localStorage.clear()
  piniaOver(new FakeApi())
})
const sgd = { type: 'sgd', learningRate: 10, momentum: 0.99 }
const { config } = sampleDetail()
const diverged = sampleDetail({
  status: 'failed',
  error: { code: 'run/loss-not-finite', message: 'The loss became NaN.' },
  config: RunConfig.parse({ ...config, training: { ...config.training, optimizer: sgd } }),
})

describe('copyFrom', () => {
  it('takes over the numbers and keeps the whole configuration', () => {
    const store = useTrainDraft()
    const run = sampleDetail()
    store.copyFrom(run)
    expect(store.draft).toMatchObject({ datasetId: 'data0001', preset: 'cnn-small', epochs: null, seed: 7 })
    expect(store.draft.base).toEqual({
      name: run.name,
      config: run.config,
      changes: [],
      preset: 'cnn-small',
      diverged: false,
    })
  })
  it('proposes a tenth of the learning rate with which the loss stopped being a number', () => {
    const store = useTrainDraft()
    store.copyFrom(diverged)
    expect(store.draft).toMatchObject({ learningRate: 1, base: { diverged: true } })
    store.useDefaults()
    expect(store.draft).toMatchObject({ datasetId: 'data0001', preset: 'cnn-small', learningRate: null, base: null })
  })
  it('knows a network that is not the one of its preset', () => {
    const [first, ...others] = config.network.layers
    const layers = [{ ...first, filters: 17 }, ...others]
    const store = useTrainDraft()
    store.copyFrom(sampleDetail({ config: RunConfig.parse({ ...config, network: { ...config.network, layers } }) }))
    expect(store.draft).toMatchObject({ preset: null, base: { preset: null } })
    store.useDefaults()
    expect(store.draft.preset).toBe('')
  })
})

it('other data begin with what suits them, unless a run is trained again', () => {
  const store = useTrainDraft()
  store.draft = { ...store.draft, datasetId: 'data0001', preset: 'perceptron', learningRate: 2, seed: 9 }
  store.chooseData('data0001')
  expect(store.draft).toMatchObject({ preset: 'perceptron', learningRate: 2 })
  store.chooseData('data0002')
  expect(store.draft).toMatchObject({ datasetId: 'data0002', preset: '', learningRate: null, seed: 9 })
  store.copyFrom(sampleDetail())
  store.chooseData('data0002')
  expect(store.draft).toMatchObject({ datasetId: 'data0002', preset: 'cnn-small' })
})

it('starts anew from what another version stored and this one does not know', () => {
  localStorage.setItem('glassbox.train.draft', JSON.stringify({ datasetId: 'data0001', epochs: 5 }))
  piniaOver(new FakeApi())
  expect(useTrainDraft().draft).toMatchObject({ datasetId: '', preset: '', epochs: null, base: null })
})

describe('forkFrom', () => {
  const run = sampleDetail({ status: 'stopped' })
  it('goes on from a kept epoch under the same settings, with the epochs that were left', () => {
    const store = useTrainDraft()
    store.forkFrom(run, 2)
    expect(store.draft).toMatchObject({
      epochs: null,
      seed: 7,
      from: { runId: 'run00001', epoch: 2, kept: [0, 1, 2, 3] },
    })
    expect(store.draft.base?.config).toEqual(run.config)
  })
  it('leaves at least one epoch to train, also when another epoch is chosen later', () => {
    const store = useTrainDraft()
    store.forkFrom(run, 3)
    expect(store.draft.epochs).toBe(4)
    store.draft.epochs = 2
    store.beginAt(1)
    expect(store.draft).toMatchObject({ epochs: 2, from: { epoch: 1 } })
    store.beginAt(2)
    expect(store.draft).toMatchObject({ epochs: 3, from: { epoch: 2 } })
  })
  it('does not offer what is kept inside an epoch', () => {
    const kept = [{ epoch: 1, step: 5, bytes: 1, pinned: false, isExact: true }]
    const store = useTrainDraft()
    store.forkFrom(sampleDetail({ kept }), 0)
    expect(store.draft.from).toEqual({ runId: 'run00001', epoch: 0, kept: [0] })
  })
  it('is forgotten with the defaults, and with another run', () => {
    const store = useTrainDraft()
    store.forkFrom(run, 2)
    store.copyFrom(run)
    expect(store.draft.from).toBeNull()
    store.forkFrom(run, 2)
    store.useDefaults()
    expect(store.draft).toMatchObject({ from: null, base: null })
  })
})

it('a rate that was found stands in the form, with everything else of its configuration', () => {
  const store = useTrainDraft()
  store.useRate(sampleDetail({ kind: 'rateFinder' }), 0.02)
  expect(store.draft).toMatchObject({ learningRate: 0.02, seed: 7, from: null, base: { name: 'fruit 1' } })
})
