import { describe, expect, it } from 'vitest'
import { checkGradient } from '../../../src-engine/inspect/gradient-check.ts'
import { derivative } from '../../../src-engine/reference/activations.ts'
import { denseBackward } from '../../../src-engine/reference/dense.ts'
import { descend, type Descent } from '../../../src-engine/reference/descent.ts'
import { judge } from '../../../src-engine/reference/losses.ts'
import { deltaOf, forward, gradient, lossOf, type Batch } from '../../../src-engine/reference/network.ts'
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
    ['shared', { ...base, order: 'simultaneous', trains: ['kernel', 'bias'], sharedBias: true }],
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

  it('backward, each step of the chain rule', () => {
    const [hidden, output] = forward(twoTwoTwo, start, batch.x)
    const { a, z } = output!
    const { backward, grad_w, grad_b } = mazur
    const answers = { a, y: batch.targets, outputs: 2 }
    const errors = [0, 1].map((o) =>
      judge(base.loss, 'sigmoid', z, { a: a.slice(o), y: batch.targets.slice(o), outputs: 2 - o }),
    )
    expectGolden([errors[0]!.loss - errors[1]!.loss, errors[1]!.loss], values(mazur.forward, 'E_o1', 'E_o2'))
    const slopes = judge(base.loss, 'sigmoid', z, answers).delta
    expectGolden(slopes, values(backward, 'dE_dout_o1', 'dE_dout_o2'))
    const ofSigmoid = (outs: Float64Array) => outs.map((out) => derivative('sigmoid', out))
    expectGolden(ofSigmoid(a), values(backward, 'dout_o1_dnet', 'dout_o2_dnet'))
    const delta = slopes.map((slope, i) => slope * ofSigmoid(a)[i]!)
    expectGolden(delta, values(backward, 'delta_o1', 'delta_o2'))
    const through = (d: Float64Array) => denseBackward(hidden!.a, start.subarray(6, 10), d, 2).dx
    expectGolden(through(Float64Array.of(delta[0]!, 0)), values(backward, 'dEo1_dout_h1', 'dEo1_dout_h2'))
    expectGolden(through(Float64Array.of(0, delta[1]!)), values(backward, 'dEo2_dout_h1', 'dEo2_dout_h2'))
    expectGolden(through(delta), values(backward, 'dE_dout_h1', 'dE_dout_h2'))
    expectGolden(ofSigmoid(hidden!.a), values(backward, 'dout_h1_dnet', 'dout_h2_dnet'))
    const ofHidden = through(delta).map((slope, i) => slope * ofSigmoid(hidden!.a)[i]!)
    expectGolden(ofHidden, values(backward, 'delta_h1', 'delta_h2'))

    const g = gradient(twoTwoTwo, base.loss, start, batch).gradient
    const kernels = order.flatMap((w, i) => (w ? [[w, g[i]!] as const] : []))
    for (const [w, slope] of kernels) expectGolden([slope], values(grad_w, w))
    expectGolden([g[4]!, g[5]!, g[10]!, g[11]!], [grad_b.h1, grad_b.h2, grad_b.o1, grad_b.o2])
    expectGolden([g[4]! + g[5]!, g[10]! + g[11]!], [grad_b.b1_shared, grad_b.b2_shared])
    const updated = descend(twoTwoTwo, { ...base, order: 'simultaneous', trains: ['kernel'] }, start, batch)
    for (const [i, w] of order.entries()) if (w) expectGolden([updated[i]!], values(mazur.updated, w))
  })

  it('what is printed mixes both orders: after one step and at the end the sequential one, the last error the other', () => {
    const { E_after_1, E_after_10000, outputs_after_10000 } = mazur.printed_checks
    const after = (order: 'simultaneous' | 'sequential', steps: number): Float64Array =>
      follow({ ...base, order, trains: ['kernel'] }, start, batch, [steps]).get(steps)!
    const error = (weights: Float64Array): number => lossOf(twoTwoTwo, base.loss, weights, batch)
    expect(error(after('sequential', 1)).toFixed(9)).toBe(E_after_1.printed)
    expect(error(after('simultaneous', 1)).toFixed(9)).not.toBe(E_after_1.printed)
    expect(error(after('simultaneous', 9999)).toFixed(10)).toBe(E_after_10000.printed)
    expect(error(after('simultaneous', 10_000)).toExponential(3)).toBe('3.510e-5')
    const last = after('sequential', 10_000)
    expect(error(last).toExponential(3)).toBe('3.508e-5')
    expect(Array.from(forward(twoTwoTwo, last, batch.x).at(-1)!.a, (out) => out.toFixed(9))).toEqual(
      outputs_after_10000.printed,
    )
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
    const updated = descend(twoTwoTwo, descent, start, batch)
    expectGolden(updated, values(golden.updated, ...names))
    const after = forward(twoTwoTwo, updated, batch.x)
    const { netb1, netb2, outb1, outb2, netc1, netc2, outc1, outc2, SE } = golden.forward_after_update
    expectGolden([...after[0]!.z, ...after[0]!.a], [netb1, netb2, outb1, outb2].map(Number))
    expectGolden([...after[1]!.z, ...after[1]!.a], [netc1, netc2, outc1, outc2].map(Number))
    expectGolden([lossOf(twoTwoTwo, descent.loss, updated, batch)], [Number(SE)])
  })

  it('the deltas, and what comes to each hidden unit', () => {
    const [hidden, output] = forward(twoTwoTwo, start, batch.x)
    const delta = deltaOf(twoTwoTwo, descent.loss, [hidden!, output!], batch)
    expectGolden(delta, values(golden.deltas, 'delta_c1', 'delta_c2'))
    const through = (d: Float64Array) => denseBackward(hidden!.a, start.subarray(6, 10), d, 2).dx
    expectGolden(through(Float64Array.of(delta[0]!, 0)), values(golden.deltas, 'c1_w5', 'c1_w7'))
    expectGolden(through(Float64Array.of(0, delta[1]!)), values(golden.deltas, 'c2_w6', 'c2_w8'))
    expectGolden(through(delta), values(golden.deltas, 'sum_b1', 'sum_b2'))
    const slopes = hidden!.a.map((a) => derivative('sigmoid', a))
    expectGolden(slopes, values(golden.deltas, 'outb1_deriv', 'outb2_deriv'))
    expectGolden(
      hidden!.a.map((a) => 1 / a),
      values(golden.denominators, '1+e^-netb1', '1+e^-netb2'),
    )
  })

  it('the slips that are printed lead elsewhere', () => {
    const { w4, bw1, bw2, SE_after } = golden.updated_if_book_slips_kept
    const updated = descend(twoTwoTwo, descent, start, batch)
    const slipped = updated
      .with(names.indexOf('w4'), w4)
      .with(names.indexOf('bw1'), bw1)
      .with(names.indexOf('bw2'), bw2)
    expectGolden([lossOf(twoTwoTwo, descent.loss, slipped, batch)], [SE_after])
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
