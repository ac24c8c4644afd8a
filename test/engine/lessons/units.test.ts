import { describe, expect, it } from 'vitest'
import { cheese } from '../../../src-engine/lessons/cheese.ts'
import { gate, gates } from '../../../src-engine/lessons/gates/gates.ts'
import { separate } from '../../../src-engine/lessons/gates/separate.ts'
import { xorInfeasible } from '../../../src-engine/lessons/gates/xor-infeasible.ts'
import { expectGoldens } from '../support/golden-tree.ts'
import { goldens } from '../support/goldens.ts'

it('the lesson cheese has both tables, with terms that add up', () => {
  const result = cheese()
  expect(expectGoldens(result, goldens.cheese_festival)).toBe(2 * (3 + 1 + 1 + 8 * 5))
  for (const { b, table } of Object.values(result))
    for (const { products, z } of table) expect(products.reduce((sum, product) => sum + product, b)).toBe(z)
})

describe('the lesson gates', () => {
  const result = gates()
  const { separable_count, linearly_separable_by_truth_table_00_01_10_11 } = goldens.xor_single_perceptron

  it('has the tables of the four gates', () => {
    for (const name of ['AND', 'OR', 'NOT', 'NAND'] as const) {
      const { w, b, table } = goldens.gates[name]
      expectGoldens(result[name], { w, b, table })
    }
    expect(result.printed).toEqual([expect.objectContaining({ printed: '0', computed: 1, agrees: false })])
  })

  it('separates fourteen of sixteen functions, each with a unit that computes it', () => {
    expectGoldens(result, { separable_count, linearly_separable_by_truth_table_00_01_10_11 })
    expect(result.functions).toHaveLength(16)
    for (const { truth, name, separable, unit } of result.functions) {
      expect(unit !== null).toBe(separable)
      if (unit) expect(gate(unit)).toMatchObject({ truth, name })
    }
    expect(result.functions.filter(({ unit }) => !unit).map(({ name }) => name)).toEqual(['XOR', 'XNOR'])
  })

  it('finds the widest street', () => {
    for (const name of ['AND', 'OR'] as const) {
      const { w, b, margin } = goldens.gates[name].hard_margin_svm_line!
      expectGoldens(result.functions.find((one) => one.name === name)?.unit, { w, b, margin })
    }
    // Kerbs at z = ±1, nothing between them.
    for (const { unit, truth } of result.functions)
      if (unit && unit.margin > 0) {
        const distances = unit.table.map(({ z }, i) => (truth[i] === '1' ? z : -z))
        expect(Math.min(...distances)).toBe(1)
      }
  })

  it('knows that a point on the other hull is not separable', () => {
    expect(
      separate(
        [[0.5, 0.5]],
        [
          [0, 0],
          [1, 1],
        ],
      ),
    ).toBeNull()
    expect(separate([[0, 0]], [[3, 4]])).toEqual({ w: [-0.24, -0.32], b: 1, margin: 5 })
  })

  it('has XOR with two outputs', () => {
    expect(result.one_hot_xor).toEqual(goldens.one_hot.xor.rows)
  })
})

describe('the lesson xor-infeasible', () => {
  const { hidden_layer_solution, lattice_solutions_found } = goldens.xor_single_perceptron

  it('adds the inequalities up to a contradiction', () => {
    const { inequalities, sums } = xorInfeasible()
    expect(inequalities.map(({ text }) => text)).toEqual(['b < 0', 'w2 + b ≥ 0', 'w1 + b ≥ 0', 'w1 + w2 + b < 0'])
    expect(sums.map(({ text }) => text)).toEqual(['w1 + w2 + 2b ≥ 0', 'w1 + w2 + 2b < 0'])
    expect(sums[0]!.counts).toEqual(sums[1]!.counts)
    expect(sums[0]!.value).toBe(sums[1]!.value)
  })

  it.each([
    [[1, 1], -1, [true, true, true, false]],
    [[1, 1], -2, [true, false, false, false]],
    [[-3, 2], 0.5, [false, true, false, true]],
  ])('says which of them hold for w = %j, b = %f', (w, b, expected) => {
    const { inequalities, right } = xorInfeasible({ w, b })
    expect(inequalities.map(({ holds }) => holds)).toEqual(expected)
    expect(right).toBe(expected.filter(Boolean).length)
  })

  it('finds nothing on the lattice, and a hidden layer that does it', () => {
    const result = xorInfeasible()
    expect(result).toMatchObject({ lattice_points: 25 ** 3, lattice_solutions_found, lattice_most_right: 3 })
    expectGoldens(result, { hidden_layer_solution })
    expect(result.printed.map(({ printed, computed }) => [printed, computed])).toEqual([
      ['0 ≥ w1 + b', 'w1 + b ≥ 0'],
      ['0 ≥ w2 + b', 'w2 + b ≥ 0'],
    ])
  })
})
