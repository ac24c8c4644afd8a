import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../../src-main/app/runs/check-config.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { presetRecipe } from '../../../src-engine/spec/recipe.ts'
import { OptimizerSpec, TrainingSpec } from '../../../src-engine/spec/training.ts'
import {
  draftBase,
  draftConfig,
  draftErrors,
  draftNetwork,
  draftNumbers,
  draftPreset,
  presetsFor,
  keptFacts,
} from '../../../src-renderer/features/train/draft-config.ts'
import { draftExtras } from '../../../src-renderer/features/train/draft-extras.ts'
import { scheduleHint } from '../../../src-renderer/features/train/settings/schedule-words.ts'
import { emptyDraft, type TrainDraft } from '../../../src-renderer/stores/train-draft.ts'
import { sampleDataset, sampleDetail } from '../samples.ts'

const untouched: TrainDraft = { ...emptyDraft(), datasetId: 'data0001', preset: 'cnn-small', seed: 3 }
const draft: TrainDraft = { ...untouched, epochs: 5, batchSize: 16, learningRate: 0.01 }
const dataset = sampleDataset()
const prepare = PrepareSpec.parse(dataset.prepare)
const table = sampleDataset({ columns: ['a', 'b'], prepare: null, builtIn: 'xor' })

function baseOf(changes: { training?: object; data?: object } = {}): NonNullable<TrainDraft['base']> {
  const { config } = sampleDetail()
  const data = { ...config.data, prepare: dataset.prepare, ...changes.data }
  const training = { ...config.training, ...changes.training }
  return {
    name: 'fruit 1',
    preset: 'cnn-small',
    diverged: false,
    changes: [],
    config: RunConfig.parse({ network: config.network, data, training }),
  }
}

describe('draftPreset', () => {
  it('is what such data get until somebody chooses, and where the chosen one does not fit', () => {
    const gray = sampleDataset({ prepare: { ...prepare, size: [28, 28], channels: 'gray' } })
    const unset = { ...untouched, preset: '' }
    expect([dataset, gray, table].map((one) => draftPreset(unset, one))).toEqual([
      'resnet-small',
      'cnn-small',
      'mlp-32',
    ])
    expect(draftPreset(untouched, gray)).toBe('cnn-small')
    expect(draftPreset(untouched, table)).toBe('mlp-32')
    expect(draftPreset({ ...untouched, preset: 'xor' }, table)).toBe('xor')
    expect(draftPreset({ ...untouched, preset: 'xor' }, dataset)).toBe('resnet-small')
    expect(draftPreset({ ...untouched, preset: 'mlp-' }, dataset)).toBe('mlp-')
    expect(draftPreset({ ...untouched, preset: null }, dataset)).toBeNull()
  })
  it('offers what the data can have', () => {
    const names = (one: typeof dataset): string[] => presetsFor(one).map(({ name }) => name)
    expect(names(table)).toEqual([
      ...['mlp-32', 'mlp-book', 'logistic', 'perceptron', 'xor'],
      ...['xor-2-2-1-sigmoid', 'xor-2-2-1-relu', 'xor-2-3-1-relu'],
    ])
    expect(names(dataset)).toContain('resnet-small')
    expect(names(dataset)).not.toContain('xor')
    const three = [...dataset.classes, { name: 'cherry', counts: { train: 1, validation: 1, test: 1 } }]
    expect(names(sampleDataset({ classes: three }))).not.toContain('perceptron')
  })
})

