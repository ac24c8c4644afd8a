import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { compilePlan } from '../../../src-engine/plan/compile.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { network, training } from '../support/networks.ts'
import type * as z from 'zod'

/** Numbers of the tensors: 70 · 60 + 60, scale, shift and statistics of 60, 60 · 3. */
const spec = network({
  input: [70],
  layers: [
    { type: 'dense', units: 60 },
    { type: 'batchNorm' },
    { type: 'dense', units: 3, activation: 'softmax', useBias: false },
  ],
})

/** The plan, and the arguments of each instruction with this opcode in a training step. */
function updates(settings: z.input<typeof TrainingSpec>) {
  const plan = compilePlan({ network: spec, batchSize: 20, threads: 1, training: training(settings) })
  const args = (opcode: number): number[][] =>
    plan.programs
      .train!.instructions.filter((each) => each.opcode === opcode)
      .map(({ words }) => words.map(({ value }) => value))
  return { plan, args }
}

describe('updates', () => {
  const regularization = { l1: 0.25, l2: 0.5, weightDecay: 0.125 }
  const { plan, args } = updates({
    ...{ optimizer: { type: 'adam' }, regularization, gradientClipping: { type: 'norm', limit: 1 } },
  })
  const columns = (index: number): (number | undefined)[] => args(layout.ADAM).map((words) => words[index])
  const offsets = [0, 4200, 4260, 4320, 4500]

  it('are one for each tensor that is trained, with its own moments', () => {
    const from = (base: number): number[] => offsets.map((offset) => base + 4 * offset)
    expect(columns(0)).toEqual(from(plan.weights))
    expect(columns(1)).toEqual([4200, 60, 60, 60, 180])
    expect(columns(8)).toEqual(from(plan.moments[0]!))
    expect(columns(9)).toEqual(from(plan.moments[1]!))
    expect(columns(11)).toEqual(Array(5).fill(plan.hyperparameters))
  })

  it('add up the chunks of the gradient that their layer leaves', () => {
    const [first, norm, last] = plan.gradients
    expect(columns(2)).toEqual([
      ...[first!.address, first!.address + 4 * 4200, norm!.address, norm!.address + 4 * 60, last!.address],
    ])
    // Kernel and bias; scale, shift and room for the statistics.
    expect(columns(3)).toEqual([4 * 4260, 4 * 4260, 4 * 240, 4 * 240, 4 * 180])
    expect(columns(4)).toEqual([20, 20, 20, 20, 20])
  })

  it('regularise kernels alone; the slope of λw² is 2λw', () => {
    expect([5, 6, 7].map(columns)).toEqual([
      [0.25, 0, 0, 0, 0.25],
      [1, 0, 0, 0, 1],
      [0.125, 0, 0, 0, 0.125],
    ])
  })

  it('leave the squares of each tile of 4096 numbers side by side for clipping', () => {
    const [clip] = args(layout.CLIP)
    const [squares = 0, tiles, hyperparameters] = clip!
    expect(columns(10)).toEqual([0, 2, 3, 4, 5].map((tile) => squares + 8 * tile))
    expect([tiles, hyperparameters]).toEqual([6, plan.hyperparameters])
    expect(args(layout.GRADIENT_SQUARES)).toEqual(args(layout.ADAM))
  })
})

it('without clipping by norm nobody asks for squares', () => {
  for (const gradientClipping of [{ type: 'none' }, { type: 'value', limit: 1 }] as const) {
    const { args } = updates({ optimizer: { type: 'sgd' }, gradientClipping })
    // Scale and shift; the dense layers move their weights themselves.
    expect(args(layout.SGD)).toHaveLength(2)
    expect(args(layout.MATRIX_UPDATE)).toHaveLength(2)
    expect([...args(layout.GRADIENT_SQUARES), ...args(layout.CLIP)]).toEqual([])
  }
})
