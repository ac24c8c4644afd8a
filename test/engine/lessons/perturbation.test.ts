import { describe, expect, it } from 'vitest'
import { ACTIVATIONS, activations } from '../../../src-engine/lessons/activations/activations.ts'
import { cheese } from '../../../src-engine/lessons/cheese.ts'
import { costsOf } from '../../../src-engine/lessons/costs.ts'
import { FORWARD, forwardPass } from '../../../src-engine/lessons/forward.ts'
import { gate } from '../../../src-engine/lessons/gates/gates.ts'
import { xorInfeasible } from '../../../src-engine/lessons/gates/xor-infeasible.ts'
import { GRADCHECK, gradcheckByHand } from '../../../src-engine/lessons/gradcheck/by-hand.ts'
import { MAN_VS_CHICKEN, manVersusChickenByHand } from '../../../src-engine/lessons/man-vs-chicken/man-vs-chicken.ts'
import { MAZUR, mazur } from '../../../src-engine/lessons/mazur/mazur.ts'
import { NG, ng } from '../../../src-engine/lessons/ng.ts'
import { OPTIMISERS, optimisers } from '../../../src-engine/lessons/optimisers/optimisers.ts'
import { pictures8x8 } from '../../../src-engine/lessons/pictures/pictures-8x8.ts'
import { softmaxRow } from '../../../src-engine/lessons/softmax.ts'
import { UPDATE, update } from '../../../src-engine/lessons/update/update.ts'
import { kerasXor, type KerasXorResult } from '../../../src-engine/lessons/xor/keras-xor.ts'
import { SKLEARN_XOR, sklearnXor } from '../../../src-engine/lessons/xor/sklearn-xor.ts'
import { ZERO_INIT, zeroInit } from '../../../src-engine/lessons/zero-init/zero-init.ts'
import { expectAllChanged } from '../support/leaves.ts'

const answersOf = (models: KerasXorResult['models']) =>
  Object.values(models).map(({ probabilities, mse }) => ({ probabilities, mse }))

/** Every number a little larger. */
function moved<T>(value: T, factor = 1.07): T {
  if (typeof value === 'number') return (value * factor) as T
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part: unknown) => moved(part, factor)) as T
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, moved(part, factor)])) as T
}

// Each list is what the change has no part in; `expectAllChanged` wants all else to differ, and these to stay.
const PASSES = [
  /^options\.(x|t|w|b|P|steps)\b/,
  /^error$/,
  /^(forward|backward|gradients|grad_b|unfolded|denominators|deltas)\./,
]
const WEIGHTS_OF_TERMS = [/^unfolded\..*\.terms\.\d+\.w$/, /^unfolded\.edges\.\d+\.w$/, /\.bias\.value$/]
const INPUTS_OF_TERMS = [/^unfolded\.forward\.0\.\d\.terms\.\d\.x$/, /^unfolded\.edges\.[0-3]\.x$/]
const ONES = [/^unfolded\.edges\.(4|5|10|11)\.x$/]
const SLIPPED = [/^updatedIfSlipsKept\.(w4|bw1|bw2)$/]