describe('a draft whose run had another network or kind of data', () => {
  /** What starting it would be refused for. */
  const started = (again: TrainDraft, one: typeof dataset) => {
    const config = draftConfig(again, one, draftNetwork(again, one)!)
    checkConfig(config, one)
    return config
  }
  const xorTraining = presetRecipe('xor', 4, [2]).training

  it('has the recipe of its own network, and can be trained', () => {
    const config = started({ ...untouched, preset: 'xor', base: baseOf() }, table)
    expect(config.data).toEqual({ source: 'data0001', split: dataset.split, prepare: null, table: null })
    expect(config.training).toEqual(TrainingSpec.parse({ ...xorTraining, seed: 3 }))

    const data = { prepare: null, source: 'data0001' }
    const base = { ...baseOf({ training: xorTraining, data }), preset: 'xor' }
    for (const preset of ['mlp-32', 'perceptron', 'logistic'])
      expect(started({ ...untouched, preset, base }, table).training).toEqual(
        TrainingSpec.parse({ ...presetRecipe(preset, 18, [2]).training, seed: 3 }),
      )
    // No preset of photos fits a table: they get what tables get, and are not varied.
    const photos = {
      ...baseOf({ training: presetRecipe('resnet-small', 18, [8, 8, 3]).training }),
      preset: 'resnet-small',
    }
    const varied = { ...untouched, preset: 'resnet-small', base: photos }
    expect(started(varied, table).training.augmentation.rotate).toBe(0)
    expect(started(varied, dataset).training.augmentation.rotate).toBe(15)
    expect(keptFacts(varied, table)).toEqual([])
  })

  it('needs no batch size where all examples are one batch', () => {
    expect(draftErrors({ ...untouched, preset: 'xor', batchSize: '' }, table)).toEqual({})
    expect(draftErrors({ ...untouched, preset: 'mlp-32', batchSize: '' }, table)).toHaveProperty('batchSize')
  })
})

describe('draftNumbers', () => {
  it('follows the recipe of the preset for as many training pictures, but for what the person set', () => {
    const { epochs, batchSize, optimizer } = TrainingSpec.parse(presetRecipe('cnn-small', 18, [8, 8, 3]).training)
    const { learningRate } = optimizer
    expect(draftNumbers(untouched, dataset)).toEqual({ epochs, batchSize, learningRate, seed: 3 })
    expect(draftNumbers({ ...untouched, batchSize: 5 }, dataset)).toEqual({
      epochs,
      batchSize: 5,
      learningRate,
      seed: 3,
    })
    const classes = ['a', 'b'].map((name) => ({ name, counts: { train: 5000, validation: 1, test: 1 } }))
    const larger = draftNumbers(untouched, sampleDataset({ classes }))
    expect(larger.batchSize).toBe(presetRecipe('cnn-small', 10_000, [8, 8, 3]).training.batchSize)
    expect(larger.batchSize).not.toBe(batchSize)
  })
  it('follows the preset and the size of the pictures', () => {
    const large = sampleDataset({ prepare: { ...prepare, size: [64, 64] } })
    const wide = presetRecipe('logistic', 18, [64, 64, 3])
    expect(draftNumbers({ ...untouched, preset: 'logistic' }, large).learningRate).toBe(
      wide.training.optimizer?.learningRate,
    )
    expect(draftBase({ ...untouched, preset: 'logistic' }, large).data.prepare).toEqual({
      ...large.prepare,
      scale: '-1..1',
    })
  })
  it('has numbers while the name of the preset is not complete', () => {
    expect(draftNumbers({ ...untouched, preset: 'mlp-' }, dataset).epochs).toBeGreaterThan(0)
  })
})

it('goes on behind a change as it was trained there, and from before it as it was trained then', () => {
  const change = { epoch: 2, step: 3, path: 'optimizer' as const }
  const [before, after] = [
    OptimizerSpec.parse({ type: 'adam' }),
    OptimizerSpec.parse({ type: 'sgd', learningRate: 0.3 }),
  ]
  const base = { ...baseOf(), changes: [{ ...change, before, after }] }
  const forked = (epoch: number) => ({ ...untouched, base, from: { runId: 'run00001', epoch, kept: [0, 2, 3] } })
  const optimizerOf = (epoch: number): unknown => draftBase(forked(epoch), dataset).training.optimizer
  expect([0, 2, 3].map(optimizerOf)).toEqual([before, before, after])
  expect(draftNumbers(forked(3), dataset).learningRate).toBe(0.3)
})

