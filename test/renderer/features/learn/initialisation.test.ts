import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DEPTH, variancesThroughDepth } from '../../../../src-engine/lessons/zero-init/depth.ts'
import { zeroInit } from '../../../../src-engine/lessons/zero-init/zero-init.ts'
import { fixed } from '../../../../src-renderer/features/learn/terms.ts'
import { formatNumber } from '../../../../src-renderer/ui/format.ts'
import { answer, cells, outcome } from './lesson-tables.ts'
import { edit, openLesson } from './open-lesson.ts'

vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => {} }))
beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

const SLOW = { timeout: 20_000 }
const SMALL = { ...DEPTH, depth: 2, units: 2, examples: 1 }

it('takes right answers and says of wrong ones that they are not right yet', async () => {
  const view = await openLesson('initialisation')
  const tasks = [
    ['twins', 2, 0],
    ['xor-zero', '1', '0'],
    ['he-variance', '0.016', '0.031'],
    ['keeps', 0, 1],
  ] as const
  for (const [id, wrong, right] of tasks) {
    expect(await answer(view, id, wrong), id).toContain('Not yet')
    expect(await answer(view, id, right), id).toContain('Right.')
  }
})

it('keeps twins as they are computed, until one number parts them', async () => {
  const view = await openLesson('initialisation')
  const says = () => view.get('[data-testid="twins-say"]').text()
  await vi.waitFor(() => expect(says()).toContain('the same to the last digit'), SLOW)
  const { W1, b1, W2, cost } = zeroInit({ depth: SMALL, steps: [1000] }).runs.OR![1000]!
  const six = (values: readonly number[]): string[] => values.map((value) => fixed(value, 6))
  const numbers = () => cells(view, 'twins-table').map((row) => row.slice(1, 3))
  expect(numbers().slice(0, 4)).toEqual([
    ...[six([W1[0]![0]!, W1[1]![0]!]), six([W1[0]![1]!, W1[1]![1]!]), six(b1), six(W2)],
  ])
  expect(cells(view, 'twins-table')[4]![1]).toBe(fixed(cost, 6))

  await view.get('[data-task="break"]').trigger('submit')
  expect(outcome(view, 'break')).toContain('Not yet')
  const before = numbers().flat()
  await edit(view, 'init-12', 0.4)
  await vi.waitFor(() => expect(says()).toContain('different'), SLOW)
  expect(outcome(view, 'break')).toContain('Right.')
  expect(
    numbers()
      .flat()
      .filter((text, index) => text !== '' && text === before[index]),
  ).toEqual([])
})

it('measures the variances of as many layers as are asked for', async () => {
  const view = await openLesson('initialisation')
  const rows = (depth: number) =>
    Object.entries(variancesThroughDepth({ ...DEPTH, depth })).map(([name, one]) => [
      ...[name, formatNumber(one.weightVariance)],
      ...[formatNumber(one.outputs.at(-1)!), formatNumber(one.slopes[0]!)],
    ])
  await edit(view, 'depth', 3)
  await vi.waitFor(() => expect(cells(view, 'depth-table')).toHaveLength(6), SLOW)
  expect(cells(view, 'depth-table')).toEqual(rows(3))
  await edit(view, 'depth', 2)
  const expected = rows(2)
  await vi.waitFor(() => expect(cells(view, 'depth-table')).toEqual(expected), SLOW)
})
