import type * as z from 'zod'
import { builtInTable } from '../../src-engine/data/tables/built-in.ts'
import { NetworkSpec } from '../../src-engine/spec/network.ts'
import { presetNetwork } from '../../src-engine/spec/presets.ts'
import { sizeOf } from '../../src-engine/spec/shapes.ts'
import { TrainingSpec } from '../../src-engine/spec/training.ts'
import { createRng } from '../../src-engine/train/rng.ts'
import { arraySource, type ExampleSource } from '../../src-engine/train/source.ts'

/** A network and how it is trained, as every framework can be asked to do it. */
export interface Workload {
  readonly name: string
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  /** What it is trained on. */
  readonly examples: () => ExampleSource
  /** Whether those are the rows of a table, not pictures. */
  readonly isTable?: boolean
}

/** Batches of different examples: more than a cache holds, and few enough to make quickly. */
const BATCHES = 4
const CLASSES = 10

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

/** Long enough that it never ends while it is measured. */
const endless = (training: z.input<typeof TrainingSpec>): TrainingSpec =>
  TrainingSpec.parse({ ...training, epochs: 1_000_000 })

/** A network that learns made-up pictures of ten classes. */
export function workload(name: string, network: NetworkSpec, training: z.input<typeof TrainingSpec>): Workload {
  const spec = endless(training)
  return { name, network, training: spec, examples: () => randomExamples(network.input, BATCHES * spec.batchSize) }
}

function randomExamples(input: readonly number[], count: number): ExampleSource {
  const rng = createRng(1, 'data')
  const inputs = new Float32Array(count * sizeOf(input)).map(() => rng.uniform())
  const labels = Int32Array.from({ length: count }, () => rng.below(CLASSES))
  return arraySource(inputs, labels, input)
}

/** The four truths of XOR in one batch. */
const xor: Workload = {
  ...{ name: 'xor', isTable: true },
  network: NetworkSpec.parse({ input: [2], layers: [dense(2, 'sigmoid'), dense(1, 'sigmoid')] }),
  training: endless({ batching: 'full', loss: 'meanSquaredError', optimizer: sgd(0.5) }),
  examples() {
    const { inputs, labels } = builtInTable('xor')!.table()
    return arraySource(inputs, labels, [2])
  },
}

const chain = (input: number[], layers: Layers): NetworkSpec => NetworkSpec.parse({ input, layers })

export const WORKLOADS: readonly Workload[] = [
  workload('mlp-small', chain([784], [dense(32), softmax(CLASSES)]), { batchSize: 32, optimizer: sgd(0.1) }),
  workload('mlp-book', chain([784], [dense(500), dense(500), dense(500), softmax(CLASSES)]), {
    ...{ batchSize: 100, optimizer: adam(1e-4) },
  }),
  workload(
    'cnn28',
    chain(DIGITS, [conv(16, 'relu'), pool, conv(32, 'relu'), pool, { type: 'flatten' }, dense(64), softmax(CLASSES)]),
    { batchSize: 64, optimizer: adam(1e-3) },
  ),
  workload(
    'cnn64',
    chain(PHOTO, [
      ...[...normalized(32), ...normalized(64), ...normalized(128)],
      ...[{ type: 'flatten' } as const, dense(128), softmax(CLASSES)],
    ]),
    { batchSize: 32, optimizer: adam(1e-3) },
  ),
  workload('res64', presetNetwork('resnet-small', PHOTO, CLASSES), {
    ...{ batchSize: 32, optimizer: adam(2e-3), regularization: { weightDecay: 0.05 } },
  }),
  xor,
]