describe('draftConfig', () => {
  it('makes a configuration that the specs accept, with the split and preparation of the data set', () => {
    const network = draftNetwork(draft, dataset)
    const config = draftConfig(draft, dataset, network!)
    expect(RunConfig.parse(config)).toEqual(config)
    expect(config.data).toEqual({ source: 'data0001', split: dataset.split, prepare: dataset.prepare, table: null })
    expect(config.training).toMatchObject({
      epochs: 5,
      batchSize: 16,
      seed: 3,
      optimizer: { type: 'adam', learningRate: 0.01 },
    })
    expect(config.network.input).toEqual([8, 8, 3])
    expect(config.network.layers.at(-1)).toMatchObject({ type: 'dense', units: 2, activation: 'softmax' })
  })
  it('keeps everything of the run that is trained again, under the numbers of the form', () => {
    const optimizer = { type: 'sgd', learningRate: 10, momentum: 0.99 }
    const training = { loss: 'meanSquaredError', optimizer, regularization: { l2: 0.5 } }
    const prepare = { ...dataset.prepare, size: [16, 16], channels: 'gray' }
    const base = baseOf({ training, data: { prepare, split: [0.5, 0.25, 0.25] } })
    const again = { ...draft, learningRate: 1, base }
    const config = draftConfig(again, dataset, draftNetwork(again, dataset)!)
    expect(config.training).toEqual({
      ...base.config.training,
      epochs: 5,
      batchSize: 16,
      seed: 3,
      optimizer: { ...optimizer, learningRate: 1, nesterov: false, variant: 'keras' },
    })
    expect(config.data).toEqual({ source: 'data0001', split: [0.5, 0.25, 0.25], prepare, table: null })
    expect(config.network.input).toEqual([16, 16, 1])
    const elsewhere = sampleDataset({ id: 'data0002' })
    expect(draftConfig(again, elsewhere, draftNetwork(again, elsewhere)!).data.split).toEqual(dataset.split)
  })
  it('keeps an own network', () => {
    const base = baseOf()
    expect(draftNetwork({ ...draft, preset: null, base }, dataset)).toEqual(base.config.network)
  })
})

describe('draftNetwork', () => {
  it('has one channel for gray pictures', () => {
    const gray = sampleDataset({ prepare: { ...prepare, channels: 'gray' } })
    expect(draftNetwork({ ...draft, preset: 'logistic' }, gray)?.input).toEqual([8, 8, 1])
  })
  it('is missing for a name that is no preset, or too large a one', () => {
    expect(draftNetwork({ ...draft, preset: 'mlp-' }, dataset)).toBeNull()
    expect(draftNetwork({ ...draft, preset: 'mlp-70000' }, dataset)).toBeNull()
    expect(draftNetwork({ ...draft, preset: 'mlp-12' }, dataset)).not.toBeNull()
  })
})

describe('keptFacts', () => {
  it('names what no field of the form can show and is not as usual', () => {
    const optimizer = { type: 'sgd', learningRate: 10, momentum: 0.99 }
    const base = baseOf({ training: { optimizer, classWeights: [1, 2], changes: [{ epoch: 2, learningRate: 1 }] } })
    expect(keptFacts({ ...draft, preset: null, base: { ...base, preset: null } }, dataset)).toEqual([
      ['network', 'own network'],
      ['class weights', '1, 2'],
      ['changes', '1 change'],
    ])
  })
  it('is empty without such a run, and for one with the defaults', () => {
    expect(keptFacts(draft, dataset)).toEqual([])
    const usual = draftBase(draft, dataset)
    expect(keptFacts({ ...draft, base: baseOf({ training: usual.training, data: usual.data }) }, dataset)).toEqual([])
  })
})