describe('mazur follows', () => {
  const before = mazur()
  it('its rate', () => {
    const printedBefore = /^printed\.([0-9]|1[0-7])\.computed$/
    expectAllChanged(before, mazur({ eta: 0.4 }), [...PASSES, /^biasesAfter/, printedBefore])
  })
  it('its weights', () => {
    expectAllChanged(before, mazur({ w: moved(MAZUR.w) }), [
      ...[/^options\.(x|t|b|eta|steps)\b/, /^biasesAfter/, /\.bias\.value$/, /^unfolded\.edges\.(4|5|10|11)\.w$/],
      ...[...INPUTS_OF_TERMS, ...ONES],
    ])
  })
  it('one weight, wherever it leads', () => {
    const named = ({ forward, backward, gradients, updated, errorAfter }: typeof before) => ({
      ...{ forward, backward, gradients, updated, errorAfter },
    })
    expectAllChanged(named(before), named(mazur({ w: { ...MAZUR.w, w5: 0.41 } })), [
      ...[/^forward\.(net|out)_h/, /^forward\.(net_o2|out_o2|E_o2)$/, /^backward\.(dE_dout_o2|dout_o2_dnet|delta_o2)$/],
      ...[/^backward\.dEo2_/, /^backward\.dout_h\d_dnet$/, /^(gradients|updated)\.w[78]$/],
    ])
  })
  it('its inputs', () => {
    expectAllChanged(before, mazur({ x: moved(MAZUR.x) }), [
      ...[/^options\.(t|w|b|eta|steps)\b/, /^biasesAfter/, ...WEIGHTS_OF_TERMS, ...ONES],
    ])
  })
  it('its targets', () => {
    expectAllChanged(before, mazur({ t: moved(MAZUR.t, 0.93) }), [
      ...[/^options\.(x|w|b|eta|steps)\b/, /^biasesAfter/, /^forward\.(net|out)/, /^unfolded\.forward/, /da_dz$/],
      ...[/^backward\.dout_/, /^unfolded\..*\.w$/, /^unfolded\.edges\.\d+\.x$/, /^printed\.([0-5]|10|15)\.computed$/],
    ])
  })
  it('the order of its updates', () => {
    expectAllChanged(mazur().updated, mazur({ order: 'sequential' }).updated, [/^w[5-8]$/])
  })
})

describe('man-vs-chicken follows', () => {
  const before = manVersusChickenByHand()
  it('its rate', () => {
    expectAllChanged(before, manVersusChickenByHand({ eta: 0.4 }), [
      ...[...PASSES, ...SLIPPED, /^printed\.([0-9]|[12][0-9]|3[0-9])\.computed$/],
    ])
  })
  it('its weights and biases', () => {
    expectAllChanged(before, manVersusChickenByHand({ P: moved(MAN_VS_CHICKEN.P) }), [
      ...[/^options\.(x|t|eta|steps)\b/, ...SLIPPED, ...INPUTS_OF_TERMS, ...ONES],
    ])
  })
  it('its inputs', () => {
    expectAllChanged(before, manVersusChickenByHand({ x: moved(MAN_VS_CHICKEN.x) }), [
      ...[/^options\.(t|P|eta|steps)\b/, ...SLIPPED, ...WEIGHTS_OF_TERMS, ...ONES],
    ])
  })
})

it('gradcheck follows its weights', () => {
  const after = gradcheckByHand({ P: moved(GRADCHECK.P), epsilons: [0.01, 1e-5] })
  expectAllChanged(gradcheckByHand({ epsilons: [0.01, 1e-5] }), after, [
    ...[/^options\.(x|t|epsilons?)\b/, /epsilon$/, /^toy_example/, /^bands/, /^broken\.6/],
  ])
})

it('ng follows Θ and the inputs', () => {
  const ends = [/\.(w|value)$/, /^examples\.\d\.edges\.(9|1[0-1]|2[1-3]|27)\.x$/]
  expectAllChanged(ng(), ng({ Theta: moved(NG.Theta) }), [
    ...[/^options\.(X|Y|epsilon)/, /\.forward\.0\.\d\.terms\.\d\.x$/, /\.edges\.([0-9]|1[0-1]|2[1-3]|27)\.x$/],
    // The first input of the first example is 0.
    ...[/^examples\.0\.forward\.0\.\d\.terms\.0\.product$/, /^examples\.0\.edges\.[0-2]\.gradient$/],
    /^examples\.0\.Delta\.0\.\d\.1$/,
  ])
  expectAllChanged(ng(), ng({ X: moved(NG.X.map((row) => row.map((x) => x + 1))) }), [
    ...[/^options\.(Theta|Y|epsilon)/, ...ends],
  ])
})

