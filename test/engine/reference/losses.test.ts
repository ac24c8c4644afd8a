import { describe, expect, it } from 'vitest'
import { judge } from '../../../src-engine/reference/losses.ts'
import { exponential } from '../../../src-engine/reference/losses/exponential.ts'
import { smooth } from '../../../src-engine/reference/targets.ts'
import type { Activation } from '../../../src-engine/spec/network.ts'
import type { LossName } from '../../../src-engine/spec/training.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'

const costs = Object.entries(goldens.costs).filter(([, value]) => Array.isArray(value.T))

const names: Partial<Record<string, LossName>> = {
  SSE: 'sumSquaredError',
  SE_half_sum: 'halfSumSquaredError',
  'MSE_book(1/n sum over outputs)': 'meanSummedSquaredError',
  RMS_book: 'rootMeanSquaredError',
  'L2_slides(1/2n)': 'halfMeanSummedSquaredError',
  'L1_slides(1/n)': 'meanSummedAbsoluteError',
  'MSE_keras(mean over all elements)': 'meanSquaredError',
  MAE_keras: 'meanAbsoluteError',
  'bce_slides(1/n, sum over outputs)': 'kOutputCrossentropy',
  'cce(1/n, -sum t ln z)': 'categoricalCrossentropy',
  'hellinger_sq_form(1/sqrt2 sum(sqrt z-sqrt t)^2)/n': 'hellinger',
  'KL(t||z)/n': 'kullbackLeiblerDivergence',
  'exponential_tau1(tau*exp(sum sq/tau))/n': 'exponential',
}

/** The logits that an activation turns into these answers. */
function logitsOf(loss: LossName, a: Float64Array): [Activation, Float64Array] {
  if (loss === 'categoricalCrossentropy') return ['softmax', a.map(Math.log)]
  if (loss === 'kOutputCrossentropy') return ['sigmoid', a.map((p) => Math.log(p / (1 - p)))]
  return ['linear', a]
}

describe.each(costs)('the costs of %s', (_, { T, Z, values }) => {
  const a = Float64Array.from(Z.flat())
  const y = Float64Array.from(T.flat())
  const outputs = T[0]!.length
  // Logits give back answers only where they add up to 1.
  const isDistribution = Z.every((row) => Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) < 1e-12)
  const known = Object.entries(values).filter(
    ([key]) => names[key] && (isDistribution || names[key] !== 'categoricalCrossentropy'),
  )
  it.each(known)('%s', (key, golden) => {
    const [activation, z] = logitsOf(names[key]!, a)
    expectGolden([judge(names[key]!, activation, z, { a, y, outputs }).loss], [golden])
  })
  it('exponential with τ = 2', () => {
    expectGolden([exponential({ a, y, outputs }, 2).loss], [values['exponential_tau2(tau*exp(sum sq/tau))/n']!])
  })
  it('Hellinger distances are roots of it, example by example', () => {
    const distances = Z.map((row, n) => {
      const { loss } = judge('hellinger', 'linear', a, {
        ...{ a: Float64Array.from(row), y: Float64Array.from(T[n]!), outputs },
      })
      return Math.sqrt(loss / Math.SQRT2)
    })
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length
    expectGolden([mean], [values['hellinger_distance_mean(1/sqrt2 * ||sqrt z-sqrt t||)']!])
  })
})

it('all of the golden costs are there', () => {
  expect(costs.map(([name]) => name)).toEqual(
    expect.arrayContaining(['book_5_1_3_2', 'man_vs_chicken_printed', 'mazur_initial', 'three_class', 'distributions']),
  )
  const listed = new Set(costs.flatMap(([, { values }]) => Object.keys(values)))
  for (const key of Object.keys(names)) expect(listed).toContain(key)
})

describe('cross-entropies', () => {
  const z = Float64Array.of(1000, -1000, 0, 3, -40, 710)
  const y = Float64Array.of(0, 1, 1, 0.25, 0.5, 1)

  it('stay finite for any logit', () => {
    for (const loss of ['binaryCrossentropy', 'kOutputCrossentropy'] as const) {
      const { loss: C, delta } = judge(loss, 'sigmoid', z, { a: z, y, outputs: 3 })
      expect(Number.isFinite(C)).toBe(true)
      expect([...delta].every(Number.isFinite)).toBe(true)
    }
    const { loss: C, delta } = judge('categoricalCrossentropy', 'softmax', z, { a: z, y, outputs: 3 })
    expect(C).toBeCloseTo((2000 + 1000 + (0.25 * 707 + 0.5 * 750)) / 2, 9)
    expect([...delta].every(Number.isFinite)).toBe(true)
  })

  it('binary is the mean of what K-output sums', () => {
    const answers = { a: z, y, outputs: 3 }
    const binary = judge('binaryCrossentropy', 'sigmoid', z, answers)
    const summed = judge('kOutputCrossentropy', 'sigmoid', z, answers)
    expectGolden([3 * binary.loss], [summed.loss])
    expectGolden(
      binary.delta.map((d) => 3 * d),
      summed.delta,
    )
  })

  it('Kullback–Leibler of logits is that of their softmax, and finite where this is not', () => {
    const targets = Float64Array.of(0.2, 0.3, 0.5)
    const logits = Float64Array.of(0.3, -1, 2)
    const sum = logits.reduce((total, value) => total + Math.exp(value), 0)
    const p = logits.map((value) => Math.exp(value) / sum)
    const ofLogits = judge('kullbackLeiblerDivergence', 'softmax', logits, { a: p, y: targets, outputs: 3 })
    expectGolden(
      [ofLogits.loss],
      [judge('kullbackLeiblerDivergence', 'linear', p, { a: p, y: targets, outputs: 3 }).loss],
    )
    expectGolden(
      ofLogits.delta,
      p.map((value, i) => value - targets[i]!),
    )
    const far = Float64Array.of(0, 2000, 0)
    expect(judge('kullbackLeiblerDivergence', 'softmax', far, { a: far, y: targets, outputs: 3 }).loss).toBeCloseTo(
      1400 + targets.reduce((entropy, t) => entropy + t * Math.log(t), 0),
      9,
    )
  })
})

it('weights multiply the loss of their example; the mean still divides by the number', () => {
  const a = Float64Array.of(0.5, 0.2, 0.9, 0.4)
  const y = Float64Array.of(1, 0, 0, 1)
  const weights = Float64Array.of(3, 0.5)
  const { loss, delta } = judge('meanSquaredError', 'linear', a, { a, y, outputs: 2, weights })
  expectGolden([loss], [(3 * (0.25 + 0.04) + 0.5 * (0.81 + 0.36)) / 4])
  expectGolden(delta, [(3 * 2 * -0.5) / 4, (3 * 2 * 0.2) / 4, (0.5 * 2 * 0.9) / 4, (0.5 * 2 * -0.6) / 4])
})

it('label smoothing moves a share to every class', () => {
  expectGolden(smooth(Float64Array.of(0, 1, 0, 0), 4, 0.1), [0.025, 0.925, 0.025, 0.025])
  expectGolden(smooth(Float64Array.of(0, 1), 1, 0.1), [0.05, 0.95])
})
