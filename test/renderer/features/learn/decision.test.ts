import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import { cheese, type Weighing } from '../../../../src-engine/lessons/cheese.ts'
import { goldens } from '../../../engine/support/goldens.ts'
import { cells } from './lesson-tables.ts'
import { answerAll, edit, openLesson, plain, textOf } from './open-lesson.ts'

/** Opened once: laying a lesson out takes its time. */
let view: VueWrapper
beforeAll(async () => {
  localStorage.clear()
  view = await openLesson('decision')
})

/** Every sum, z and answer as the table shows them. */
const shown = (): number[][] =>
  cells(view, 'weighing-table').map((row) => row.slice(2).map((cell) => Number(plain(cell).replace(', go', ''))))
const computed = (weighing: Weighing): number[][] =>
  cheese({ any_two: weighing }).any_two.table.map(({ z, y }) => [z + weighing.threshold, z, y])

it('does not show the answer before it was given', () => {
  expect(shown().map(([, , y]) => y)).not.toEqual(goldens.cheese_festival.any_two.table.map(({ y }) => y))
})

it('takes answers', async () => answerAll(view, 'decision'))

it('has both printed tables', async () => {
  for (const [name, weighing] of [
    ['Any two', goldens.cheese_festival.any_two],
    ['Thirst', goldens.cheese_festival.thirst],
  ] as const) {
    await view
      .findAll('button')
      .find((button) => button.text() === name)!
      .trigger('click')
    expect(shown()).toEqual(weighing.table.map(({ z, y }) => [z - weighing.b, z, y]))
  }
})

it('writes out the sum of the second one', () => {
  const { x, z } = goldens.cheese_festival.thirst.table[6]!
  expect(x).toEqual([1, 1, 0])
  expect(plain(view.get('[data-task="thirst-z"]').text())).toContain(`= ${z},`)
})

it('follows each weight and the threshold', async () => {
  await edit(view, 'weight-1', 4)
  expect(shown()).toEqual(computed({ w: [4, 1, 10], threshold: 11 }))
  await edit(view, 'weight-2', -3)
  expect(shown()).toEqual(computed({ w: [4, -3, 10], threshold: 11 }))
  await edit(view, 'weight-3', 0.5)
  await edit(view, 'threshold', 1.25)
  expect(shown()).toEqual(computed({ w: [4, -3, 0.5], threshold: 1.25 }))
  expect(textOf(view, 'weighing-table')).toContain('-1.25')
})
