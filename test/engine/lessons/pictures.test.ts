import { describe, expect, it } from 'vitest'
import { forwardPass, multiplied } from '../../../src-engine/lessons/forward.ts'
import { digits, someDigits } from '../../../src-engine/lessons/pictures/digits.ts'
import { pictures8x8, plainFigure } from '../../../src-engine/lessons/pictures/pictures-8x8.ts'
import { expectGoldens } from '../support/golden-tree.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'

describe('the lesson forward', () => {
  const result = forwardPass()

  it('has the matrices of the goldens', () => {
    expect(expectGoldens(result, goldens.matrix)).toBe(8 + 6 + 2)
    expect(result.printed[0]).toMatchObject({ printed: '2₃₁', computed: '2₃₂' })
  })

  it('is man versus chicken written with matrices', () => {
    const { forward } = goldens.man_vs_chicken
    const [hidden, output] = result.layers
    expect(hidden!.names).toEqual([
      ['w1', 'w3'],
      ['w2', 'w4'],
    ])
    expectGolden(hidden!.z, [forward.netb1!.full, forward.netb2!.full])
    expectGolden(output!.a, [forward.outc1!.full, forward.outc2!.full])
    for (const { entries, b, z } of result.layers)
      expectGolden(
        entries.map(({ sum }, i) => sum + b[i]!),
        z,
      )
  })

  it('multiplies rows by columns', () => {
    expect(multiplied([[1, 2]], [[3], [4]])).toEqual([{ row: 0, column: 0, products: [3, 8], sum: 11 }])
    expect(result.product.value[2]).toEqual([11 * 90 + 2 * 100, 11 * 85 + 2 * 77, 11 * 92 + 2 * 67, 11 * 97 + 2 * 81])
  })
})

describe('the lesson pictures-8x8', () => {
  const result = pictures8x8()

  it('has 4,224 weights and 66 biases', () => {
    expect(expectGoldens(result.counts, { params: 4290, weights: 4224, bias_weights: 66 })).toBe(3)
    expect(result.counts.nodes_incl_2_bias_nodes).toBe(132)
    expect(result.one_hot).toEqual({ man: goldens.one_hot.man, chicken: goldens.one_hot.chicken })
  })

  it('turns pixels into inputs, black to 1 or to 0', () => {
    expect(result.rows[0]).toEqual([0, 0, 0, 1, 1, 0, 0, 0])
    expect(result.rows.flat()).toEqual(result.vector)
    expect(pictures8x8({ invert: false }).vector).toEqual(result.vector.map((value) => 1 - value))
  })

  it('adds the products up', () => {
    const { products, bias, z, a } = result.firstHidden
    expectGolden([products.reduce((sum, product) => sum + product, bias)], [z])
    expectGolden([1 / (1 + Math.exp(-z)), result.hidden.a[0]!], [a, a])
  })

  it.each([
    [0, 'man'],
    [1, 'chicken'],
  ])('learns its picture of %i', (label, answer) => {
    const { errors, answer: found, error } = pictures8x8({ pixels: plainFigure(label), label, steps: 20 })
    expect(found).toBe(answer)
    expect(errors).toHaveLength(21)
    expect(errors.at(-1)).toBeLessThan(error / 10)
  })
})

describe('the lesson digits', () => {
  const result = digits({ examples: 20 })

  it('counts the parameters of the goldens', () => {
    for (const [name, count] of Object.entries(result.parameter_counts)) {
      expect(count).toBe(goldens.parameter_counts[name])
      const layers = result.layers[name]!
      expect(layers.reduce((sum, { weights, biases }) => sum + weights + biases, 0)).toBe(count)
    }
    expect(Object.keys(result.parameter_counts)).toHaveLength(8)
  })

  it('counts updates', () => {
    const { batch_arithmetic: golden } = goldens
    expect(result.batch_arithmetic.updates_per_epoch).toBe(golden['mnist 55000/100 per epoch'])
    expect(result.batch_arithmetic.updates).toBe(golden['x10 epochs'])
    expectGoldens(result.batch_arithmetic.pixels, golden.pixels)
  })

  it('N(0, 1) starts with a huge loss, He beside even answers', () => {
    expect(result.evenLoss).toBe(Math.log(10))
    expect(result.initial_loss['N(0, 1)'].loss).toBeGreaterThan(10_000)
    expect(result.initial_loss.He.loss).toBeGreaterThan(1.5)
    expect(result.initial_loss.He.loss).toBeLessThan(3.5)
  })

  it('draws digits of every class in turn', () => {
    const { x, labels } = someDigits(12, 5)
    expect(labels).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    expect(x).toHaveLength(12 * 784)
    expect(Math.max(...x)).toBe(1)
  })
})
