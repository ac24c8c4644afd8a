import { describe, expect, it } from 'vitest'
import { fans, initialize } from '../../../src-engine/reference/initializers.ts'
import type { Initializer } from '../../../src-engine/spec/initializer.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { goldens } from '../support/goldens.ts'
import { network } from '../support/networks.ts'
import { expectGolden } from '../support/numbers.ts'

const SHAPE = [200, 100]

function drawn(initializer: Exclude<Initializer, 'auto'>): Float64Array {
  const tensor = new Float64Array(sizeOf(SHAPE))
  initialize(tensor, SHAPE, initializer, createRng(3, 'initializer'))
  return tensor
}
const mean = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0) / x.length
function variance(x: Float64Array): number {
  const middle = mean(x)
  return mean(x.map((value) => (value - middle) ** 2))
}
const largest = (x: Float64Array): number => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe('initialisers', () => {
  it.each([
    ['lecunUniform', 1 / 200, Math.sqrt(3 / 200)],
    ['lecunNormal', 1 / 200, (2 * Math.sqrt(1 / 200)) / 0.87962566],
  ] as const)('%s has variance %f and stays within %f', (initializer, expected, bound) => {
    const values = drawn(initializer)
    expect(Math.abs(variance(values) / expected - 1)).toBeLessThan(0.04)
    expect(largest(values)).toBeLessThanOrEqual(bound)
    expect(largest(values)).toBeGreaterThan(0.97 * bound)
  })

  it('uniform fills its interval', () => {
    const values = drawn({ type: 'randomUniform', minval: -1, maxval: 3 })
    expect([Math.min(...values), Math.max(...values)].map((end) => Math.round(100 * end))).toEqual([-100, 300])
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1)
    expect(Math.max(...values)).toBeLessThan(3)
    expect(mean(values)).toBeCloseTo(1, 1)
  })

  it('uniform is 2ε·rand − ε of the golden draws', () => {
    const draws = [0, 0.5, 0.999]
    const tensor = new Float64Array(3)
    const rng = { ...createRng(1, 'initializer'), uniform: () => draws.shift()! }
    initialize(tensor, [1, 3], { type: 'randomUniform', minval: -0.12, maxval: 0.12 }, rng)
    expectGolden(tensor, goldens.theta_random_init['rand_0_.5_.999 with EPS .12'])
  })

  it('normal has its mean and deviation, and is not cut off', () => {
    const values = drawn({ type: 'randomNormal', mean: 5, stddev: 2 })
    expect(mean(values)).toBeCloseTo(5, 1)
    expect(Math.sqrt(variance(values))).toBeCloseTo(2, 1)
    expect(largest(values.map((value) => value - 5))).toBeGreaterThan(6)
  })

  it('take the numbers of their generator one by one; beyond two deviations the next', () => {
    const first = (initializer: Exclude<Initializer, 'auto'>, ...numbers: number[]): number[] => {
      const next = (): number => numbers.shift()!
      const tensor = new Float64Array(2)
      initialize(tensor, [8, 2], initializer, { ...createRng(1, 'initializer'), uniform: next, normal: next })
      return [...tensor]
    }
    const cut = 0.87962566103423978
    expect(first({ type: 'randomNormal', mean: 5, stddev: 2 }, 0.5, -3)).toEqual([6, -1])
    expectGolden(first('heUniform', 0.75, 0), [Math.sqrt(6 / 8) / 2, -Math.sqrt(6 / 8)])
    expectGolden(first('glorotUniform', 0.75, 0), [Math.sqrt(6 / 10) / 2, -Math.sqrt(6 / 10)])
    expectGolden(first('heNormal', -2.5, 2, 2.5, -2), [(2 * Math.sqrt(2 / 8)) / cut, (-2 * Math.sqrt(2 / 8)) / cut])
    expectGolden(first('glorotNormal', 1, -1), [Math.sqrt(2 / 10) / cut, -Math.sqrt(2 / 10) / cut])
  })

  it('constants', () => {
    expect(new Set(drawn({ type: 'constant', value: 0.3 }))).toEqual(new Set([0.3]))
    expect(new Set(drawn('ones'))).toEqual(new Set([1]))
    expect(new Set(drawn('zeros'))).toEqual(new Set([0]))
  })

  it('count what a unit sees', () => {
    expect(fans([3, 3, 16])).toEqual({ fanIn: 9, fanOut: 9 })
    expect(fans([3, 3, 4, 8])).toEqual({ fanIn: 36, fanOut: 72 })
    expect(fans([7])).toEqual({ fanIn: 7, fanOut: 7 })
  })
})

it('every tensor begins by its own initialiser and in a stream of its own', () => {
  const spec = network({
    input: [4, 6],
    layers: [
      { type: 'recurrent', units: 6, biasInitializer: { type: 'constant', value: 2 }, returnSequences: true },
      { type: 'batchNorm' },
    ],
  })
  const weights = initialWeights(spec, 9)
  let offset = 0
  const tensors = new Map(
    inferShapes(spec).flatMap(({ parameters }) =>
      parameters.map(({ name, shape }) => {
        const start = offset
        offset += sizeOf(shape)
        return [name, weights.subarray(start, offset)] as const
      }),
    ),
  )
  const all = (name: string): number[] => [...new Set(tensors.get(name))]
  expect([all('0.bias'), all('1.gamma'), all('1.beta')]).toEqual([[2], [1], [0]])
  expect([all('1.movingMean'), all('1.movingVariance')]).toEqual([[0], [1]])
  expect(tensors.get('0.kernel')).not.toEqual(tensors.get('0.recurrentKernel'))
  expect(all('0.recurrentKernel')).toHaveLength(36)
})
