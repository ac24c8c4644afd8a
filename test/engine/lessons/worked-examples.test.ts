import { describe, expect, it } from 'vitest'
import { gradcheckByHand } from '../../../src-engine/lessons/gradcheck/by-hand.ts'
import {
  manVersusChickenByHand,
  manVersusChickenSteps,
} from '../../../src-engine/lessons/man-vs-chicken/man-vs-chicken.ts'
import { mazur, mazurSteps, mazurTrainedPrints } from '../../../src-engine/lessons/mazur/mazur.ts'
import { checkOwnNetwork } from '../../../src-engine/lessons/gradcheck/own-network.ts'
import { ng } from '../../../src-engine/lessons/ng.ts'
import { chainRule } from '../../../src-engine/lessons/worked/chain-rule.ts'
import type { Unfolded } from '../../../src-engine/lessons/worked/unfold.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { expectGoldens, expectPrints } from '../support/golden-tree.ts'
import { goldens } from '../support/goldens.ts'
import { network } from '../support/networks.ts'
import { expectGolden, normals } from '../support/numbers.ts'

/** Every sum is that of its terms, and every gradient the product of what is shown. */
function expectAddsUp({ forward, backward, edges }: Unfolded): void {
  for (const { terms, bias, z, a } of forward.flat()) {
    for (const { w, x, product } of terms) expectGolden([w * x], [product])
    expectGolden([terms.reduce((sum, { product }) => sum + product, bias.value)], [z])
    expectGolden([1 / (1 + Math.exp(-z))], [a])
  }
  for (const { terms, dC_da, da_dz, delta } of backward.flat()) {
    if (terms.length > 0) expectGolden([terms.reduce((sum, { product }) => sum + product, 0)], [dC_da])
    expectGolden([dC_da * da_dz], [delta])
  }
  for (const { delta, x, gradient } of edges) expectGolden([delta * x], [gradient])
}

describe('the lesson mazur', () => {
  const golden = goldens.mazur
  const result = mazur()

  it('has every number of the first step', () => {
    expect(expectGoldens(result, { forward: golden.forward, backward: golden.backward, grad_b: golden.grad_b })).toBe(
      33,
    )
    expect(expectGoldens(result, { gradients: golden.grad_w, updated: golden.updated })).toBe(16)
    expect(result.error).toBe(result.forward.E_total)
  })

  it.each([
    ['simultaneous_fixed', { order: 'simultaneous' }],
    ['sequential_fixed', { order: 'sequential' }],
    ['shared', { biases: 'shared' }],
    ['per_neuron', { biases: 'perNeuron' }],
  ] as const)('%s after steps', (name, options) => {
    for (const [steps, state] of Object.entries(golden.trajectories[name]!).slice(0, 6)) {
      const after = mazur({ ...options, steps: Number(steps) })
      const { E_total, out_o1, out_o2, W, B_h1_h2_o1_o2 } = state
      expectGolden([after.errorAfter, ...after.outputsAfter], [E_total, out_o1, out_o2], 1e-10)
      expectGoldens(after.weightsAfter, W, 1e-10)
      expectGolden(Object.values(after.biasesAfter), B_h1_h2_o1_o2, 1e-10)
    }
  })

  it('goes down the gradients it shows, in either order', () => {
    for (const order of ['simultaneous', 'sequential'] as const) {
      const { options, gradients, updated, unfolded } = mazur({ order })
      expectAddsUp(unfolded)
      for (const { weight, gradient } of unfolded.edges.filter(({ from }) => from !== '1')) {
        expectGolden([gradient], [gradients[weight]!])
        expectGolden([options.w[weight]! - options.eta * gradient], [updated[weight]!])
      }
    }
    expect(mazur({ order: 'sequential' }).errorAfter.toFixed(9)).toBe('0.291027924')
  })

  it('says what of the print agrees, and which algorithm the rest is of', () => {
    const { printed } = result
    expectPrints(printed, { ...golden.forward, ...golden.backward })
    expectPrints(printed, golden.grad_w, (name) => `∂E/∂${name}`)
    expectPrints(printed, golden.updated, (name) => `new ${name}`)
    expect(mazurTrainedPrints().map(({ agrees }) => agrees)).toEqual([false, true, false, true, true, true])
  })

  it('unfolds the chain rule on any edge', () => {
    const { unfolded, backward, gradients } = result
    const ofHidden = chainRule(unfolded, 'i1', 'h1')
    expect(ofHidden).toMatchObject({
      weight: 'w1',
      dz_dw: 0.05,
      dC_da: backward.dE_dout_h1,
      da_dz: backward.dout_h1_dnet,
    })
    expect(ofHidden.terms.map(({ product }) => product)).toEqual([backward.dEo1_dout_h1, backward.dEo2_dout_h1])
    for (const { from, to, weight } of unfolded.edges) {
      const { dC_da, da_dz, dz_dw, gradient } = chainRule(unfolded, from, to)
      expectGolden([dC_da * da_dz * dz_dw], [gradient])
      if (from !== '1') expectGolden([gradient], [gradients[weight]!])
    }
    expect(() => chainRule(unfolded, 'h1', 'i1')).toThrow('No weight leads from h1 to i1.')
  })

  it('goes step by step too', () => {
    const steps = mazurSteps()
    expect(steps.next().value).toMatchObject({ step: 0, error: result.error })
    expect(steps.next().value).toMatchObject({ step: 1, error: result.errorAfter, outputs: result.outputsAfter })
  })
})

