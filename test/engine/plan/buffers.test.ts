import { describe, expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import type { Arena } from '../../../src-engine/plan/arena.ts'
import { planAugmentation, unchanged } from '../../../src-engine/plan/augmentation.ts'
import { planChain } from '../../../src-engine/plan/chain.ts'
import { compilePlan } from '../../../src-engine/plan/compile.ts'
import { examplesPerChunk } from '../../../src-engine/plan/layers/layer.ts'
import { appliedActivation, LINEAR } from '../../../src-engine/plan/tensor.ts'
import { inferShapes, type Shape } from '../../../src-engine/spec/shapes.ts'
import type { LayerInput } from '../support/layers.ts'
import { network, training } from '../support/networks.ts'

/** 21 examples are cut into 11 chunks of at most 2. */
const BATCH = 21

/** Bytes of every buffer that a layer asks for, in order, behind an input that wants a gradient (in training). */
function buffersOf(layer: LayerInput, shape: Shape, isTraining: boolean, activation = LINEAR): number[] {
  const sizes: number[] = []
  const arena: Arena = { size: 0, allocate: (bytes) => 1000 * sizes.push(bytes) }
  const infos = inferShapes(network({ input: [...shape], layers: [layer] }))
  const input = { value: 64, delta: isTraining ? 128 : 0, shape, activation, slopeFrom: 64 }
  const context = { arena, batchSize: BATCH, training: isTraining, hyperparameters: 256 }
  const plan = planChain(context, { infos, input, weights: 512, isOutput: false })
  if (!isTraining) expect([plan.backward(null), plan.gradients, plan.settle]).toEqual([[], [], []])
  return sizes
}

const floats = (...counts: number[]): number[] => counts.map((count) => 4 * count)
/** An output and its gradient. */
const outputs = (count: number): number[] => floats(BATCH * count, BATCH * count)

/** 13 channels, which four lanes make 16. */
const picture = [7, 6, 13]
const numbers = 7 * 6 * 13
const cases: [layer: LayerInput, shape: Shape, training: number[], predicting: number[]][] = [
  [
    { type: 'dense', units: 16 },
    [9],
    // Weights are read in place. The whole batch is one chunk.
    [...outputs(16), ...floats(10 * 16)],
    floats(BATCH * 16),
  ],
  [
    { type: 'conv2d', filters: 3, kernelSize: 3, padding: 'same', useBias: false },
    picture,
    [...outputs(42 * 3), ...floats(8 * 117, 16 * 27, 11 * 117 * 3)],
    floats(BATCH * 42 * 3, 8 * 117),
  ],
  [
    // Four tiles are 2 × 2 times what one covers (252 × 64), so that 4 chunks make 16.
    { type: 'conv2d', filters: 70, kernelSize: 3, strides: 2 },
    [7, 6, 40],
    [...outputs(6 * 70), ...floats(72 * 361, 40 * 9 * 70, 4 * 361 * 70)],
    floats(BATCH * 6 * 70, 72 * 361),
  ],
  [
    // Three tiles: 6 chunks of 4 examples, the last of one.
    { type: 'conv2d', filters: 130, kernelSize: 3 },
    [4, 4, 2],
    [...outputs(4 * 130), ...floats(136 * 19, 8 * 9 * 130, 6 * 19 * 130)],
    floats(BATCH * 4 * 130, 136 * 19),
  ],
  [
    // Two pixels are enough to cut the batch into chunks.
    { type: 'conv2d', filters: 2, kernelSize: 3 },
    [3, 4, 1],
    [...outputs(4), ...floats(8 * 10, 8 * 18, 11 * 10 * 2)],
    floats(BATCH * 4, 8 * 10),
  ],
  [
    // By Winograd: 16 places in panels of 8 columns, 20 over 68 channels and back 68 over 20. Of two tiles each, 7 chunks of 3 make 16.
    { type: 'conv2d', filters: 20, kernelSize: 3 },
    [6, 6, 68],
    [...outputs(16 * 20), ...floats(16 * 24 * 68, 16 * 72 * 20, 7 * (9 * 68 + 1) * 20)],
    floats(BATCH * 16 * 20, 16 * 24 * 68),
  ],
  [
    { type: 'depthwiseConv2d', kernelSize: 3 },
    picture,
    [...outputs(20 * 13), 8 * 11 * (9 + 1) * 16, ...floats(11 * (9 + 1) * 13)],
    floats(BATCH * 20 * 13),
  ],
  [
    { type: 'depthwiseConv2d', kernelSize: 2, useBias: false },
    picture,
    [...outputs(30 * 13), 8 * 11 * 4 * 16, ...floats(11 * 4 * 13)],
    floats(BATCH * 30 * 13),
  ],
  [{ type: 'maxPool2d', poolSize: 2 }, picture, outputs(9 * 13), floats(BATCH * 9 * 13)],
  [{ type: 'averagePool2d', poolSize: 2 }, picture, outputs(9 * 13), floats(BATCH * 9 * 13)],
  [{ type: 'globalAveragePool2d' }, picture, [...outputs(13), 8 * BATCH * 16], [...floats(BATCH * 13), 8 * BATCH * 16]],
  [{ type: 'globalMaxPool2d' }, picture, [...outputs(13), 4 * BATCH * 16], [...floats(BATCH * 13), 4 * BATCH * 16]],
  [{ type: 'flatten' }, picture, [], []],
  [{ type: 'activation', activation: 'linear' }, picture, [], []],
  // What is behind shares the gradient of what is before.
  [{ type: 'activation', activation: 'relu' }, picture, floats(BATCH * numbers), floats(BATCH * numbers)],
  [{ type: 'dropout', rate: 0.5 }, picture, outputs(numbers), []],
  [
    { type: 'batchNorm' },
    picture,
    [...outputs(numbers), 8 * 2 * 11 * 16, ...floats(5 * 16, 4 * 13)],
    floats(BATCH * numbers, 5 * 16),
  ],
  [
    { type: 'layerNorm' },
    picture,
    [...outputs(numbers), ...floats(2 * BATCH * 42), 8 * 2 * 11 * 16, ...floats(11 * 2 * 13)],
    floats(BATCH * numbers, 2 * BATCH * 42),
  ],
  [
    { type: 'recurrent', units: 3 },
    [6, 5],
    [...outputs(3), ...floats(BATCH * 6 * 3, BATCH * 6 * 3, 11 * (15 + 9 + 3))],
    floats(BATCH * 3, BATCH * 6 * 3),
  ],
  [
    // Its slope needs z; the values of every step are the output.
    { type: 'recurrent', units: 3, activation: 'gelu', returnSequences: true, useBias: false },
    [6, 5],
    [...outputs(18), ...floats(BATCH * 18, BATCH * 18, 11 * (15 + 9))],
    floats(BATCH * 18, BATCH * 18),
  ],
  [
    { type: 'residual', layers: [{ type: 'averagePool2d', poolSize: 3, strides: 1, padding: 'same' }] },
    picture,
    [...outputs(numbers), ...floats(BATCH * numbers)],
    floats(BATCH * numbers, BATCH * numbers),
  ],
  [
    // With a projection the input's gradient stands twice until both are added; what ends a branch shares the block's.
    { type: 'residual', layers: [{ type: 'conv2d', filters: 2, kernelSize: 1 }] },
    [4, 4, 3],
    [
      ...[...outputs(32), ...floats(BATCH * 48)],
      ...floats(BATCH * 32, 11 * 4 * 2),
      ...[...outputs(32), ...floats(11 * 3 * 2)],
      ...[...floats(BATCH * 32), 8 * 2 * 11 * 4, ...floats(5 * 4, 4 * 2)],
    ],
    floats(BATCH * 32, BATCH * 32, BATCH * 32, BATCH * 32, 5 * 4),
  ],
]

describe.each(cases)('%o', (layer, shape, forTraining, forPredicting) => {
  it('asks for what it needs, and for no gradient where none is wanted', () => {
    expect(buffersOf(layer, shape, true)).toEqual(forTraining)
    expect(buffersOf(layer, shape, false)).toEqual(forPredicting)
  })
})

it('an activation behind another has a gradient of its own', () => {
  const relu = appliedActivation({ activation: 'relu' })
  expect(buffersOf({ type: 'activation', activation: 'tanh' }, [7], true, relu)).toEqual(outputs(7))
})

it('a batch is cut into at most 16 chunks, or as many as are wanted', () => {
  expect([1, 15, 16, 17, 32, 33].map((size) => examplesPerChunk(size))).toEqual([1, 1, 1, 2, 2, 3])
  expect([1, 3, 5, 9].map((chunks) => examplesPerChunk(9, chunks))).toEqual([9, 3, 2, 1])
})

describe('a whole plan', () => {
  const spec = network({
    input: [7],
    layers: [
      { type: 'dense', units: 50 },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
  })
  /** Every buffer begins a cache line and leaves one free behind it. */
  const together = (sizes: readonly number[]): number =>
    sizes.reduce((end, bytes) => Math.ceil((end + bytes) / 64) * 64 + 64, layout.HEADER_BYTES)
  const weights = 7 * 50 + 50 + 50 * 3 + 3
  const programs = (plan: ReturnType<typeof compilePlan>): number[] =>
    Object.values(plan.programs).flatMap((program) =>
      program ? [4 + program.instructions.reduce((sum, { words }) => sum + 16 + 4 * words.length, 0)] : [],
    )
  /** Answers, labels, factors, losses, right answers. */
  const loss = [...floats(BATCH * 3, BATCH, BATCH), 8 * BATCH, ...floats(BATCH)]

  it('takes the sum of its buffers to train', () => {
    const options = { network: spec, batchSize: BATCH, threads: 3 }
    const plan = compilePlan({ ...options, training: training({ optimizer: { type: 'adam' } }) })
    const layers = [...[...outputs(50), ...floats(8 * 50)], ...[...outputs(3), ...floats(51 * 3)]]
    expect(plan.bytes).toBe(
      together([
        ...floats(weights, weights, weights),
        ...[120, 4 * BATCH * 7, ...layers, ...loss, ...programs(plan), 3 * layout.SCRATCH_BYTES],
      ]),
    )
    expect([plan.inputSize, plan.classes, plan.weightCount]).toEqual([7, 3, weights])
    expect(plan.moments.map((address) => address - plan.weights)).toEqual([2304, 4608])
  })

  it('takes no moments and no gradients to predict', () => {
    const plan = compilePlan({ network: spec, batchSize: BATCH, threads: 1 })
    const layers = floats(BATCH * 50, BATCH * 3)
    expect(plan.bytes).toBe(
      together([...floats(weights, BATCH * 7), ...layers, ...loss, ...programs(plan), layout.SCRATCH_BYTES]),
    )
    expect([plan.programs.train, plan.programs.gradient, plan.hyperparameters]).toEqual([null, null, 0])
  })

  it('has records that leave a picture as it is, whatever stood there', () => {
    const record = new Float32Array(layout.AUGMENT_SHIFTS + 1).fill(7)
    unchanged(record)
    expect([...record]).toEqual([1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0])
  })

  it('has pictures to change beside the loaded ones, what is done to each, and two sums of each', () => {
    const layers = [{ type: 'flatten' }, { type: 'dense', units: 3, activation: 'softmax' }] as const
    const pictures = network({ input: [3, 2, 2], layers: [...layers] })
    const settings = training({ optimizer: { type: 'sgd' }, augmentation: { contrast: 0.5 } })
    const plan = compilePlan({ network: pictures, batchSize: BATCH, threads: 1, training: settings })
    const changed = [...floats(BATCH * 12, BATCH * (layout.AUGMENT_SHIFTS + 2)), 32 * BATCH]
    const dense = [...outputs(3), ...floats(3 * 13)]
    expect(plan.bytes).toBe(
      together([
        ...[...floats(13 * 3), 120, ...floats(BATCH * 12), ...changed, ...dense, ...loss],
        ...[...programs(plan), layout.SCRATCH_BYTES],
      ]),
    )
    expect(plan.augmentations).toBeGreaterThan(0)
    const sizes: number[] = []
    const arena: Arena = { size: 0, allocate: (bytes) => 1000 * sizes.push(bytes) }
    planAugmentation(arena, settings.augmentation, { inputs: 64, shape: [3, 2, 2], batchSize: BATCH })
    expect(sizes).toEqual(changed)
  })
})
