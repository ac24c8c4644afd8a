import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bandOf, kerasXor, seedRuns } from '../../../../src-engine/lessons/xor/keras-xor.ts'
import { fixed } from '../../../../src-renderer/features/learn/terms.ts'
import { formatPercent } from '../../../../src-renderer/ui/format.ts'
import { answer, cells } from './lesson-tables.ts'
import { edit, openLesson } from './open-lesson.ts'

vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => {} }))
beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

const SLOW = { timeout: 20_000 }

it('takes right answers and says of wrong ones that they are not right yet', async () => {
  const view = await openLesson('xor')
  const tasks = [
    ['stops', 2, 0],
    ['score', '0.75', '0.5'],
    ['keras-bits', [1, 1, 1, 1], [1, 1, 1, 0]],
    ['own-print', 0, 1],
  ] as const
  for (const [id, wrong, right] of tasks) {
    expect(await answer(view, id, wrong), id).toContain('Not yet')
    expect(await answer(view, id, right), id).toContain('Right.')
  }
})

it('runs as scikit-learn does, and says why it stops', async () => {
  const view = await openLesson('xor')
  const end = () => view.get('[data-testid="sklearn-end"]').text()
  await vi.waitFor(() => expect(end()).toContain('It stops after 16 epochs with loss 0.6963456603'), SLOW)
  expect(end()).toContain('more than 10 in a row gained less than 0.0001')
  expect(cells(view, 'stopping-table').at(-1)).toEqual(['16', '0.696346', '8.53e−5', '11'])
  expect(
    cells(view, 'answers')
      .slice(0, 4)
      .map((row) => row[2]),
  ).toEqual(['0.543977', '0.537078', '0.542733', '0.535614'])

  await edit(view, 'sklearn-seed', 3)
  await vi.waitFor(() => expect(end()).toContain('It stops'), SLOW)
  expect(end()).not.toContain('0.6963456603')
  await edit(view, 'sklearn-seed', 20)
  await view.get('[data-testid="sklearn"]').findAll('button')[1]!.trigger('click')
  await vi.waitFor(() => expect(end()).toContain('2\u2009989 epochs with loss 0.1338402736'), SLOW)
})

it('shows the models of Keras beside their print, and others with another rate', async () => {
  const view = await openLesson('xor')
  const tables = () => view.findAll('[data-testid="answers"]').at(-1)!
  const shown = () =>
    tables()
      .findAll('tbody tr')
      .map((row) => row.findAll('td')[2]!.text())
  const answers = (options: object) =>
    kerasXor({ ...options, seeds: 0 }).models[1].probabilities.map((p) => fixed(p, 6))
  expect(shown()).toEqual(answers({}))
  await edit(view, 'keras-eta', 0.01)
  await edit(view, 'keras-epochs', 300)
  expect(shown()).toEqual(answers({ learningRate: 0.01, epochs: 300 }))
})

it('trains a network of every seed and counts those that reach the print', async () => {
  const view = await openLesson('xor')
  await view.get('[data-testid="seeds"]').findAll('button')[0]!.trigger('click')
  await view.get('[data-testid="train-seeds"]').trigger('click')
  await vi.waitFor(() => expect(view.get('[data-testid="band-3"]').text()).toContain('30 networks'), SLOW)
  for (const [model, wanted] of [
    ['1', 0.75],
    ['2', 1],
    ['3', 1],
  ] as const) {
    const { reached, accuracy_hist: counts } = bandOf([...seedRuns(model, { seeds: 30 })], wanted)
    const band = view.get(`[data-testid="band-${model}"]`)
    expect(band.get('[data-testid="reached"]').text()).toBe(formatPercent(reached))
    const rows = band.findAll('tbody tr').map((row) => row.findAll('td').at(-1)!.text())
    expect(rows).toEqual([0, 0.25, 0.5, 0.75, 1].map((accuracy) => String(counts[accuracy])))
  }
})