it('forward follows weights and inputs', () => {
  const book = [/^(2x4|3x2|product|elem)/, /\.(row|column)$/]
  expectAllChanged(forwardPass(), forwardPass({ P: moved(FORWARD.P) }), [...book, /^layers\.0\.x/])
  expectAllChanged(forwardPass(), forwardPass({ x: moved(FORWARD.x) }), [...book, /^layers\.\d\.(W|b)\./])
  expectAllChanged(forwardPass(), forwardPass({ matrices: moved(FORWARD.matrices) }), [/^layers/, /\.(row|column)$/])
})

it('decisions and gates follow weights and thresholds', () => {
  const thresholds = { w: [1.25, 1.5, 1.75], threshold: 2.5 }
  const stays = [/\.x\.\d$/, /^table\.0\.products/, /\.y$/]
  expectAllChanged(cheese().any_two.table[7]!, cheese({ any_two: thresholds }).any_two.table[7]!, [/^x/, /^y$/])
  expectAllChanged(gate({ w: [2, 3], b: -0.5 }), gate({ w: [2.5, 3.5], b: -0.75 }), [
    ...[...stays, /^table\.1\.products\.0$/, /^table\.2\.products\.1$/],
  ])
  expectAllChanged(xorInfeasible().sums, xorInfeasible({ w: [2, 3], b: 4 }).sums, [/counts/])
})

it('activations follow z, weights, bias and α', () => {
  const neuron = (more: object) => activations({ ...more, deadRelu: { ...ACTIVATIONS.deadRelu, steps: 1 } }).neuron
  const slopes = /^outputs\.(linear|step|relu|leakyRelu)\.slope$/
  const fires = /^outputs\.step\.a$/
  expectAllChanged(neuron({}), neuron({ w: [0.9, -0.5] }), [/^terms\.\d\.x$/, /^b$/, slopes, fires])
  expectAllChanged(neuron({}), neuron({ b: 0.2 }), [/^terms/, slopes, fires])
  expectAllChanged(neuron({ x: [-1, 0.5] }), neuron({ x: [-1, 0.5], alpha: 0.02 }), [
    ...[/^terms/, /^(b|z)$/, /^outputs\.(linear|step|sigmoid|tanh|relu)/, /^softmax/],
  ])
})

it('softmax and costs follow their vectors', () => {
  // They add up to 1 but for the last digit.
  const row = (z: number[]) => ({ ...softmaxRow(z), sum: 1 })
  expectAllChanged(row([1, 2, 3]), row([1.1, 2.3, 3.2]), [/^sum$/, /^exponentials\.2$/])
  const vectors = { T: [[0.2, 0.8]], Z: [[0.3, 0.6]] }
  expectAllChanged(costsOf(vectors), costsOf({ ...vectors, Z: [[0.35, 0.55]] }), [/^T/, /^n_examples$/])
  expectAllChanged(costsOf(vectors), costsOf({ ...vectors, T: [[0.25, 0.7]] }), [/^Z/, /^n_examples$/])
})

it('update follows rates and starts', () => {
  const { gradient_descent_1d: down, batching, ...rest } = update()
  const other = update({ x0: -1.4, alpha: 0.4, eta: 0.2, eta0: 0.3 })
  expectAllChanged(down, other.gradient_descent_1d, [/^(eta|paths)\.0\.5\.[1-5]/])
  const { momentum_constant_gradient, schedules_standard } = rest
  expectAllChanged(momentum_constant_gradient, other.momentum_constant_gradient, [/^g$/])
  expectAllChanged(schedules_standard, other.schedules_standard, [/^t\./, /^cosine\(T=100\)\.3$/])
  const faster = update({ batching: { ...UPDATE.batching, eta: 0.2 } }).batching
  expectAllChanged(batching, faster, [/^(data|updates_per_epoch|best)/, /\.update$/, /^paths\.\w+\.0\./])
})

