import type * as z from 'zod'
import { NetworkSpec } from '../../src-engine/spec/network.ts'
import { presetNetwork } from '../../src-engine/spec/presets.ts'
import { TrainingSpec } from '../../src-engine/spec/training.ts'

/** A network and how it is trained, as every framework can be asked to do it. */
export interface Workload {
  readonly name: string
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  readonly classes: number
}

type Layers = z.input<typeof NetworkSpec>['layers']

const DIGITS = [28, 28, 1]
const PHOTO = [64, 64, 3]

const dense = (units: number, activation = 'relu') => ({ type: 'dense', units, activation }) as Layers[number]
const softmax = (units: number): Layers[number] => dense(units, 'softmax')
const conv = (filters: number, activation: 'relu' | 'linear'): Layers[number] => ({
  ...{ type: 'conv2d', filters, kernelSize: 3, padding: 'same' },
  activation,
})
const pool: Layers[number] = { type: 'maxPool2d', poolSize: 2 }
/** Convolution, batchNorm, relu and pooling. */
const normalized = (filters: number): Layers => [
  conv(filters, 'linear'),
  { type: 'batchNorm' },
  { type: 'activation', activation: 'relu' },
  pool,
]

const sgd = (learningRate: number) => ({ type: 'sgd', learningRate }) as const
const adam = (learningRate: number) => ({ type: 'adam', learningRate }) as const

const workload = (
  name: string,
  input: number[],
  layers: Layers,
  training: z.input<typeof TrainingSpec>,
  classes = 10,
): Workload => ({
  ...{ name, classes, network: NetworkSpec.parse({ input, layers }) },
  training: TrainingSpec.parse({ ...training, epochs: 1_000_000 }),
})

export const WORKLOADS: readonly Workload[] = [
  workload('mlp-small', [784], [dense(32), softmax(10)], { batchSize: 32, optimizer: sgd(0.1) }),
  workload('mlp-book', [784], [dense(500), dense(500), dense(500), softmax(10)], {
    ...{ batchSize: 100, optimizer: adam(1e-4) },
  }),
  workload(
    'cnn28',
    DIGITS,
    [conv(16, 'relu'), pool, conv(32, 'relu'), pool, { type: 'flatten' }, dense(64), softmax(10)],
    { batchSize: 64, optimizer: adam(1e-3) },
  ),
  workload(
    'cnn64',
    PHOTO,
    [...normalized(32), ...normalized(64), ...normalized(128), { type: 'flatten' }, dense(128), softmax(10)],
    { batchSize: 32, optimizer: adam(1e-3) },
  ),
  {
    ...{ name: 'res64', classes: 10, network: presetNetwork('resnet-small', PHOTO, 10) },
    training: TrainingSpec.parse({
      ...{ epochs: 1_000_000, batchSize: 32, optimizer: adam(2e-3) },
      regularization: { weightDecay: 0.05 },
    }),
  },
  workload(
    'xor',
    [2],
    [dense(2, 'sigmoid'), dense(1, 'sigmoid')],
    {
      ...{ batching: 'full', loss: 'meanSquaredError', optimizer: sgd(0.5) },
    },
    2,
  ),
]
