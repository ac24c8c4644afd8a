import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import { gate } from '../../../../src-engine/lessons/gates/gates.ts'
import { xorInfeasible } from '../../../../src-engine/lessons/gates/xor-infeasible.ts'
import type { Unit } from '../../../../src-engine/lessons/unit.ts'
import { withSubscripts } from '../../../../src-renderer/features/learn/symbols.ts'
import { goldens } from '../../../engine/support/goldens.ts'
import { cells } from './lesson-tables.ts'
import { answerAll, openLesson, plain, textOf } from './open-lesson.ts'

/** Opened once: laying a lesson out takes its time. */
let view: VueWrapper
beforeAll(async () => {
  localStorage.clear()
  view = await openLesson('gates')
})

/** The unit above is the first of the page, the one that tries XOR the second. */
const set = async (which: number, field: string, value: number): Promise<void> =>
  view.findAll(`[data-testid="unit-${field}"]`)[which]!.setValue(String(value))
const numbers = (testId: string, from: number, to?: number): number[][] =>
  cells(view, testId).map((row) => row.slice(from, to).map((cell) => Number(plain(cell))))

it('takes answers; a line is right once it does what is wanted', async () => {
  await set(0, 'w1', -1)
  await set(0, 'w2', -1)
  await set(0, 'b', 1)
  expect(textOf(view, 'gate-name')).toBe('NAND')
  expect(view.get('[data-task="drag-nand"] [data-testid="task-outcome"]').text()).toMatch(/^Right\./)
})

it('takes the other answers', async () => answerAll(view, 'gates', ['and-table', 'separable', 'xor-hidden']))

it('has the printed gates', async () => {
  const table = () =>
    view
      .get('[data-testid="unit-table"]')
      .findAll('tr')
      .map((row) => row.findAll('td').slice(1))
      .map((row) => row.map((cell) => Number(plain(cell.text()))))
  const make = async ({ w, b }: Unit): Promise<void> => {
    for (const [field, value] of Object.entries({ w1: w[0]!, w2: w[1]!, b })) await set(0, field, value)
  }
  for (const name of ['AND', 'OR', 'NAND'] as const) {
    const golden = goldens.gates[name]
    await make(golden)
    expect(textOf(view, 'gate-name')).toBe(name)
    expect(table()).toEqual(golden.table.map(({ z, y }) => [z, y]))
  }
  // And any other unit: every number that depends on it follows.
  for (const unit of [
    { w: [2, -1], b: 0.5 },
    { w: [2, 3], b: 0.5 },
    { w: [2, 3], b: -4 },
  ]) {
    await make(unit)
    expect(textOf(view, 'gate-name')).toBe(withSubscripts(gate(unit).name))
    expect(table()).toEqual(gate(unit).table.map(({ z, y }) => [z, y]))
  }
})

it('says what every row of XOR asks for, and follows the unit that tries', async () => {
  const shows = (unit: Unit): void => {
    const { inequalities, sums } = xorInfeasible(unit)
    expect(numbers('inequalities', -2, -1)).toEqual([...inequalities, ...sums].map(({ value }) => [value]))
    const holds = view.get('[data-testid="inequalities"]').findAll('svg')
    expect(holds.map((icon) => icon.attributes('aria-label') === 'yes')).toEqual(
      inequalities.map(({ holds: does }) => does),
    )
  }
  shows({ w: [1, 1], b: -1 })
  await set(1, 'w1', 2.5)
  shows({ w: [2.5, 1], b: -1 })
  await set(1, 'w2', -3)
  shows({ w: [2.5, -3], b: -1 })
  await set(1, 'b', 0.25)
  shows({ w: [2.5, -3], b: 0.25 })
})

it('shows which functions a line does, and XOR through a hidden layer', () => {
  const { linearly_separable_by_truth_table_00_01_10_11: golden, hidden_layer_solution } = goldens.xor_single_perceptron
  const functions = view.get('[aria-label="The sixteen functions"]').findAll('button')
  // "0110, no line" stands below the name.
  const said = functions.map((button) => button.get('.font-mono').text().split(', '))
  expect(Object.fromEntries(said.map(([truth, note]) => [truth, note === undefined]))).toEqual(golden)
  expect(
    cells(view, 'hidden-layer').map((row) => row.slice(1).map((cell) => Number(plain(cell).split('→ ')[1]))),
  ).toEqual(hidden_layer_solution.table.map(({ h1_h2_y }) => h1_h2_y))
})
