import { describe, expect, it } from 'vitest'
import { optimisers } from '../../../src-engine/lessons/optimisers/optimisers.ts'
import { networkRace } from '../../../src-engine/lessons/optimisers/network-race.ts'
import { race } from '../../../src-engine/lessons/optimisers/race.ts'
import { SURFACES, type Surface } from '../../../src-engine/lessons/optimisers/surfaces.ts'
import { update } from '../../../src-engine/lessons/update/update.ts'
import { expectGoldens } from '../support/golden-tree.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'

describe('the lesson update', () => {
  const result = update()

  it('has the goldens', () => {
    const { momentum_constant_gradient, schedules_standard, gradient_descent_1d } = goldens
    expectGoldens(result, { momentum_constant_gradient, schedules_standard, gradient_descent_1d })
    expect(Object.keys(result.gradient_descent_1d.eta).sort()).toEqual(Object.keys(gradient_descent_1d.eta).sort())
  })

  it('tells what each rate does', () => {
    expect(result.gradient_descent_1d.pace).toEqual({
      ...{ '0.01': 'slow', '0.1': 'slow', '0.5': 'exact', '0.9': 'overshoots', '1.0': 'oscillates', '1.1': 'diverges' },
    })
    for (const path of Object.values(result.gradient_descent_1d.paths))
      for (const { x, value, slope } of path) expectGolden([value, slope], [x * x, 2 * x])
  })

  it('momentum carries over into the deeper valley', () => {
    const { without, with_momentum } = result.local_minima
    expect(without.at(-1)!.x).toBeGreaterThan(0.9)
    expect(with_momentum.at(-1)!.x).toBeLessThan(-1)
    expect(with_momentum.at(-1)!.value).toBeLessThan(without.at(-1)!.value)
  })

  it('batch, online and mini-batch make other steps on the same data', () => {
    const { updates_per_epoch, paths, best, data } = result.batching
    expect(updates_per_epoch).toEqual({ batch: 1, online: 20, miniBatch: 4 })
    expect(Object.values(paths).map(({ length }) => length)).toEqual([11, 201, 41])
    expect(Object.values(paths).map(([first]) => first!.cost)).toEqual(Array(3).fill(paths.batch[0]!.cost))
    const falls = paths.batch.slice(1).every(({ cost }, i) => cost < paths.batch[i]!.cost)
    expect(falls).toBe(true)
    for (const path of Object.values(paths)) for (const { cost } of path) expect(cost).toBeGreaterThanOrEqual(best.cost)
    // The first step of batch, by hand.
    const mean = (of: (one: { x: number; y: number }) => number) => data.reduce((sum, one) => sum + of(one), 0) / 20
    expectGolden([paths.batch[1]!.w, paths.batch[1]!.b], [0.1 * mean(({ x, y }) => x * y), 0.1 * mean(({ y }) => y)])
  })
})

describe('the lesson optimisers', () => {
  const result = optimisers()

  it('has three steps of every variant', () => {
    const { theta0, runs } = goldens.optimisers
    expect(expectGoldens(result, { theta0, runs }, 1e-11)).toBe(2 + 19 * 3 * 4)
    expect(result.grad0).toEqual([1, -5])
  })

  it.each(Object.entries(SURFACES) as [string, Surface][])(
    'has the slopes of the %s',
    (_, { value, gradient, ...rest }) => {
      const [x, y] = [0.3, -0.7]
      const e = 1e-6
      const numeric = [(value(x + e, y) - value(x - e, y)) / (2 * e), (value(x, y + e) - value(x, y - e)) / (2 * e)]
      expectGolden(gradient(x, y), numeric, 1e-6)
      expectGolden(gradient(...rest.minimum), [0, 0])
    },
  )

  it('says what each remembers', () => {
    const course = race({ surface: 'ravine' })
    course.next()
    const memory = new Map(course.next().value.runners.map(({ name, first, second }) => [name, { first, second }]))
    expectGolden(memory.get('momentum')!.first, [-0.02 * 1, -0.02 * -5])
    expectGolden(memory.get('Adagrad')!.first, [1, 25])
    expectGolden(memory.get('Adam')!.first, [0.1, -0.5])
    expectGolden(memory.get('Adam')!.second, [0.001, 0.025])
  })

  it('lets nine race in lock-step from one place', () => {
    for (const [surface, { start, finishes }] of Object.entries(result.race)) {
      expect(finishes.map(({ name }) => name)).toEqual([
        ...['SGD', 'momentum', 'Nesterov', 'Adagrad', 'Adadelta', 'RMSprop', 'Adam', 'AdaMax', 'Nadam'],
      ])
      for (const { name, path, value } of finishes) {
        expect(path[0]).toEqual(start)
        expect(path).toHaveLength(101)
        const from = (SURFACES as Record<string, Surface>)[surface]!.value(...start)
        expect(value, `${name} on ${surface}`).toBeLessThan(from)
      }
    }
    // What each is there to show: momentum is faster through a ravine, and SGD stays at the saddle.
    const distance = (surface: 'ravine' | 'saddle', name: string) =>
      result.race[surface].finishes.find((one) => one.name === name)!.distance
    expect(distance('ravine', 'momentum')).toBeLessThan(distance('ravine', 'SGD') / 10)
    expect(distance('saddle', 'SGD')).toBeGreaterThan(0.5)
    expect(distance('saddle', 'Adam')).toBeLessThan(0.1)
  })

  it('starts where it is told', () => {
    const course = race({ surface: 'bowl', start: [3, 4], optimisers: { one: { type: 'sgd', learningRate: 0.5 } } })
    expect(course.next().value.runners).toMatchObject([
      { name: 'one', theta: [3, 4], value: 12.5, gradient: [0, 0], step: [0, 0], first: [0, 0], second: [0, 0] },
    ])
    expect(course.next().value.runners).toMatchObject([
      { name: 'one', theta: [1.5, 2], value: 3.125, gradient: [3, 4], step: [1.5, 2] },
    ])
  })

  it('races on a network with the same weights and batches', () => {
    const course = networkRace()
    expect(new Set(Object.values(course.next().value.losses)).size).toBe(1)
    for (const [name, losses] of Object.entries(result.network_race)) {
      expect(losses).toHaveLength(101)
      expect(losses.at(-1), name).toBeLessThan(losses[0]!)
    }
  })
})
