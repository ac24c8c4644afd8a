import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import PointsPlot from '../../../src-renderer/features/data/PointsPlot.vue'
import MetricsTable from '../../../src-renderer/features/run/MetricsTable.vue'
import { accuracyWords, learntNothing, resultSentence } from '../../../src-renderer/features/run/result.ts'
import { presetsFor } from '../../../src-renderer/features/train/draft-config.ts'
import { sampleDataset, sampleRun } from '../samples.ts'

const figures = (rSquared: number) => ({ loss: 0.4, accuracy: null, meanAbsoluteError: 41.2, rSquared, count: 89 })
const metrics = { train: figures(0.61), validation: figures(0.52), test: figures(0.468) }
const dataset = sampleDataset({
  ...{ task: 'regression', columns: ['age', 'bmi'], prepare: null },
  classes: [{ name: 'target', counts: { train: 264, validation: 89, test: 89 } }],
})
const run = sampleRun({ task: 'regression', status: 'completed', metrics, bestEpoch: 12, epochsDone: 50 })

describe('a run that predicts a number', () => {
  it('says how far it is off, and R²', () => {
    expect(resultSentence(run, 'rows')).toBe(
      'Best at epoch 12 (lowest validation loss): validation rows 41.2\u00a0off on average (R²\u00a00.520), test rows 41.2\u00a0off on average (R²\u00a00.468).',
    )
    expect(accuracyWords(metrics)).toBe('R²\u00a00.520 validation')
  })

  it('has learnt nothing where it is no better than the mean', () => {
    expect(learntNothing(run, dataset)).toBe(false)
    expect(learntNothing({ ...run, metrics: { ...metrics, train: figures(-0.01) } }, dataset)).toBe(true)
  })

  it('has errors in its table and no accuracy', () => {
    const table = mount(MetricsTable, { props: { metrics, caption: 'Figures', what: 'rows' } })
    expect(table.findAll('th[scope=col]').map((cell) => cell.text())).toEqual([
      ...['split', 'MAE', 'R²', 'loss', 'rows'],
    ])
    expect(table.get('[data-testid=error-test]').text()).toBe('41.2')
    expect(table.get('[data-testid=r-squared-test]').text()).toBe('0.468')
  })

  it('is offered the presets that end with one linear unit', () => {
    expect(presetsFor(dataset).map(({ name }) => name)).toEqual(['mlp-32', 'mlp-book', 'logistic'])
  })
})

describe('points with a number to predict', () => {
  it('are blue above 0, orange below and neutral between', () => {
    const values = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1)
    const plot = mount(PointsPlot, { props: { values, columns: 2, labels: [0, 0, 0, 0], targets: [-1, 0, 0.5, 1] } })
    const strokes = plot.findAll('path').map((path) => path.attributes('stroke'))
    expect(strokes).toEqual([
      'color-mix(in oklab, var(--negative) 100%, var(--line))',
      'color-mix(in oklab, var(--positive) 0%, var(--line))',
      'color-mix(in oklab, var(--positive) 50%, var(--line))',
      'color-mix(in oklab, var(--positive) 100%, var(--line))',
    ])
  })
})
