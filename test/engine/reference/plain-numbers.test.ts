import { describe, expect, it } from 'vitest'
import { activate } from '../../../src-engine/reference/activations.ts'
import { denseForward } from '../../../src-engine/reference/dense.ts'
import { judge } from '../../../src-engine/reference/losses.ts'
import { oneHot } from '../../../src-engine/reference/targets.ts'
import { SplitShares } from '../../../src-engine/spec/data.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import type { LossName } from '../../../src-engine/spec/training.ts'
import { stepsBefore, stepsOf } from '../../../src-engine/train/batches.ts'
import { goldens } from '../support/goldens.ts'
import { network, training } from '../support/networks.ts'
import { expectGolden } from '../support/numbers.ts'

const { batch_arithmetic: arithmetic, costs, matrix, one_hot: hot } = goldens

describe('steps and pictures', () => {
  const batches = (batchSize: number, examples: number) => stepsOf(training({ batchSize }), 1, examples)
  it('an epoch has as many steps as there are batches', () => {
    expect(batches(100, 500)).toBe(arithmetic['500 images,batch 100'])
    expect(batches(10, 1000)).toBe(arithmetic['1000 examples, mini-batch 10'])
    const { train, validation, test, total } = arithmetic.mnist
    expect(batches(100, train)).toBe(arithmetic['mnist 55000/100 per epoch'])
    expect(stepsBefore(training({ batchSize: 100 }), 11, train)).toBe(arithmetic['x10 epochs'])
    expect(train + validation + test).toBe(total)
  })
  it('ten examples are divided into six, two and two unless told otherwise', () => {
    expect(SplitShares.parse(undefined).map((share) => 10 * share)).toEqual(arithmetic.split_60_20_20_of_10)
  })
  it.each(Object.entries(arithmetic.pixels))('a gray picture of %s has %i pixels', (side, pixels) => {
    const shape = [...side.split('x').map(Number), 1]
    expect(sizeOf(shape)).toBe(pixels)
    expect(inferShapes(network({ input: shape, layers: [{ type: 'flatten' }] }))[0]!.outputShape).toEqual([pixels])
  })
  it('a new last layer for two classes behind 2048 features', () => {
    const layer = { type: 'dense', units: 2, activation: 'softmax' } as const
    const [info] = inferShapes(network({ input: [2048], layers: [layer] }))
    expect(info!.parameterCount).toBe(goldens.parameter_counts['inception_top 2048->2'])
  })
})

describe('matrices', () => {
  it.each([
    ['2x4', 2, 4],
    ['3x2', 3, 2],
  ] as const)('%s: a row per input, a column per unit', (name, rows, columns) => {
    const kernel = Float64Array.from(matrix[name].flat())
    expect([matrix[name].length, kernel.length]).toEqual([rows, rows * columns])
    const infos = inferShapes(network({ input: [rows], layers: [{ type: 'dense', units: columns }] }))
    expect(infos[0]!.parameters[0]!.shape).toEqual([rows, columns])
    // A one-hot input picks its row.
    const picked = denseForward(
      oneHot(
        matrix[name].map((_, row) => row),
        rows,
      ),
      kernel,
      new Float64Array(columns),
    )
    expect([...picked]).toEqual(matrix[name].flat())
    if (name === '3x2') expect([picked[0], picked[2 * 2 + 1]]).toEqual([matrix.elem_r1c1, matrix.elem_r3c2])
  })

  it('xin = W·a + B: each unit has the weights that lead to it in a row, storage has them in a column', () => {
    const { x, P, forward } = goldens.man_vs_chicken
    const [w1, w2, w3, w4] = ['w1', 'w2', 'w3', 'w4'].map((name) => P[name]!)
    const xin = [w1! * x[0]! + w3! * x[1]! + P.bw1!, w2! * x[0]! + w4! * x[1]! + P.bw2!]
    const kernel = Float64Array.of(w1!, w2!, w3!, w4!)
    const z = denseForward(Float64Array.from(x), kernel, Float64Array.of(P.bw1!, P.bw2!))
    expectGolden(z, xin)
    expectGolden(z, [forward.netb1!.full, forward.netb2!.full])
  })
})

