import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { batching, BATCHING } from '../../../../src-engine/lessons/update/batching.ts'
import { CURVES, descendCurve } from '../../../../src-engine/lessons/update/curves.ts'
import { contours } from '../../../../src-renderer/features/learn/lessons/update/contours.ts'
import { fixed } from '../../../../src-renderer/features/learn/terms.ts'
import { formatNumber } from '../../../../src-renderer/ui/format.ts'
import { answer, cells, outcome } from './lesson-tables.ts'
import { edit, openLesson } from './open-lesson.ts'

vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => {} }))
beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

it('takes right answers and says of wrong ones that they are not right yet', async () => {
  const view = await openLesson('update')
  const tasks = [
    ['first-step', '-1.8', '−1,2'],
    ['too-large', 2, 4],
    ['updates-per-epoch', '5', '4'],
    ['momentum-limit', '0.1', '0.2'],
  ] as const
  for (const [id, wrong, right] of tasks) {
    expect(await answer(view, id, wrong), id).toContain('Not yet')
    expect(await answer(view, id, right), id).toContain('Right.')
  }
  await view.get('[data-task="one-step"]').trigger('submit')
  expect(outcome(view, 'one-step')).toContain('Not yet')
  await edit(view, 'bowl-eta', 0.5)
  expect(outcome(view, 'one-step')).toContain('Right.')
  await view.get('[data-task="valley"]').trigger('submit')
  expect(outcome(view, 'valley')).toContain('Not yet')
  await edit(view, 'valley-momentum', 0.9)
  expect(outcome(view, 'valley')).toContain('Right.')
})

it('descends in the bowl from the start and with the rate that are typed', async () => {
  const view = await openLesson('update')
  const rows = (start: number, eta: number) =>
    descendCurve(CURVES.bowl, start, { eta, steps: 5 }).map(({ x, slope, value }, step) => [
      ...[String(step), fixed(x, 4), fixed(slope, 3), fixed(value, 3)],
    ])
  expect(cells(view, 'bowl-table')).toEqual(rows(-1.5, 0.1))
  await edit(view, 'bowl-eta', 1.1)
  await edit(view, 'bowl-start', 0.7)
  expect(cells(view, 'bowl-table')).toEqual(rows(0.7, 1.1))
  expect(view.get('[data-testid="pace"]').text()).toContain('out of the bowl')
})

it('fits the line again when the rate, the batch or the epochs change', async () => {
  const view = await openLesson('update')
  const rows = (options: Partial<typeof BATCHING>) => {
    const { paths, updates_per_epoch: updates } = batching({ ...BATCHING, ...options })
    return (['batch', 'miniBatch', 'online'] as const).map((method) => {
      const { w, b, cost } = paths[method].at(-1)!
      return [String(updates[method]), ...[w, b, cost].map((value) => formatNumber(value, 4))]
    })
  }
  const shown = () =>
    cells(view, 'batching-table')
      .slice(0, 3)
      .map((row) => row.slice(1))
  expect(shown()).toEqual(rows({}))
  await edit(view, 'batching-eta', 0.3)
  await edit(view, 'batch-size', 7)
  await edit(view, 'batching-epochs', 6)
  expect(shown()).toEqual(rows({ eta: 0.3, batchSize: 7, epochs: 6 }))
})

it('lets steps grow to the limit of their momentum, and without one from α = 1 on', async () => {
  const view = await openLesson('update')
  const limit = () => view.get('[data-testid="momentum-limit"]').text()
  expect(limit()).toBe('0.20000')
  expect(
    cells(view, 'momentum-table')
      .map((row) => row[1])
      .slice(0, 3),
  ).toEqual(['0.10000', '0.15000', '0.17500'])
  await edit(view, 'alpha', 0.9)
  await edit(view, 'momentum-slope', 2)
  expect(limit()).toBe('2.00000')
  await edit(view, 'alpha', 1)
  expect(limit()).toBe('none')
})

it('draws lines on which the cost really is the same', () => {
  const { data, best } = batching(BATCHING)
  const cost = (w: number, b: number): number =>
    data.reduce((sum, { x, y }) => sum + (w * x + b - y) ** 2, 0) / (2 * data.length)
  const [ring = []] = contours(data, best, [0.7])
  expect(ring.length).toBeGreaterThan(20)
  for (const [w, b] of ring) expect(cost(w, b) - best.cost).toBeCloseTo(0.7, 10)
})
