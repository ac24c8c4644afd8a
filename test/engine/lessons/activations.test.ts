import { describe, expect, it } from 'vitest'
import { activations } from '../../../src-engine/lessons/activations/activations.ts'
import { deadRelu } from '../../../src-engine/lessons/activations/dead-relu.ts'
import { costs, costsOf } from '../../../src-engine/lessons/costs.ts'
import { softmaxLesson } from '../../../src-engine/lessons/softmax.ts'
import { judge } from '../../../src-engine/reference/losses.ts'
import { expectGoldens } from '../support/golden-tree.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'

describe('the lesson activations', () => {
  const result = activations()

  it('has every function and slope at every golden point', () => {
    expect(expectGoldens(result, goldens.activations)).toBe(11 * 12 + 1)
    expect(result.identity_check).toBeLessThan(1e-15)
    expect(result.printed[0]).toMatchObject({ printed: 'atanh(z) = 2σ(z) − 1', agrees: false })
  })

  it('splits a unit into Σ and f', () => {
    const { terms, b, z, outputs, softmax } = activations({ x: [2, 3], w: [0.5, -1], b: 0.25 }).neuron
    expect(terms.map(({ product }) => product)).toEqual([1, -3])
    expect([b, z]).toEqual([0.25, -1.75])
    const s = 1 / (1 + Math.exp(1.75))
    expectGolden([outputs.sigmoid.a, outputs.sigmoid.slope, softmax[0]!], [s, s * (1 - s), s])
    expectGolden([outputs.leakyRelu.a, outputs.leakyRelu.slope], [-0.0175, 0.01])
    expect(outputs.step).toEqual({ a: 0, slope: 0 })
    expect(outputs.relu).toEqual({ a: 0, slope: 0 })
  })

  it('a bias moves the curve', () => {
    for (const { b, half_at, a } of activations({ points: [-2, 2] }).bias_shift) {
      expect(half_at + b).toBe(0)
      expectGolden(a, [1 / (1 + Math.exp(2 - b)), 1 / (1 + Math.exp(-2 - b))])
    }
  })

  it('gradients vanish behind sigmoids and stay behind relu', () => {
    const { sigmoid, relu } = activations({ depth: 4, depthZ: 0, depthWeight: 2 }).vanishing
    expectGolden(sigmoid.products, [0.5, 0.25, 0.125, 0.0625])
    expect(relu.products).toEqual([0, 0, 0, 0])
    expect(result.vanishing.relu.products).toEqual(Array(10).fill(1))
    expect(result.vanishing.sigmoid.products.at(-1)).toBeLessThan(1e-6)
  })

  it('a rate that is too large kills units, a small one none', () => {
    const shares = result.dead_relu.map(({ after }) => after)
    expect(shares.slice(0, 2)).toEqual([0, 0])
    expect(shares.at(-1)).toBeGreaterThan(0.4)
    expect(deadRelu({ rates: [0.1], units: 4, steps: 0, seed: 1 })[0]).toMatchObject({ before: 0, after: 0 })
  })
})

describe('the lesson softmax', () => {
  const rows = softmaxLesson()

  it('has every number of the goldens', () => {
    // The logarithm of a sum near 1 keeps fewer digits.
    expect(expectGoldens(rows, goldens.softmax, 1e-11)).toBeGreaterThan(100)
    expect(Object.keys(rows)).toEqual(Object.keys(goldens.softmax))
  })

  it('shows the exponentials that it divides', () => {
    for (const { exponentials, total, softmax, z, largest } of Object.values(rows)) {
      expect(largest).toBe(Math.max(...z))
      expectGolden(
        exponentials.map((value) => value / total),
        softmax,
      )
    }
  })
})

describe('the lesson costs', () => {
  const { vectors, ce_magnifies, local_error_example, certainty } = costs()

  it('has every cost of every pair of vectors', () => {
    const { note: _, derivative_note: __, ...golden } = goldens.costs as unknown as Record<string, object>
    const compared = Object.entries(golden).map(([name, block]) => {
      if (name === 'ce_magnifies') return expectGoldens(ce_magnifies, block)
      if (name === 'local_error_example') return expectGoldens(local_error_example, block)
      const { n_examples, ...values } = { ...block, ...('values' in block ? (block.values as object) : {}) } as Record<
        string,
        number
      >
      const numbers = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number'))
      expect(vectors[name]!.n_examples).toBe(n_examples)
      return expectGoldens(vectors[name]!.values, numbers)
    })
    expect(compared.reduce((sum, count) => sum + count)).toBeGreaterThan(8 * 12)
  })

  it('is the reference’s', () => {
    const { T, Z, values } = vectors.three_class!
    const [a, y] = [Float64Array.from(Z.flat()), Float64Array.from(T.flat())]
    for (const [key, loss] of [
      ['SE_half_sum', 'halfSumSquaredError'],
      ['MAE_keras', 'meanAbsoluteError'],
      ['KL(t||z)/n', 'kullbackLeiblerDivergence'],
      ['exponential_tau1(tau*exp(sum sq/tau))/n', 'exponential'],
    ] as const)
      expectGolden([values[key]!], [judge(loss, 'linear', a, { a, y, outputs: 3 }).loss])
  })

  it('shows terms that lead to the cost', () => {
    for (const { costs: all } of Object.values(vectors)) {
      const { terms, shares, value } = all.SSE!
      expectGolden([terms.flat().reduce((sum, term) => sum + term, 0)], [value])
      expectGolden([shares.reduce((sum, share) => sum + share, 0)], [value])
    }
    expect(vectors.book_5_1_3_2!.costs.SSE!.terms).toEqual([goldens.costs.book_5_1_3_2!.printed_terms])
    expect(Object.keys(costsOf({ T: [[0]], Z: [[2]] }).values)).not.toContain('cce(1/n, -sum t ln z)')
  })

  it('cross-entropy corrects what is surely wrong, the square does not', () => {
    const { squared, crossEntropy, deltaSquared, deltaCrossEntropy } = certainty.at(-1)!
    expectGolden([squared, crossEntropy], [0.499999999, -Math.log(1e-9)])
    expect(Math.abs(deltaSquared)).toBeLessThan(1e-8)
    expect(deltaCrossEntropy).toBeCloseTo(-1, 8)
  })
})
