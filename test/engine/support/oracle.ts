import { readFileSync } from 'node:fs'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { concat } from '../../../src-engine/reference/array.ts'
import { fans } from '../../../src-engine/reference/initializers.ts'
import { mix } from '../../../src-engine/train/rng.ts'
import type { LayerInput } from './layers.ts'
import { network, training } from './networks.ts'

/** What `test/oracles/trajectories.py` wrote: the loss of each step; of each tensor afterwards its sum and that of its squares. */
interface Trajectory {
  readonly losses: number[]
  readonly tensors: [sum: number, squares: number][]
}
export const trajectories = (
  JSON.parse(readFileSync(new URL('../../fixtures/trajectories.json', import.meta.url), 'utf8')) as {
    readonly runs: Readonly<Record<string, Trajectory>>
  }
).runs

export interface OracleRun {
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  readonly batch: number
}

const softmax = { type: 'dense', units: 10, activation: 'softmax' } as const
const hidden = (units: number) => ({ type: 'dense', units, activation: 'relu' }) as const
const conv = (filters: number) =>
  ({ type: 'conv2d', filters, kernelSize: 3, padding: 'same', activation: 'relu' }) as const
const pool = { type: 'maxPool2d' } as const
const flatten = { type: 'flatten' } as const
const relu = { type: 'activation', activation: 'relu' } as const
const norm = { type: 'batchNorm', momentum: 0.9, epsilon: 1e-5 } as const
const bare = (filters: number, strides = 1) =>
  ({ type: 'conv2d', filters, kernelSize: 3, strides, padding: 'same', useBias: false }) as const
const block = (filters: number, strides: number) =>
  ({
    type: 'residual',
    activation: 'relu',
    layers: [bare(filters, strides), norm, relu, bare(filters), norm],
  }) satisfies LayerInput
const adam = (learningRate: number) => training({ optimizer: { type: 'adam', learningRate } })

/** The networks of the script. */
export const oracleRuns: Readonly<Record<string, OracleRun>> = {
  'mlp-small': {
    network: network({ input: [784], layers: [hidden(32), softmax] }),
    training: training({ optimizer: { type: 'sgd', learningRate: 0.1 } }),
    batch: 32,
  },
  'mlp-book': {
    network: network({ input: [784], layers: [hidden(500), hidden(500), hidden(500), softmax] }),
    training: adam(1e-4),
    batch: 100,
  },
  cnn28: {
    network: network({ input: [28, 28, 1], layers: [conv(16), pool, conv(32), pool, flatten, hidden(64), softmax] }),
    training: adam(1e-3),
    batch: 64,
  },
  cnn64: {
    network: network({
      input: [64, 64, 3],
      layers: [
        ...[32, 64, 128].flatMap((filters): LayerInput[] => [
          { ...conv(filters), activation: 'linear' },
          { type: 'batchNorm' },
          relu,
          pool,
        ]),
        flatten,
        hidden(128),
        softmax,
      ],
    }),
    training: adam(1e-3),
    batch: 4,
  },
  res64: {
    network: network({
      input: [64, 64, 3],
      layers: [
        bare(24, 2),
        norm,
        relu,
        block(24, 1),
        block(48, 2),
        block(96, 2),
        block(128, 2),
        { type: 'globalAveragePool2d' },
        softmax,
      ],
    }),
    training: training({
      optimizer: { type: 'adam', learningRate: 2e-3 },
      regularization: { weightDecay: 0.05 },
    }),
    batch: 4,
  },
  mixed: {
    network: network({
      input: [17, 15, 4],
      layers: [
        { type: 'depthwiseConv2d', kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' },
        { type: 'conv2d', filters: 6, kernelSize: 3, dilationRate: 2, activation: 'gelu' },
        { type: 'averagePool2d', poolSize: 3, strides: 2, padding: 'same' },
        { type: 'layerNorm' },
        { type: 'maxPool2d', poolSize: 3, strides: 2, padding: 'same' },
        { type: 'reshape', targetShape: [2, 6] },
        { type: 'recurrent', units: 7 },
        softmax,
      ],
    }),
    training: adam(1e-3),
    batch: 6,
  },
}

/** `count` numbers in [0, 1) that the script counts out too. */
function hashed(seed: number, count: number): Float64Array {
  const from = Math.imul(seed, 0x9e3779b9) >>> 0
  return new Float64Array(count).map((_, i) => mix((i + from) >>> 0) / 2 ** 32)
}

/** The script's first weights, in storage order. */
export function oracleWeights({ network: spec }: OracleRun): Float64Array {
  const parameters = inferShapes(spec).flatMap((info) => info.parameters)
  const tensors = parameters.map(({ name, shape, role }, tensor) => {
    const { fanIn, fanOut } = fans(shape)
    const spread = hashed(tensor, sizeOf(shape)).map((u) => 2 * u - 1)
    if (role === 'kernel') return spread.map((s) => s * Math.sqrt(6 / (fanIn + fanOut)))
    if (role === 'statistic') return spread.fill(name.endsWith('Variance') ? 1 : 0)
    return spread.map((s) => (role === 'scale' ? 1 : 0) + 0.1 * s)
  })
  return concat(...tensors)
}

/** The script's batch of a step 1, 2, … */
export function oracleBatch({ network: { input }, batch }: OracleRun, step: number) {
  const labels = Int32Array.from(hashed(2000 + step, batch), (u) => Math.floor(10 * u))
  return { x: hashed(1000 + step, batch * sizeOf(input)), labels }
}
