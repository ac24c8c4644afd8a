import { describe, expect, it } from 'vitest'
import { checkGradient } from '../../../src-engine/inspect/gradient-check.ts'
import { descend, type Descent } from '../../../src-engine/reference/descent.ts'
import { forward, gradient, lossOf, type Batch } from '../../../src-engine/reference/network.ts'
import type { Activation } from '../../../src-engine/spec/network.ts'
import { goldens, type TwoTwoOne } from '../support/goldens.ts'
import { network } from '../support/networks.ts'
import { expectGolden } from '../support/numbers.ts'

const layered = (inputs: number, ...units: number[]) =>
  network({
    input: [inputs],
    layers: units.map((count) => ({ type: 'dense', units: count, activation: 'sigmoid' satisfies Activation })),
  })
const twoTwoTwo = layered(2, 2, 2)
const values = (documented: Readonly<Record<string, { full: number }>>, ...names: string[]): number[] =>
  names.map((name) => documented[name]!.full)

/** Gradient descent from some weights; what they are after these numbers of steps. */
function follow(descent: Descent, start: Float64Array, batch: Batch, steps: number[], spec = twoTwoTwo) {
  const found = new Map<number, Float64Array>()
  let weights = start
  for (let step = 1; step <= Math.max(...steps); step++) {
    weights = descend(spec, descent, weights, batch)
    if (steps.includes(step)) found.set(step, weights)
  }
  return found
}

describe('backpropagation step by step, 2-2-2', () => {
  const { mazur } = goldens
  // Storage is by input: w1 and w3 leave the first input, w2 and w4 the second.
  const start = Float64Array.of(0.15, 0.25, 0.2, 0.3, 0.35, 0.35, 0.4, 0.5, 0.45, 0.55, 0.6, 0.6)
  const order = ['w1', 'w3', 'w2', 'w4', null, null, 'w5', 'w7', 'w6', 'w8', null, null]
  const batch = { x: Float64Array.from(mazur.x), labels: [1], targets: Float64Array.from(mazur.t) }
  const base = { loss: 'halfSumSquaredError', learningRate: 0.5 } as const

  it('forward', () => {
    const [hidden, output] = forward(twoTwoTwo, start, batch.x)
    expectGolden(hidden!.z, values(mazur.forward, 'net_h1', 'net_h2'))
    expectGolden(hidden!.a, values(mazur.forward, 'out_h1', 'out_h2'))
    expectGolden(output!.z, values(mazur.forward, 'net_o1', 'net_o2'))
    expectGolden(output!.a, values(mazur.forward, 'out_o1', 'out_o2'))
    expectGolden([lossOf(twoTwoTwo, base.loss, start, batch)], values(mazur.forward, 'E_total'))
  })

  it.each([
    ['simultaneous_fixed', { ...base, order: 'simultaneous', trains: ['kernel'] }],
    ['sequential_fixed', { ...base, order: 'sequential', trains: ['kernel'] }],
    ['per_neuron', { ...base, order: 'simultaneous', trains: ['kernel', 'bias'] }],
  ] as const)('%s over 10,001 steps', (name, descent) => {
    const states = mazur.trajectories[name]!
    const found = follow(descent, start, batch, Object.keys(states).map(Number))
    expect(found.size).toBe(10)
    for (const [step, weights] of found) {
      const golden = states[String(step)]!
      // Sums of thousands of steps in another order of additions.
      const tolerance = step > 100 ? 1e-10 : 1e-12
      const [h1, h2, o1, o2] = golden.B_h1_h2_o1_o2
      const biases = [h1, h2, o1, o2]
      expectGolden(
        weights,
        order.map((w) => (w ? golden.W[w]! : biases.shift()!)),
        tolerance,
      )
      expectGolden([lossOf(twoTwoTwo, base.loss, weights, batch)], [golden.E_total], tolerance)
      expectGolden(forward(twoTwoTwo, weights, batch.x).at(-1)!.a, [golden.out_o1, golden.out_o2], tolerance)
    }
  })

  it('the printed error after one step is that of the sequential order', () => {
    const after = follow({ ...base, order: 'sequential', trains: ['kernel'] }, start, batch, [1]).get(1)!
    expect(lossOf(twoTwoTwo, base.loss, after, batch).toFixed(9)).toBe(mazur.printed_checks.E_after_1.printed)
  })
})

