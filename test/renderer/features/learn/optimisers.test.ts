import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, expect, it, vi } from 'vitest'
import { optimisers } from '../../../../src-engine/lessons/optimisers/optimisers.ts'
import { networkRace, NETWORK_RACE } from '../../../../src-engine/lessons/optimisers/network-race.ts'
import {
  FIELDS,
  race,
  type Field,
  type RaceOptions,
  type Runner,
} from '../../../../src-engine/lessons/optimisers/race.ts'
import { contours } from '../../../../src-renderer/features/learn/lessons/optimisers/contours.ts'
import { equationOf } from '../../../../src-renderer/features/learn/lessons/optimisers/equations.ts'
import { leavesSaddle } from '../../../../src-renderer/features/learn/lessons/optimisers/questions.ts'
import { SURFACES } from '../../../../src-engine/lessons/optimisers/surfaces.ts'
import { OptimizerSpec } from '../../../../src-engine/spec/optimizer.ts'
import { formatNumber } from '../../../../src-renderer/ui/format.ts'
import { answerAll, edit, openLesson, plain, textOf } from './open-lesson.ts'

// There is no canvas here; drawing is tested in a browser.
vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))

let view: VueWrapper
beforeAll(async () => {
  localStorage.clear()
  view = await openLesson('optimisers')
})

const press = (testId: string): Promise<void> => view.get(`[data-testid="${testId}"]`).trigger('click')

function runnersAfter(steps: number, options: RaceOptions): readonly Runner[] {
  const course = race(options)
  for (let step = 0; step < steps; step++) course.next()
  return course.next().value.runners
}
function showsRunners(steps: number, options: RaceOptions): void {
  const { minimum } = SURFACES[options.surface]
  for (const { theta, value } of runnersAfter(steps, options)) {
    const toGo = Math.hypot(theta[0] - minimum[0], theta[1] - minimum[1])
    const numbers = [...theta, value, toGo].map((one) => formatNumber(one)).join('')
    expect(textOf(view, 'runners')).toContain(plain(numbers))
  }
}

it('takes answers', async () => answerAll(view, 'optimisers'))

it('asks who leaves the saddle last, and SGD does', () => {
  const left = leavesSaddle(300)
  expect([...left.entries()].at(-1)![0]).toBe('SGD')
  expect(left.size).toBe(9)
})

it('goes step by step, from another place, with other rates, on another surface', async () => {
  showsRunners(0, { surface: 'ravine' })
  await press('step')
  await press('step')
  showsRunners(2, { surface: 'ravine' })
  const way = (): string => view.get('[data-testid="way-SGD"]').attributes('points')!
  expect(way().split(' ')).toHaveLength(3)

  await view.get('[data-testid="start"]').trigger('keydown', { key: 'ArrowUp' })
  showsRunners(2, { surface: 'ravine', start: [1, -0.45] })

  await edit(view, 'rate-Adam', 0.5)
  const changed: Field = { ...FIELDS.ravine, Adam: { type: 'adam', learningRate: 0.5 } }
  showsRunners(2, { surface: 'ravine', start: [1, -0.45], optimisers: changed })
  // No learning rate: nothing changes.
  await edit(view, 'rate-Adam', -1)
  showsRunners(2, { surface: 'ravine', start: [1, -0.45], optimisers: changed })

  await view.findAll('[data-testid="surface"] button')[4]!.trigger('click')
  showsRunners(0, { surface: 'rosenbrock' })
})

it('says when one has diverged', async () => {
  await view.findAll('[data-testid="surface"] button')[4]!.trigger('click')
  await edit(view, 'rate-SGD', 1)
  await view.get('[data-testid="race-step"]').setValue('20')
  expect(textOf(view, 'runners')).toContain('diverged')
  expect(textOf(view, 'equation')).toContain('a lower rate')
})