describe('draftErrors', () => {
  it('is empty for a draft that can run', () => expect(draftErrors(draft, dataset)).toEqual({}))
  it('says at each field what it needs', () => {
    const errors = draftErrors({ ...draft, epochs: '', batchSize: 0, learningRate: -1, seed: 1.5 }, dataset)
    expect(Object.keys(errors).toSorted()).toEqual(['batchSize', 'epochs', 'learningRate', 'seed'])
    expect(errors.learningRate).toBe('A number above 0, at most 100.')
  })
  it('says it of what stands under more settings too', () => {
    const errors = draftErrors({ ...draft, seeds: 21, patience: 0.5, minutes: -1 }, dataset)
    expect(errors).toEqual({
      seeds: 'A whole number from 1 to 20.',
      patience: 'A whole number from 1 to 1\u2009000\u2009000, or nothing.',
      minutes: 'A number above 0, at most a year, or nothing.',
    })
    expect(draftErrors({ ...draft, seed: 4_294_967_295, seeds: 2 }, dataset).seeds).toBe(
      'The last seed is 4\u2009294\u2009967\u2009295.',
    )
  })
})

describe('a draft that goes on from a run', () => {
  const base = baseOf({ training: { epochs: 7 } })
  const from = { runId: 'run00001', epoch: 4, kept: [0, 4] }
  const fork: TrainDraft = { ...untouched, preset: 'mlp-32', base, from }

  it('keeps the network of that run, whatever preset was chosen before', () => {
    expect(draftPreset(fork, dataset)).toBe('cnn-small')
    expect(draftNetwork(fork, dataset)).toEqual(base.config.network)
    expect(draftNumbers(fork, dataset).epochs).toBe(7)
  })
  it('needs at least one epoch more than are behind it', () => {
    expect(draftErrors({ ...fork, epochs: 4 }, dataset).epochs).toBe('More than 4: it begins there.')
    expect(draftErrors({ ...fork, epochs: 5 }, dataset)).toEqual({})
  })
})

describe('early stopping, target loss, time budget and schedule', () => {
  const training = (changes: Partial<TrainDraft>, spec = {}): TrainingSpec => {
    const again = { ...draft, base: baseOf({ training: spec }), ...changes }
    return draftConfig(again, dataset, draftNetwork(again, dataset)!).training
  }
  it('are off until they are set', () => {
    expect(training({})).toMatchObject({ earlyStopping: null, timeBudget: null, schedule: { type: 'constant' } })
  })
  it('become the settings of the run', () => {
    expect(training({ patience: 5, targetLoss: 0.1, minutes: 1.5, schedule: 'cosine' })).toMatchObject({
      earlyStopping: { monitor: 'validationLoss', patience: 5, minDelta: 0, acceptableLoss: 0.1 },
      timeBudget: 90,
      schedule: { type: 'cosine' },
    })
  })
  it('a target alone never ends a run for want of gain, and is shown without patience', () => {
    const only = training({ targetLoss: 0.1 })
    expect(only.earlyStopping).toMatchObject({ patience: 1_000_000, acceptableLoss: 0.1 })
    expect(draftExtras(draft, only)).toMatchObject({ patience: '', targetLoss: 0.1 })
  })
  it('stay as they were in the run that is trained again, and can be switched off', () => {
    const spec = {
      earlyStopping: { monitor: 'loss', patience: 3, minDelta: 0.01, acceptableLoss: 0.5 },
      schedule: { type: 'step', drop: 0.1, every: 4, warmupSteps: 6 },
      timeBudget: 600,
    }
    expect(training({}, spec)).toMatchObject(spec)
    expect(training({ targetLoss: '' }, spec).earlyStopping).toEqual({ monitor: 'loss', patience: 3, minDelta: 0.01 })
    const off = training({ patience: '', targetLoss: '', minutes: '', schedule: 'exponential' }, spec)
    expect(off).toMatchObject({ earlyStopping: null, timeBudget: null })
    expect(off.schedule).toEqual({ type: 'exponential', decay: 0.05, warmupSteps: 6 })
  })
  it('a schedule is said with its numbers', () => {
    const step = { type: 'step', drop: 0.1, every: 4, warmupSteps: 0 } as const
    expect(scheduleHint('step', step)).toBe('Times 0.1 every 4 epochs.')
    expect(scheduleHint('exponential', step)).toBe('Times e^(−0.05·t), t in epochs.')
  })
})