describe('man versus chicken, 2-2-2', () => {
  const { man_vs_chicken: golden } = goldens
  const names = ['w1', 'w2', 'w3', 'w4', 'bw1', 'bw2', 'w5', 'w6', 'w7', 'w8', 'bw3', 'bw4']
  const start = Float64Array.from(names, (name) => golden.P[name]!)
  const batch = { x: Float64Array.from(golden.x), labels: [1], targets: Float64Array.from(golden.t) }
  const descent = {
    ...({ loss: 'halfSumSquaredError', learningRate: 0.5, order: 'simultaneous' } as const),
    trains: ['kernel', 'bias'] as const,
  }

  it('forward, gradient and update', () => {
    const [hidden, output] = forward(twoTwoTwo, start, batch.x)
    expectGolden(hidden!.z, values(golden.forward, 'netb1', 'netb2'))
    expectGolden(output!.a, values(golden.forward, 'outc1', 'outc2'))
    expectGolden([lossOf(twoTwoTwo, descent.loss, start, batch)], values(golden.forward, 'SE'))
    expectGolden(gradient(twoTwoTwo, descent.loss, start, batch).gradient, values(golden.grad, ...names))
    expectGolden(descend(twoTwoTwo, descent, start, batch), values(golden.updated, ...names))
  })

  it('trains on', () => {
    const states = golden.training_trajectory_extension
    for (const [step, weights] of follow(descent, start, batch, Object.keys(states).map(Number))) {
      const { SE, outc1, outc2 } = states[String(step)]!
      expectGolden(forward(twoTwoTwo, weights, batch.x).at(-1)!.a, [outc1, outc2], 1e-11)
      expectGolden([lossOf(twoTwoTwo, descent.loss, weights, batch)], [SE], 1e-11)
    }
  })

  it.each(['0.0001', '1e-05'])('gradient check with ε %s', (epsilon) => {
    const { gradient: analytic } = gradient(twoTwoTwo, descent.loss, start, batch)
    names.forEach((name, i) => {
      const expected = goldens.gradient_check.all[epsilon]![name]!
      const shifted = (by: number): number =>
        lossOf(twoTwoTwo, descent.loss, start.with(i, start[i]! + by * Number(epsilon)), batch)
      expectGolden([analytic[i]!], [expected.analytic])
      expectGolden([(shifted(1) - shifted(-1)) / (2 * Number(epsilon))], [expected.numeric], 1e-8)
    })
    for (const { relativeError } of checkGradient(twoTwoTwo, descent.loss, start, batch, { epsilon: Number(epsilon) }))
      expect(relativeError).toBeLessThan(1e-7)
  })
})

it('backpropagation with the bias folded in, 3-3-3-1, over two examples', () => {
  const { Theta, X, Y, h, J, D } = goldens.ng_backprop_3_3_3_1
  const spec = layered(3, 3, 3, 1)
  // Theta has a row for each unit, its first column for the bias; storage has the kernel by input, then the bias.
  const stored = (matrices: number[][][]): number[] =>
    matrices.flatMap((rows) => [
      ...rows[0]!.slice(1).flatMap((_, input) => rows.map((row) => row[input + 1]!)),
      ...rows.map((row) => row[0]!),
    ])
  const weights = Float64Array.from(stored(Theta))
  const batch = { x: Float64Array.from(X.flat()), labels: Y }
  expectGolden(forward(spec, weights, batch.x).at(-1)!.a, h)
  const result = gradient(spec, 'kOutputCrossentropy', weights, batch)
  expectGolden([result.loss], [J])
  expectGolden(result.gradient, stored(D))
})

describe('equal hidden units stay equal, 2-2-1', () => {
  const spec = layered(2, 2, 1)
  const x = Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1)
  const descent = {
    ...({ loss: 'binaryCrossentropy', learningRate: 0.5, order: 'simultaneous' } as const),
    trains: ['kernel', 'bias'] as const,
  }
  /** W1 has a row for each hidden unit. */
  const stored = ({ W1, b1, W2, b2 }: TwoTwoOne): number[] => [
    ...[W1[0]![0]!, W1[1]![0]!, W1[0]![1]!, W1[1]![1]!, ...b1, ...W2, b2],
  ]

  it.each([
    ['OR', [0, 1, 1, 1], 0],
    ['XOR', [0, 1, 1, 0], 0],
    ['constant_init_0.3_OR', [0, 1, 1, 1], 0.3],
  ] as const)('%s', (name, labels, first) => {
    const states = goldens.zero_init_symmetry[name]!
    const found = follow(descent, new Float64Array(9).fill(first), { x, labels }, Object.keys(states).map(Number), spec)
    for (const [step, weights] of found) {
      expectGolden(weights, stored(states[String(step)]!))
      expect(weights[0]).toBe(weights[1])
      expect(weights[6]).toBe(weights[7])
    }
  })

  it('broken symmetry: nine steps on from the first golden state', () => {
    const { 1: first, 10: tenth } = goldens.zero_init_symmetry.broken_symmetry_OR!
    const found = follow(descent, Float64Array.from(stored(first!)), { x, labels: [0, 1, 1, 1] }, [9], spec)
    expectGolden(found.get(9)!, stored(tenth!))
  })
})