it('optimisers follow the start and the rate', () => {
  const short = { steps: 1, variantSteps: 1 }
  const { runs } = optimisers(short)
  const other = optimisers({ ...short, theta0: [1.2, -0.4] }).runs
  // Steps by sign are the same from anywhere.
  const { sgd, momentum } = { sgd: 'sgd {"eta": 0.01}', momentum: 'momentum {"eta": 0.01, "gamma": 0.9}' }
  // Neither of them remembers squares.
  for (const name of [sgd, momentum]) expectAllChanged(runs[name]!, other[name]!, [/\.second\./])
  for (const [name, moves] of Object.entries(runs)) expect(moves[0]!.theta, name).not.toEqual(other[name]![0]!.theta)
  const variants = { one: { type: 'adam', learningRate: 0.002 } } as const
  const slower = { one: { type: 'adam', learningRate: 0.001 } } as const
  // What is remembered of a first step is the gradient's.
  const remembered = [/\.gradient\./, /\.first\./, /\.second\./]
  expectAllChanged(optimisers({ ...short, variants }).runs, optimisers({ ...short, variants: slower }).runs, remembered)
  expect(Object.keys(OPTIMISERS.variants)).toHaveLength(19)
})

it('sklearn-xor follows rate, seed and inputs', () => {
  const short = { maxIterations: 5 }
  const { logistic: before } = sklearnXor(short)
  const stays = [/^(epochs|score)$/, /^predictions/]
  expectAllChanged(before, sklearnXor({ ...short, learningRate: 0.002 }).logistic, [...stays, /^init/])
  const inputs = { x: SKLEARN_XOR.x.map((row) => row.map((value) => value + 0.1)) }
  expectAllChanged(before, sklearnXor({ ...short, ...inputs }).logistic, [...stays, /^init/])
  const seeded = sklearnXor({ ...short, seed: 21 }).logistic
  expectAllChanged({ init: before.init, loss: before.loss }, { init: seeded.init, loss: seeded.loss }, [])
})

it('keras-xor follows rate, epochs and first weights', () => {
  const few = { seeds: 3, epochs: 20 }
  const { models, simulation } = kerasXor(few)
  const faster = kerasXor({ ...few, learningRate: 0.05 })
  expectAllChanged(answersOf(models), answersOf(faster.models), [])
  const quantiles = (result: typeof simulation) => Object.values(result).map((band) => band.mse_quantiles_5_50_95)
  expectAllChanged(quantiles(simulation), quantiles(faster.simulation), [])
  expectAllChanged(answersOf(models), answersOf(kerasXor({ ...few, epochs: 30 }).models), [])
  expectAllChanged(quantiles(simulation), quantiles(kerasXor({ ...few, mean: 0.8 }).simulation), [])
})

it('zero-init follows rate and beginning', () => {
  const depth = { depth: 2, units: 3, examples: 2, seed: 1 }
  const begin = { ...ZERO_INIT, depth, steps: [2] }
  const { runs, variances } = zeroInit(begin)
  const faster = zeroInit({ ...begin, eta: 0.6 })
  expectAllChanged(runs.broken_symmetry_OR!, faster.runs.broken_symmetry_OR!, [])
  // XOR at zero stands still at any rate.
  expect(faster.runs.XOR).toEqual(runs.XOR)
  expectAllChanged(variances, zeroInit({ ...begin, depth: { ...depth, seed: 2 } }).variances, [])
})

it('pictures-8x8 follows every pixel and the rate', () => {
  const before = pictures8x8({ steps: 2 })
  const gray = pictures8x8({ steps: 2, pixels: Array.from({ length: 64 }, (_, i) => 2 * i + 3) })
  expectAllChanged(before, gray, [/^counts/, /^one_hot/, /^target/, /bias$/])
  const slower = pictures8x8({ steps: 2, eta: 0.1 })
  expectAllChanged(
    { errors: before.errors, outputsAfter: before.outputsAfter },
    { errors: slower.errors, outputsAfter: slower.outputsAfter },
    [/^errors\.0$/],
  )
})