describe('the lesson man-vs-chicken', () => {
  const golden = goldens.man_vs_chicken
  const result = manVersusChickenByHand()

  it('has every number', () => {
    const { forward, deltas, grad, updated, forward_after_update, updated_if_book_slips_kept } = golden
    const blocks = { forward, deltas, gradients: grad, updated, forwardAfterUpdate: forward_after_update }
    expect(expectGoldens(result, { ...blocks, updatedIfSlipsKept: updated_if_book_slips_kept })).toBe(62)
    expect(result.error).toBe(result.forward.SE)
    expectGolden(
      ['1+e^-netb1', '1+e^-netb2'].map((name) => result.denominators[name]!),
      ['1+e^-netb1', '1+e^-netb2'].map((name) => golden.denominators[name]!.full),
    )
    expectAddsUp(result.unfolded)
  })

  it('trains on', () => {
    for (const [steps, { SE, outc1, outc2 }] of Object.entries(golden.training_trajectory_extension).slice(0, 4)) {
      const { errorAfter, outputsAfter } = manVersusChickenByHand({ steps: Number(steps) })
      expectGolden([errorAfter, ...outputsAfter], [SE, outc1, outc2], 1e-11)
    }
    const steps = manVersusChickenSteps()
    steps.next()
    expect(steps.next().value.error).toBe(result.errorAfter)
  })

  it('explains the slips of the book', () => {
    const { printed } = result
    expectPrints(printed, { ...golden.forward, ...golden.deltas })
    expectPrints(printed, golden.grad, (name) => `∂SE/∂${name}`)
    expectPrints(printed, golden.updated, (name) => `new ${name}`)
    const why = (what: string) => printed.find((one) => one.what === what)?.why
    expect(why('new w4')).toContain('a decimal point moved')
    expect(why('new bw1')).toContain('a decimal point moved')
    expect(why('new bw2')).toContain('0.016')
    expect(printed.filter(({ what }) => what.startsWith('1+e^-')).map(({ agrees }) => agrees)).toEqual(
      Array(4).fill(false),
    )
  })
})

describe('the lesson ng', () => {
  it('has every number', () => {
    const { Theta, X, Y, h, J, D } = goldens.ng_backprop_3_3_3_1
    const result = ng()
    expect(expectGoldens(result, { options: { Theta, X, Y }, h, J, D })).toBe(28 + 6 + 2 + 2 + 1 + 28)
    expect(result.maxAbsDiffNumeric).toBeLessThan(1e-10)
  })

  it('accumulates Δ over the examples, and D is their mean', () => {
    const { examples, D, J } = ng()
    for (const example of examples) expectAddsUp(example)
    expectGoldens(
      examples[1]!.Delta,
      D.map((rows) => rows.map((row) => row.map((value) => 2 * value))),
    )
    expectGolden([(examples[0]!.cost + examples[1]!.cost) / 2], [J])
    expect(examples[0]!.backward.at(-1)![0]!.delta).toBeCloseTo(examples[0]!.h - 1, 12)
  })
})

