import { describe, expect, it } from 'vitest'
import { LossName, OptimizerSpec, TrainingSpec } from '../../../../src-engine/spec/training.ts'
import { presetNetwork } from '../../../../src-engine/spec/presets.ts'
import { configOf, draftErrors, draftNumbers } from '../../../../src-renderer/features/train/draft-config.ts'
import { valueAt } from '../../../../src-renderer/features/train/settings/draft-settings.ts'
import { AUGMENTATION } from '../../../../src-renderer/features/train/settings/explanations/augmentation.ts'
import { LOSSES } from '../../../../src-renderer/features/train/settings/explanations/losses.ts'
import { OPTIMIZERS } from '../../../../src-renderer/features/train/settings/explanations/optimizers.ts'
import {
  AUGMENTATION_FIELDS,
  optimizerFields,
  regularizationFields,
  scheduleFields,
  SHUFFLE,
  STOPPING_FIELDS,
} from '../../../../src-renderer/features/train/settings/fields.ts'
import {
  initialiserOf,
  INITIALISERS,
  withInitialiser,
} from '../../../../src-renderer/features/train/settings/initialiser.ts'
import { optionalWords } from '../../../../src-renderer/features/train/settings/optional-words.ts'
import { emptyDraft, type TrainDraft } from '../../../../src-renderer/stores/train-draft.ts'
import { sampleDataset } from '../../samples.ts'

const dataset = sampleDataset()
const draftOf = (settings: TrainDraft['settings'], changes: Partial<TrainDraft> = {}): TrainDraft => ({
  ...{ ...emptyDraft(), datasetId: 'data0001', preset: 'cnn-small', settings },
  ...changes,
})
const trainingOf = (...given: Parameters<typeof draftOf>): TrainingSpec | undefined =>
  configOf(draftOf(...given), dataset)?.training

describe('every setting of a training', () => {
  const kinds = OptimizerSpec.options.map((option) => option.shape.type.value)
  const fields = [
    ...kinds.flatMap(optimizerFields),
    ...(['constant', 'step', 'exponential', 'inverseTime', 'cosine'] as const).flatMap(scheduleFields),
    ...STOPPING_FIELDS,
    ...regularizationFields('classification', 'norm'),
    ...AUGMENTATION_FIELDS,
    SHUFFLE,
  ]
  it('is explained where it stands', () => {
    for (const { path, explanation } of fields)
      expect(explanation.advice.length * explanation.change.length, path).toBeGreaterThan(0)
    expect(Object.keys(LOSSES).toSorted()).toEqual([...LossName.options].toSorted())
    expect(Object.keys(OPTIMIZERS).toSorted()).toEqual([...kinds].toSorted())
    expect(Object.keys(AUGMENTATION).toSorted()).toEqual(Object.keys(TrainingSpec.parse({}).augmentation).toSorted())
  })
  it('of an optimiser stands in its form, and nothing else does', () => {
    for (const type of kinds) {
      const names = Object.keys(OptimizerSpec.parse({ type })).filter(
        (name) => name !== 'type' && name !== 'learningRate',
      )
      const optional = type === 'adagrad' ? ['initialAccumulatorValue'] : []
      expect(
        optimizerFields(type)
          .map(({ path }) => path.slice('optimizer.'.length))
          .toSorted(),
        type,
      ).toEqual([...names, ...optional].toSorted())
    }
  })
})

describe('settings by their path', () => {
  it('become the training of the run, everything else stays', () => {
    const usual = trainingOf({})!
    const training = trainingOf({
      ...{ 'optimizer.type': 'sgd', 'optimizer.momentum': 0.9, 'optimizer.nesterov': true, loss: 'meanSquaredError' },
      ...{ 'regularization.l2': 0.01, 'gradientClipping.type': 'norm', 'gradientClipping.limit': 2 },
      ...{ 'augmentation.rotate': 10, 'schedule.warmupSteps': 7, batching: 'full', shuffle: 'once' },
    })
    expect(training).toEqual({
      ...usual,
      optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true, variant: 'keras' },
      loss: 'meanSquaredError',
      regularization: { ...usual.regularization, l2: 0.01 },
      gradientClipping: { type: 'norm', limit: 2 },
      augmentation: { ...usual.augmentation, rotate: 10 },
      schedule: { type: 'constant', warmupSteps: 7 },
      ...{ batching: 'full', shuffle: 'once' },
    })
  })
  it('of a kind that is not chosen any more are left out', () => {
    const settings = {
      'optimizer.momentum': 0.9,
      'schedule.drop': 0.1,
      'gradientClipping.limit': 3,
      'earlyStopping.minDelta': 1,
    }
    expect(trainingOf(settings)).toEqual(trainingOf({}))
    expect(trainingOf(settings, { schedule: 'step', patience: 4 })).toMatchObject({
      schedule: { type: 'step', drop: 0.1 },
      earlyStopping: { patience: 4, minDelta: 1 },
    })
  })
  it('another optimiser begins with its own usual rate, unless one was set', () => {
    const sgd = { 'optimizer.type': 'adadelta' }
    expect(draftNumbers(draftOf(sgd), dataset).learningRate).toBe(1)
    expect(draftNumbers(draftOf(sgd, { learningRate: 0.3 }), dataset).learningRate).toBe(0.3)
  })
  it('that cannot be used say so under their path, and what may be empty may', () => {
    expect(draftErrors(draftOf({ 'optimizer.beta1': 1, 'regularization.l1': '' }), dataset)).toEqual({
      'training.optimizer.beta1': 'This is too large. Use less than 1.',
      'training.regularization.l1': 'This is no number. Give a number.',
    })
    const empty = { 'optimizer.type': 'adagrad', 'optimizer.initialAccumulatorValue': '' }
    expect(draftErrors(draftOf(empty), dataset)).toEqual({})
    expect(trainingOf(empty)?.optimizer).not.toHaveProperty('initialAccumulatorValue')
  })
})

it('finds a value by its path', () => {
  expect(valueAt({ a: { b: 3 } }, 'a.b')).toBe(3)
  expect(valueAt({ a: null }, 'a.b')).toBeUndefined()
})

it('one initialiser begins all kernels, also those inside of blocks', () => {
  const network = presetNetwork('resnet-small', [16, 16, 3], 2)
  expect(initialiserOf(network)).toBe('auto')
  for (const name of Object.keys(INITIALISERS)) expect(initialiserOf(withInitialiser(network, name))).toBe(name)
  expect(initialiserOf(presetNetwork('xor-2-2-1-relu', [2], 2))).toBeNull()
})

it('what is otherwise than by default is said in few words', () => {
  expect(optionalWords(TrainingSpec.parse({}), 1)).toBe('Nothing is set.')
  const training = TrainingSpec.parse({
    ...{ schedule: { type: 'cosine', warmupSteps: 20 }, labelSmoothing: 0.05, regularization: { weightDecay: 0.05 } },
    ...{ augmentation: { rotate: 15, scale: 0.2 }, optimizer: { type: 'adam', beta2: 0.99 } },
  })
  expect(optionalWords(training, 3)).toBe(
    '3 seeds, adam, beta1 0.9, beta2 0.99, epsilon 1e-7, schedule cosine, warm-up 20 steps, label smoothing 0.05, and 3 more',
  )
})
