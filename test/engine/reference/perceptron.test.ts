import { describe, expect, it } from 'vitest'
import { initialState } from '../../../src-engine/reference/optimizers.ts'
import { fire, perceptronRule, type Perceptron } from '../../../src-engine/reference/perceptron.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { goldens } from '../support/goldens.ts'
import { network, training } from '../support/networks.ts'

const unit = ({ w, b }: { readonly w: readonly number[]; readonly b: number }): Perceptron => ({
  w: Float64Array.from(w),
  b,
})
const tables = { ...goldens.cheese_festival, ...goldens.gates }
const rows = [0, 1, 2, 3].map((i) => Float64Array.of(i >> 1, i & 1))

describe('one unit with a threshold', () => {
  it.each(['any_two', 'thirst', 'AND', 'OR', 'NOT', 'NAND'] as const)('%s', (name) => {
    for (const { x, z, y } of tables[name].table)
      expect(fire(unit(tables[name]), Float64Array.from(x))).toEqual({ z, a: y })
    expect(tables[name].table).toHaveLength(2 ** tables[name].w.length)
  })

  it('XOR is AND of OR and NAND in two layers', () => {
    const { h1, h2, out, table } = goldens.xor_single_perceptron.hidden_layer_solution
    for (const { x, h1_h2_y } of table) {
      const hidden = [h1, h2].map((each) => fire(unit(each), Float64Array.from(x)).a)
      expect([...hidden, fire(unit(out), Float64Array.from(hidden)).a]).toEqual(h1_h2_y)
    }
  })
})

describe('the perceptron rule', () => {
  const { separable_count, linearly_separable_by_truth_table_00_01_10_11: separable } = goldens.xor_single_perceptron

  /** Repeats the rule over the four rows until all are right; null when they never are. */
  function learn(wanted: readonly number[]): Perceptron | null {
    let found: Perceptron = { w: new Float64Array(2), b: 0 }
    for (let epoch = 0; epoch < 100; epoch++) {
      if (rows.every((x, i) => fire(found, x).a === wanted[i])) return found
      rows.forEach((x, i) => {
        found = perceptronRule(found, x, wanted[i]!, 1)
      })
    }
    return null
  }

  it('learns the 14 of 16 functions of two inputs that a line separates, and XOR never', () => {
    const learnt = Object.keys(separable).filter((table) => learn([...table].map(Number)))
    expect(learnt).toHaveLength(separable_count)
    expect(learnt).toEqual(Object.keys(separable).filter((table) => separable[table]))
    expect(learn([0, 1, 1, 0])).toBeNull()
  })

  it('is gradient descent on the perceptron criterion, one example at a time', () => {
    const spec = network({ input: [2], layers: [{ type: 'dense', units: 1, activation: 'step' }] })
    const settings = training({ loss: 'perceptron', optimizer: { type: 'sgd', learningRate: 0.25 } })
    let weights = Float64Array.of(0.5, -1, 0.25)
    let byRule: Perceptron = { w: Float64Array.of(0.5, -1), b: 0.25 }
    for (let step = 0; step < 12; step++) {
      const label = Number(step % 4 !== 0)
      const x = rows[step % 4]!
      weights = Float64Array.from(trainStep(spec, settings, weights, initialState(3), { x, labels: [label] }).weights)
      byRule = perceptronRule(byRule, x, label, 0.25)
      expect([...weights]).toEqual([...byRule.w, byRule.b])
    }
  })
})