it('plays until it is paused', async () => {
  vi.useFakeTimers()
  try {
    await press('reset')
    await press('play')
    await vi.advanceTimersByTimeAsync(220)
    await press('pause')
    await vi.advanceTimersByTimeAsync(500)
    expect(Number(view.get<HTMLInputElement>('[data-testid="race-step"]').element.value)).toBe(4)
  } finally {
    vi.useRealTimers()
  }
})

it.each(Object.entries(FIELDS.ravine))('writes the step of %s out', (name, given) => {
  const spec = OptimizerSpec.parse(given)
  const place = (step: number): Runner => runnersAfter(step, { surface: 'ravine' }).find((one) => one.name === name)!
  const lines = equationOf(spec, place(2), place(3), { axis: 1, t: 3 })
  const [last] = lines.at(-1)!.slice(1)
  const [to, from, by] = [...last!.matchAll(/-?\d+\.\d+/g)].map(([text]) => Number(text))
  expect(to).toBeCloseTo(from! - by!, 9)
  expect(to).toBeCloseTo(place(3).theta[1], 3)
  expect(lines.flat().every((text) => text !== '')).toBe(true)
})

it('computes what Adam’s equation says', () => {
  const [before, after] = [1, 2].map((step) => runnersAfter(step, { surface: 'ravine' })[6]!)
  const spec = OptimizerSpec.parse(FIELDS.ravine.Adam)
  const text = equationOf(spec, before!, after!, { axis: 0, t: 2 })[2]![1]
  const [delta, eta, m, , beta1, t, v, , beta2] = [...text.matchAll(/\d+(\.\d+)?/g)].map(([one]) => Number(one))
  expect([beta1, beta2, t]).toEqual([0.9, 0.999, 2])
  expect((eta! * m!) / (1 - beta1! ** 2) / Math.sqrt(v! / (1 - beta2! ** 2))).toBeCloseTo(delta!, 5)
})

it('draws lines of equal height', () => {
  const { value, view: seen } = SURFACES.bowl
  const height = ([x, y]: readonly [number, number]): number =>
    value(seen.x[0] + x * (seen.x[1] - seen.x[0]), seen.y[0] + y * (seen.y[1] - seen.y[0]))
  const all = contours(SURFACES.bowl)
  expect(all.length).toBeGreaterThan(500)
  for (const [from, to] of all) expect(height(from)).toBeCloseTo(height(to), 1)
})

it('races on a network with the same batches, anew when a rate changes', async () => {
  const losses = (optimisers: Field): string[] => {
    const course = networkRace({ optimisers })
    for (let step = 0; step < 150; step++) course.next()
    return Object.values(course.next().value.losses).map((loss) => plain(formatNumber(loss)))
  }
  const shows = async (wanted: string[]): Promise<void> => {
    await expect.poll(() => textOf(view, 'network-race'), { timeout: 20_000 }).toContain('cost at 150')
    for (const loss of wanted) expect(textOf(view, 'network-race')).toContain(loss)
  }
  const before = losses(NETWORK_RACE.optimisers)
  await shows(before)
  await edit(view, 'network-rate-SGD', 0.001)
  const after = losses({ ...NETWORK_RACE.optimisers, SGD: { type: 'sgd', learningRate: 0.001 } })
  expect(after[0]).not.toBe(before[0])
  await shows(after)
})

it('has three steps of every form', async () => {
  const shows = (theta0: [number, number]): void => {
    const { runs, grad0 } = optimisers({ theta0, steps: 0 })
    expect(textOf(view, 'variants-gradient')).toBe(`(${grad0.map((one) => one.toFixed(2)).join(', ')})`)
    const text = textOf(view, 'variants')
    for (const moves of Object.values(runs))
      for (const { theta } of moves) expect(text).toContain(theta.map((one) => one.toFixed(6)).join(' '))
    expect(view.findAll('[data-testid="variants"] tbody tr')).toHaveLength(19)
  }
  shows([1, -0.5])
  await edit(view, 'variants-x', 2)
  shows([2, -0.5])
  await edit(view, 'variants-y', 0.25)
  shows([2, 0.25])
})
