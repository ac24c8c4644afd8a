import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { GRADCHECK, gradcheckByHand } from '../../../../src-engine/lessons/gradcheck/by-hand.ts'
import { checkOwnNetwork } from '../../../../src-engine/lessons/gradcheck/own-network.ts'
import {
  costedOf,
  CONVOLUTION,
  OWN_GRADCHECK,
  ownGradcheck,
} from '../../../../src-engine/lessons/gradcheck/own-tensors.ts'
import { presetNetwork } from '../../../../src-engine/spec/presets.ts'
import { ownCheck } from '../../../../src-renderer/features/learn/lessons/gradient-check/own-check.ts'
import { fixed } from '../../../../src-renderer/features/learn/terms.ts'
import { formatNumber } from '../../../../src-renderer/ui/format.ts'
import { FakeApi } from '../../fake-api.ts'
import { sampleDetail, sampleRun } from '../../samples.ts'
import { answer, cells } from './lesson-tables.ts'
import { edit, openLesson } from './open-lesson.ts'
import { OwnCheckWorker } from './own-check-worker.ts'

vi.stubGlobal('Worker', OwnCheckWorker)
vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => {} }))
beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

const NAME = 'gradient-check'
const SLOW = { timeout: 20_000 }

it('takes right answers and says of wrong ones that they are not right yet', async () => {
  const view = await openLesson(NAME)
  const tasks = [
    ['numeric', '0.2', '0.1005'],
    ['best-epsilon', 0, 2],
    ['toy-band', 0, 3],
    ['wrong-sign', '1', '2'],
    ['caught', 0, 1],
  ] as const
  for (const [id, wrong, right] of tasks) {
    expect(await answer(view, id, wrong), id).toContain('Not yet')
    expect(await answer(view, id, right), id).toContain('Right.')
  }
})

it('shows every ε and every weight as the reference computes them, and others when a number changes', async () => {
  const view = await openLesson(NAME)
  const rows = (options: Partial<typeof GRADCHECK>) =>
    gradcheckByHand(options).sweep.map((one) => [fixed(one.numeric, 12), formatNumber(one.relativeError)])
  const weights = (options: Partial<typeof GRADCHECK>) =>
    Object.values(gradcheckByHand(options).all).map((one) => [fixed(one.analytic, 9), fixed(one.numeric, 9)])
  const shown = () => cells(view, 'epsilon').map((row) => row.slice(1, 3))
  const shownWeights = () => cells(view, 'parameter-table').map((row) => row.slice(1, 3))
  expect(shown()).toEqual(rows({}))
  expect(shownWeights()).toEqual(weights({}))
  const printed = [...shown(), ...shownWeights()].flat()

  await edit(view, 'checked-weight', 0.9)
  await edit(view, 'input-1', 1.5)
  const changed = { x: [1.5, 0.35], P: { ...GRADCHECK.P, w5: 0.9 } }
  expect(shown()).toEqual(rows(changed))
  expect(shownWeights()).toEqual(weights(changed))
  const still = [...shown(), ...shownWeights()].flat().filter((text, index) => text === printed[index])
  expect(still).toEqual([])
})

it('draws the chosen ε and weight, and lights the band they are in', async () => {
  const view = await openLesson(NAME)
  const lit = () => view.get('[data-testid="bands"] [aria-current]').text()
  expect(lit()).toContain('correct')
  await view.get('[data-testid="epsilon-1"]').trigger('click')
  expect(lit()).toContain('wrong')
  await view.get('[data-testid="epsilon-slider"]').setValue('0')
  expect(lit()).toContain('double red flag')
  await view.get('[data-testid="parameter-w8"]').trigger('click')
  const { numeric } = gradcheckByHand({ parameter: 'w8', epsilon: 1e-13 })
  expect(view.find(`svg[aria-label*="over w₈"][aria-label*="${formatNumber(numeric)}"]`).exists()).toBe(true)
})

it('catches a broken gradient in front of the batch-norm of a network, and only there', async () => {
  const view = await openLesson(NAME)
  const says = () => view.get('[data-testid="own-verdict"]').text()
  await vi.waitFor(() => expect(says()).toContain('All 6 tensors agree'), SLOW)
  await view.get('[data-testid="own-fault"]').setValue('constantStatistics')
  await vi.waitFor(() => expect(says()).toContain('Caught: 2 of 6'), SLOW)
  const bands = cells(view, 'own-table').map((row) => row.at(-1))
  expect(bands).toEqual(['wrong', 'wrong', 'correct', 'correct', 'correct', 'correct'])
})

it('checks the network of a run of one’s own', async () => {
  const detail = sampleDetail()
  const network = presetNetwork('cnn-medium', [32, 32, 3], 4)
  const api = new FakeApi({
    'runs/list': () => [sampleRun({ id: 'abcd1234', name: 'mine' })],
    'runs/get': () => ({ ...detail, name: 'mine', config: { ...detail.config, network } }),
  })
  const view = await openLesson(NAME, api)
  await vi.waitFor(() => expect(view.find('option[value="abcd1234"]').text()).toBe('mine'), SLOW)
  await view.get('[data-testid="own-network"]').setValue('abcd1234')
  await vi.waitFor(() => expect(view.get('[data-testid="own-verdict"]').text()).toContain('All 11 tensors agree'), SLOW)
  expect(view.get('[data-testid="own-verdict"]').text()).toContain('8×8×3')
})

it('finds the same in a worker as the reference: every tensor, and the largest weight with every ε', () => {
  const { network, loss } = { network: CONVOLUTION, loss: 'categoricalCrossentropy' as const }
  const fault = 'constantStatistics'
  expect([...ownCheck({ kind: 'tensors', network, loss, fault })]).toEqual([...ownGradcheck({ network, loss, fault })])
  const { sweep, broken: _, ...taken } = checkOwnNetwork(costedOf({ ...OWN_GRADCHECK, network, loss }))!
  expect([...ownCheck({ kind: 'sweep', network, loss })]).toEqual(
    sweep.map((compared) => ({ ...compared, taken: expect.objectContaining(taken) as unknown })),
  )
})

it('says when the worker ends before the check is done, and checks again', async () => {
  class Broken extends OwnCheckWorker {
    onerror: ((event: { readonly message: string }) => void) | null = null
    override postMessage(): void {
      this.onerror?.({ message: 'Uncaught RangeError: Array buffer allocation failed' })
    }
  }
  vi.stubGlobal('Worker', Broken)
  const view = await openLesson('gradient-check')
  const figure = view.get('[data-testid="own-network"]').element.closest('.panel')!
  expect(figure.querySelector('[role=alert]')?.textContent).toContain('Array buffer allocation failed')
  vi.stubGlobal('Worker', OwnCheckWorker)
  figure.querySelector<HTMLButtonElement>('[role=alert] button')!.click()
  await vi.waitFor(() => expect(view.get('[data-testid="own-verdict"]').text()).toContain('All '), SLOW)
})
