import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, expect, it, vi } from 'vitest'
import { ACTIVATIONS, neuron, vanishingOf } from '../../../../src-engine/lessons/activations/activations.ts'
import { softmaxRow } from '../../../../src-engine/lessons/softmax.ts'
import { formatNumber } from '../../../../src-renderer/ui/format.ts'
import { answerAll, edit, openLesson, plain, textOf } from './open-lesson.ts'

// There is no canvas here; drawing is tested in a browser.
vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))

/** Opened once: laying a lesson out takes its time. */
let view: VueWrapper
beforeAll(async () => {
  localStorage.clear()
  view = await openLesson('activations')
})

it('takes answers', async () => answerAll(view, 'activations'))

it('adds up what comes in, and makes of it what each function does', async () => {
  const shows = (changed: Partial<typeof ACTIVATIONS>): void => {
    const { z, outputs } = neuron({ ...ACTIVATIONS, ...changed })
    expect(Number(textOf(view, 'neuron-sum').split('= ').at(-1))).toBeCloseTo(z, 9)
    for (const name of ['sigmoid', 'tanh'] as const)
      expect(textOf(view, 'functions')).toContain(
        plain(formatNumber(outputs[name].a, 4) + formatNumber(outputs[name].slope, 4)),
      )
  }
  // It begins with other inputs than those of the question above it, whose answer it would show.
  shows({ x: ACTIVATIONS.x.map((value) => value + 1) })
  await edit(view, 'neuron-x1', 2)
  await edit(view, 'neuron-x2', 0.5)
  shows({ x: [2, 0.5] })
  await edit(view, 'neuron-w2', -4)
  shows({ x: [2, 0.5], w: [0.8, -4] })
  await edit(view, 'neuron-b', 1)
  shows({ x: [2, 0.5], w: [0.8, -4], b: 1 })
})

it('moves the sigmoid by a bias', async () => {
  await edit(view, 'shift-b', 3)
  expect(textOf(view, 'half-at')).toBe('One half at x = -3.')
})

it('makes shares of sums that depend on their differences only', async () => {
  const shows = (z: number[]): void => {
    for (const share of softmaxRow(z).softmax) expect(textOf(view, 'softmax')).toContain(share.toFixed(4))
  }
  shows([1, 2, 3])
  await view.get('[data-testid="shift-logits"]').trigger('click')
  shows([1, 2, 3])
  await edit(view, 'logit-1', 1004)
  shows([1004, 1002, 1003])
})

it('shows what is left of a slope', async () => {
  const shows = (depthZ: number, depthWeight: number): void => {
    const { sigmoid, leakyRelu } = vanishingOf({ ...ACTIVATIONS, depthZ, depthWeight })
    for (const { products } of [sigmoid, leakyRelu])
      expect(textOf(view, 'vanishing')).toContain(plain(formatNumber(products.at(-1)!, 4)))
  }
  shows(0.5, 1)
  await edit(view, 'depth-z', -2)
  shows(-2, 1)
  await edit(view, 'depth-w', 3)
  shows(-2, 3)
})

it('trains relus until they die, one rate after the other', async () => {
  await expect.poll(() => textOf(view, 'dead-relu')).not.toContain('…')
  expect(textOf(view, 'dead-relu')).toContain('100.0 %97.5 %')
})
