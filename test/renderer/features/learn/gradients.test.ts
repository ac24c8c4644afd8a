import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, expect, it, vi } from 'vitest'
import { manVersusChickenByHand } from '../../../../src-engine/lessons/man-vs-chicken/man-vs-chicken.ts'
import { MAZUR, mazur } from '../../../../src-engine/lessons/mazur/mazur.ts'
import { ng, NG } from '../../../../src-engine/lessons/ng.ts'
import { pathOfSum, pathToCost } from '../../../../src-renderer/features/learn/figures/worked/paths.ts'
import { symbolTex, symbolText } from '../../../../src-renderer/features/learn/symbols.ts'
import { goldens } from '../../../engine/support/goldens.ts'
import { cells } from './lesson-tables.ts'
import { answerAll, edit, openLesson, plain, textOf } from './open-lesson.ts'

vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => {} }))

/** Opened once: laying a lesson out takes its time. */
let view: VueWrapper
beforeAll(async () => {
  localStorage.clear()
  view = await openLesson('gradients')
})

it('takes answers', async () => answerAll(view, 'gradients'))

it('lights what lies between a weight and the cost, and nothing else', () => {
  const { unfolded } = mazur()
  expect([...pathToCost(unfolded, 'w5')].sort()).toEqual(['h1', 'o1', 'w5'])
  expect([...pathToCost(unfolded, 'w1')].sort()).toEqual(['h1', 'i1', 'o1', 'o2', 'w1', 'w5', 'w7'])
  expect([...pathToCost(unfolded, 'h2')].sort()).toEqual(['h2', 'o1', 'o2', 'w6', 'w8'])
  expect([...pathOfSum(unfolded, 'o2')].sort()).toEqual(['b_o2', 'h1', 'h2', 'o2', 'w7', 'w8'])
})

it('writes names as people do', () => {
  expect(['w5', 'bw1', 'b_h2', 'Θ1_20', 'a3_1'].map(symbolText)).toEqual(['w₅', 'bw₁', 'b₁', 'Θ¹₂₀', 'a³₁'])
  expect(['w5', 'bw1', 'b_o1', 'Θ1_20'].map(symbolTex)).toEqual([
    ...['w_{5}', '\\mathit{bw}_{1}', 'b_{2}', '\\Theta^{(1)}_{20}'],
  ])
})

it('unfolds the weight that is pressed, and follows every number of the example', async () => {
  expect(textOf(view, 'chain')).toContain('0.1385·0.5933 = 0.0822')
  await view.get('[data-edge="w1"]').trigger('click')
  expect(textOf(view, 'chain')).toContain('0.05540 - 0.01905 = 0.03635')
  expect(view.get('[data-edge="w6"]').classes()).toContain('faded')
  expect(view.get('[data-edge="w7"]').classes()).not.toContain('faded')
  const last = (): string => plain(view.get('[data-testid="chain"]').text()).split('= ').at(-1)!
  const shown = (gradient: number): void => expect(Math.abs(Number(last()) / gradient - 1)).toBeLessThan(1e-3)
  shown(mazur().gradients.w1!)

  await edit(view, 'input-1', 0.5)
  shown(mazur({ x: [0.5, 0.1] }).gradients.w1!)
  await edit(view, 'target-2', 0)
  shown(mazur({ x: [0.5, 0.1], t: [0.01, 0] }).gradients.w1!)
  await edit(view, 'chosen-weight', -1)
  const changed = { x: [0.5, 0.1], t: [0.01, 0], w: { ...MAZUR.w, w1: -1 } }
  shown(mazur(changed).gradients.w1!)
  await view.get('[data-testid="order"] button:last-child').trigger('click')
  shown(mazur({ ...changed, order: 'sequential' }).gradients.w1!)
  expect(mazur(changed).gradients.w1).not.toBe(mazur({ ...changed, order: 'sequential' }).gradients.w1)
  await view.get('[data-testid="as-printed"]').trigger('click')
  shown(mazur().gradients.w1!)

  await view.get('[data-testid="example"] button:last-child').trigger('click')
  await view.get('[data-edge="bw2"]').trigger('click')
  shown(manVersusChickenByHand().gradients.bw2!)
})

it('is gone through with the arrow keys', async () => {
  await view.get('[data-testid="example"] button:first-child').trigger('click')
  const network = view.get('[data-testid="worked-network"]')
  const checked = (): string | undefined => network.get('[aria-checked="true"]').attributes('data-edge')
  expect(checked()).toBe('w5')
  await network.trigger('keydown', { key: 'ArrowRight' })
  expect(checked()).toBe('w7')
  expect(network.findAll('[tabindex="0"]').length).toBe(1)
})

it('shows both orders, and every slip that is printed with its reason', () => {
  expect(textOf(view, 'orders')).toContain(
    `E after the step${mazur().errorAfter.toFixed(9)}${mazur({ order: 'sequential' }).errorAfter.toFixed(9)}`,
  )
  const slips = plain(
    view
      .findAll('[data-testid="printed-slip"]')
      .map((slip) => slip.text())
      .join(' '),
  )
  for (const { printed, why } of manVersusChickenByHand().printed.filter(({ agrees }) => !agrees)) {
    expect(slips).toContain(printed)
    expect(slips).toContain(why)
  }
  expect(slips).toContain('0.291027924')
})

it('trains the example for ten thousand steps in either order, and says what of the print agrees', async () => {
  const golden = (order: 'simultaneous_fixed' | 'sequential_fixed', steps: number) =>
    goldens.mazur.trajectories[order]![steps]!
  const shown = (): string[][] => cells(view, 'trained').map((row) => row.map(plain))
  const press = (group: string, name: string): Promise<void> =>
    view
      .get(`[data-testid="${group}"]`)
      .findAll('button')
      .find((button) => plain(button.text()) === name)!
      .trigger('click')
  /** Slices of a slow machine take their time. */
  const settled = (error: number): Promise<void> =>
    vi.waitFor(() => expect(shown()[0]![1]).toBe(error.toFixed(10)), { timeout: 90_000 })
  await settled(golden('simultaneous_fixed', 100).E_total)

  await press('many-steps', '10 000')
  const after = golden('simultaneous_fixed', 10000)
  await settled(after.E_total)
  expect(shown()[0]).toEqual(['E', '0.0000351019', '0.0000351085', 'no'])
  expect(
    shown()
      .slice(1)
      .map((row) => row[1]),
  ).toEqual([after.out_o1.toFixed(9), after.out_o2.toFixed(9)])
  await press('many-order', 'New output weights')
  await settled(golden('sequential_fixed', 10000).E_total)
  expect(shown().map((row) => row.at(-1))).toEqual(['no', 'yes', 'yes'])
}, 300_000)

it('adds the products of both examples up in Δ', async () => {
  const at = (D: ReturnType<typeof ng>['D']): string => D[0]![0]![2]!.toFixed(6)
  expect(textOf(view, 'ng-sum')).toContain(`D = Δ / 2 = ${at(ng().D)}`)
  await edit(view, 'theta', 0.7)
  const Theta = structuredClone(NG.Theta) as number[][][]
  Theta[0]![0]![2] = 0.7
  expect(textOf(view, 'ng-sum')).toContain(`D = Δ / 2 = ${at(ng({ Theta }).D)}`)
  expect(at(ng({ Theta }).D)).not.toBe(at(ng().D))
})
