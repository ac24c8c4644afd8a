import { describe, expect, it } from 'vitest'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import type { RunHistory } from '../../../src-main/contract/types.ts'
import { emptyHistory, withEpochs } from '../../../src-renderer/features/run/history.ts'
import { layerWords, parameterArithmetic } from '../../../src-renderer/features/run/layers.ts'
import { accuracyWords, learntNothing, resultSentence } from '../../../src-renderer/features/run/result.ts'
import { weightsPlace } from '../../../src-renderer/features/run/weights-place.ts'
import { sampleDataset, sampleRun } from '../samples.ts'

describe('withEpochs', () => {
  const saved = (epochs: number[], validation = NaN): RunHistory => {
    const all = (value: (epoch: number) => number): Float64Array<ArrayBuffer> => Float64Array.from(epochs, value)
    return {
      ...{ epoch: all((epoch) => epoch), seconds: all(() => 2), loss: all((epoch) => 1 / epoch) },
      ...{ accuracy: all(() => 0.75), val_loss: all(() => validation), val_accuracy: all(() => validation) },
      ...{ mae: all(() => NaN), val_mae: all(() => NaN) },
    }
  }

  it('appends to every series, NaN where there is no validation split', () => {
    const history = withEpochs(emptyHistory(), [saved([1])])
    expect([...history.epoch, ...history.seconds, ...history.loss, ...history.accuracy]).toEqual([1, 2, 1, 0.75])
    expect([...history.val_loss, ...history.val_accuracy]).toEqual([NaN, NaN])
    const next = withEpochs(history, [saved([2], 0.6)])
    expect([...next.val_loss]).toEqual([NaN, 0.6])
  })

  it('takes no epoch twice', () => {
    const history = withEpochs(emptyHistory(), [saved([1, 2])])
    expect(withEpochs(history, [saved([1]), saved([1, 2])])).toBe(history)
    const next = withEpochs(history, [saved([2, 3]), saved([3]), saved([3, 4, 5])])
    expect([...next.epoch]).toEqual([1, 2, 3, 4, 5])
    expect([...next.loss]).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5])
  })
})

describe('the network in words', () => {
  const layers = inferShapes(presetNetwork('cnn-small', [64, 64, 3], 10))
  it('names each layer with its settings', () => {
    expect(layers.slice(0, 2).map(({ spec }) => layerWords(spec))).toEqual([
      ['conv2d 16', '3×3 same · relu'],
      ['maxPool2d', '2×2'],
    ])
  })
  it('writes the parameters as arithmetic that adds up', () => {
    expect(layers.slice(0, 2).map(parameterArithmetic)).toEqual(['3×3×3×16 + 16 = 448', null])
    expect(parameterArithmetic(layers.at(-1)!)).toBe('64×10 + 10 = 650')
  })
})

describe('resultSentence', () => {
  it('names the best epoch and what it reached', () => {
    expect(resultSentence(sampleRun())).toBe(
      'Best at epoch 2 (lowest validation loss): 87.5\u00a0% of the validation pictures right, 75.0\u00a0% of the test pictures right.',
    )
  })
  it('says so when nothing was saved', () => {
    expect(resultSentence(sampleRun({ status: 'failed', epochsDone: 0 }))).toBe('No epoch was saved.')
    const metrics = { train: { loss: 0, accuracy: 1, count: 4 }, validation: null, test: null }
    expect(resultSentence(sampleRun({ metrics }), 'rows')).toBe(
      'Best at epoch 2 (lowest training loss): 100.0\u00a0% of the training rows right.',
    )
    expect(resultSentence(sampleRun({ metrics }), 'rows', 'highest accuracy')).toContain('(highest training accuracy)')
  })
})

it('names the accuracy on what was held back, else on what was learnt', () => {
  const of = (accuracy: number) => ({ loss: 0, accuracy, count: 4 })
  expect(accuracyWords({ train: of(1), validation: of(0.5), test: null })).toBe('50.0 % validation')
  expect(accuracyWords({ train: of(1), validation: null, test: null })).toBe('100.0 % train')
  expect(accuracyWords({ train: null, validation: null, test: null })).toBe('–')
})

describe('learntNothing', () => {
  // 12 of the 18 training pictures of the sample are bananas.
  const dataset = sampleDataset()
  const withRight = (right: number, changes = {}) =>
    sampleRun({
      metrics: { train: { loss: 1, accuracy: right / 18, count: 18 }, validation: null, test: null },
      ...changes,
    })
  it.each([
    [11, true],
    [12, true],
    [13, true],
    [14, false],
  ])('%d right of 18, 12 of one class: %s', (right, nothing) =>
    expect(learntNothing(withRight(right), dataset)).toBe(nothing),
  )
  it('says nothing about a run under way, one without figures, or one whose data set is gone', () => {
    expect(learntNothing(withRight(9, { status: 'running' }), dataset)).toBe(false)
    expect(learntNothing(withRight(9), null)).toBe(false)
    const gate = sampleDataset({
      classes: ['0', '1'].map((name, i) => ({ name, counts: { train: i ? 1 : 3, validation: 0, test: 0 } })),
    })
    const and = (accuracy: number) =>
      sampleRun({ metrics: { train: { loss: 0, accuracy, count: 4 }, validation: null, test: null } })
    expect([0.75, 1].map((accuracy) => learntNothing(and(accuracy), gate))).toEqual([true, false])
    const xor = sampleDataset({
      classes: ['0', '1'].map((name) => ({ name, counts: { train: 2, validation: 0, test: 0 } })),
    })
    expect([0.5, 0.75].map((accuracy) => learntNothing(and(accuracy), xor))).toEqual([true, false])
    expect(learntNothing(sampleRun({ metrics: { train: null, validation: null, test: null } }), dataset)).toBe(false)
  })
})

describe('weightsPlace', () => {
  it.each([
    [8, 10, 'epoch 8'],
    [7.1, 10, 'epoch 8, step 1 of 10'],
    [0.5, 2000, 'epoch 1, step 1\u2009000 of 2\u2009000'],
    [7.1, undefined, 'epoch 8'],
  ])('%d finished of %s steps', (epochs, steps, words) => expect(weightsPlace(epochs, steps)).toBe(words))
})
