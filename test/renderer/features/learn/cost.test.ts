import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, expect, it, vi } from 'vitest'
import { certainty, costsOf } from '../../../../src-engine/lessons/costs.ts'
import { formatNumber } from '../../../../src-renderer/ui/format.ts'
import { answerAll, edit, openLesson, plain, textOf } from './open-lesson.ts'

// There is no canvas here; drawing is tested in a browser.
vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))

/** Opened once: laying a lesson out takes its time. */
let view: VueWrapper
beforeAll(async () => {
  localStorage.clear()
  view = await openLesson('cost')
})

it('takes answers', async () => answerAll(view, 'cost'))

it('shows every cost of the same vectors, and follows each number of them', async () => {
  const shows = (T: number[][], Z: number[][]): void => {
    const { values } = costsOf({ T, Z })
    const rows = view.findAll('[data-testid="costs"] [data-cost]')
    expect(rows.map((row) => row.attributes('data-cost'))).toEqual(Object.keys(values))
    for (const value of Object.values(values)) expect(textOf(view, 'costs')).toContain(value.toFixed(6))
  }
  shows([[0, 1]], [[0.5934, 0.7353]])
  await edit(view, 'Z-0-0', 0.1)
  shows([[0, 1]], [[0.1, 0.7353]])
  await edit(view, 'T-0-1', 0.5)
  shows([[0, 0.5]], [[0.1, 0.7353]])
  // No probability: the cross-entropies have nothing to say.
  await edit(view, 'Z-0-0', 5)
  expect(textOf(view, 'costs')).toContain('2 more are costs of probabilities')
})

it('shows the terms of the cost that is pressed', async () => {
  await view.get('[data-testid="vectors"] button').trigger('click')
  expect(textOf(view, 'cost-terms')).toContain('0.3521 + 0.0701 = 0.4222')
  await view.get('[data-cost="L1_slides(1/n)"]').trigger('click')
  expect(textOf(view, 'cost-terms')).toContain('0.5934 + 0.2647 = 0.8581')
})

it('says what a sure and wrong answer costs', async () => {
  for (const a of [0.05, 0.001, 0.9]) {
    await edit(view, 'given', a)
    const { squared, deltaSquared, crossEntropy, deltaCrossEntropy } = certainty(a)
    const cells = [squared, deltaSquared, crossEntropy, deltaCrossEntropy].map((value) => plain(formatNumber(value, 4)))
    expect(textOf(view, 'certainty')).toContain(cells.join(''))
  }
})