describe('errors of one answer and of two', () => {
  const loss = (name: LossName, a: readonly number[], y: readonly number[]): number =>
    judge(name, 'linear', Float64Array.from(a), { a: Float64Array.from(a), y: Float64Array.from(y), outputs: a.length })
      .loss
  it('one output 5 for 1, two outputs 5 for 1 and 3 for 2', () => {
    const { T, Z, printed_terms: terms } = costs.book_5_1_3_2!
    const [[z1, z2], [t1, t2]] = [Z[0]!, T[0]!]
    expect([loss('meanSquaredError', [z1!], [t1!]), loss('meanSquaredError', [z2!], [t2!])]).toEqual(terms)
    expect(loss('meanSummedSquaredError', Z[0]!, T[0]!)).toBe(terms![0]! + terms![1]!)
    expect(loss('meanSquaredError', Z[0]!, T[0]!)).toBe((terms![0]! + terms![1]!) / 2)
  })
  it('a quarter between 0.75 and 1', () => {
    const { actual, target, error } = costs.local_error_example!
    expect(loss('meanAbsoluteError', [actual!], [target!])).toBe(error)
  })
  it('cross-entropy magnifies what is nearly sure and wrong, the square does not', () => {
    const magnified = costs.ce_magnifies!
    const entropy = (p: number): number => {
      const z = Float64Array.of(Math.log(p), Math.log1p(-p))
      return judge('categoricalCrossentropy', 'softmax', z, { a: z, y: Float64Array.of(1, 0), outputs: 2 }).loss
    }
    expectGolden([entropy(0.01), entropy(1e-9)], [magnified['-ln(0.01)']!, magnified['-ln(1e-9)']!])
    const squares = [loss('meanSquaredError', [0.01], [1]), loss('meanSquaredError', [1e-9], [1])]
    expectGolden(squares, [magnified['sq(0.99)']!, magnified['sq(1-1e-9)']!])
  })
  it.each(['1', '2', '3'])('the printed answers of XOR model %s', (model) => {
    const { prob } = goldens.keras_xor.printed[model]!
    const golden = costs[`xor_keras_model${model}_printed`]!
    const all = { a: Float64Array.from(prob), y: Float64Array.of(0, 1, 1, 0), outputs: 1 }
    const z = all.a.map((p) => Math.log(p / (1 - p)))
    const of = (name: LossName): number => judge(name, 'sigmoid', z, all).loss
    const names = ['sumSquaredError', 'rootMeanSquaredError', 'meanSquaredError', 'meanAbsoluteError'] as const
    expectGolden(names.map(of), [
      ...[golden.SSE!, golden.RMS_book!, golden['MSE_keras(mean over all elements)']!, golden.MAE_keras!],
    ])
    expectGolden([of('binaryCrossentropy')], [golden['bce_slides(1/n, sum over outputs)']!])
    expectGolden([of('hellinger')], [golden['hellinger_sq_form(1/sqrt2 sum(sqrt z-sqrt t)^2)/n']!])
    expectGolden([of('kullbackLeiblerDivergence')], [golden['KL(t||z)/n']!])
    expectGolden([of('exponential')], [golden['exponential_tau1(tau*exp(sum sq/tau))/n']!])
  })
})

describe('one-hot rows', () => {
  it('of ten digits and of two classes', () => {
    const digits = Object.entries(hot.digits)
    expect(digits).toHaveLength(10)
    for (const [digit, row] of digits) expect([...oneHot([Number(digit)], 10)]).toEqual(row)
    expect([...oneHot([0, 1], 2)]).toEqual([...hot.man, ...hot.chicken])
    expect([...oneHot([0, 1], 2)]).toEqual([...hot.apple, ...hot.orange])
  })
})

it.each(Object.entries(goldens.activations.points))(
  'tanh is 2σ(2z) − 1 at %s; 2σ(z) − 1, as printed, is not',
  (text, point) => {
    const z = Number(text)
    expectGolden([activate('tanh', z), 2 * activate('sigmoid', z) - 1], [point.tanh!, point['slides_atanh_2sigma-1']!])
    expectGolden([2 * activate('sigmoid', 2 * z) - 1], [point.tanh!])
  },
)

it('momentum under a constant gradient ends at steps of η / (1 − µ)', () => {
  const { alpha, eta, g, step_sizes: sizes, limit } = goldens.momentum_constant_gradient
  expectGolden([(eta * g) / (1 - alpha)], [limit])
  expect(Math.abs(sizes.at(-1)! - limit)).toBeLessThan(Math.abs(sizes[0]! - limit) / 2 ** (sizes.length - 2))
})

it('the printed gradient check divides by the wrong number', () => {
  const { 'w5_eps_1e-4': w5, toy_example: toy } = goldens.gradient_check
  const { E_plus, E_minus, numeric, analytic, relative_error } = w5
  // Of two numbers that agree in nine digits seven are lost in the difference.
  expectGolden([(E_plus.full - E_minus.full) / 2e-4], [numeric.full], 1e-9)
  const relative = (a: number, n: number): number => Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n))
  expectGolden([relative(analytic.full, numeric.full)], [relative_error.full], 1e-6)
  expectGolden([relative(toy.analytic, toy.numeric)], [toy.relative])
})