describe('the lesson gradcheck', () => {
  const golden = goldens.gradient_check

  it('has every parameter with both ε of the goldens', () => {
    for (const [epsilon, parameters] of Object.entries(golden.all)) {
      const { all } = gradcheckByHand({ epsilon: Number(epsilon) })
      for (const [name, { numeric, analytic }] of Object.entries(parameters)) {
        // A difference of two costs keeps eight digits.
        expectGolden([all[name]!.numeric], [numeric], 1e-8)
        expectGolden([all[name]!.analytic], [analytic])
        expect(all[name]!.band).toBe('correct')
      }
    }
  })

  it('has the printed case, and what the book made of it', () => {
    const { E_plus, E_minus, numeric, relative_error } = golden['w5_eps_1e-4']
    const result = gradcheckByHand()
    expectGolden([result.E_plus, result.E_minus], [E_plus.full, E_minus.full])
    expectGolden([result.numeric], [numeric.full], 1e-9)
    expectGolden([result.relativeError], [relative_error.full], 1e-2)
    expect(result.band).toBe('correct')
    expect(result.printed.at(-1)).toMatchObject({ printed: '0.000095245', agrees: false })
    expectGoldens(result.toy_example, golden.toy_example)
  })

  it('is good in the middle and bad at both ends of the ε', () => {
    const bands = gradcheckByHand().sweep.map(({ band }) => band)
    expect(bands.slice(0, 3)).toEqual(['wrong', 'doubleRedFlag', 'caution'])
    expect(bands.slice(3, 9)).toEqual(Array(6).fill('correct'))
    expect(bands.slice(11)).not.toContain('correct')
  })

  it('catches what is broken', () => {
    const { broken } = gradcheckByHand()
    expect(broken.map(({ band }) => band)).toEqual([
      ...['correct', 'wrong', 'wrong', 'doubleRedFlag', 'doubtful', 'probablyCorrect', 'wrong'],
    ])
  })

  it('names the bands as they are printed', () => {
    const printed = gradcheckByHand().bands.flatMap((one) => (one.printed === null ? [] : [one.printed]))
    expect(printed.toReversed()).toEqual(golden.bands.map(([, sentence]) => sentence))
  })
})

describe('two points on a network of one’s own', () => {
  const spec = network({
    input: [6, 6, 1],
    layers: [
      { type: 'conv2d', filters: 3, kernelSize: 3, activation: 'tanh' },
      { type: 'batchNorm' },
      { type: 'flatten' },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
  })
  const weights = Float64Array.from(initialWeights(spec, 4))
  const batch = { x: normals(2, 5 * 36), labels: [0, 1, 2, 0, 1] }
  const costed = { network: spec, loss: 'categoricalCrossentropy', weights, batch } as const

  it('takes the largest weight that learns, with every ε', () => {
    // Of the statistics, which do not learn, variances begin at 1 like gamma.
    weights[31] = -1.5
    const check = checkOwnNetwork(costed)!
    expect(check).toMatchObject({ tensor: '1.gamma', place: 1, index: 31, weight: -1.5 })
    expect(check.sweep).toHaveLength(14)
    expect(check.sweep[4]).toMatchObject({ epsilon: 1e-4, band: 'correct' })
    expect(check.broken.map(({ band }) => band).slice(0, 3)).toEqual(['correct', 'wrong', 'wrong'])
  })

  it('finds none where nothing reaches the cost', () => {
    const dead = network({ input: [2], layers: [{ type: 'dense', units: 1, activation: 'relu' }] })
    const batch = { x: Float64Array.of(1, 1), labels: [0], targets: Float64Array.of(1) }
    const options = { network: dead, loss: 'meanSquaredError', weights: Float64Array.of(-1, -1, 0), batch } as const
    expect(checkOwnNetwork(options)).toBeNull()
  })
})
