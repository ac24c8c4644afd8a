import { dropoutMasks } from '../reference/dropout.ts'
import { gradient, type Batch } from '../reference/network.ts'
import { oneHot, smooth } from '../reference/targets.ts'
import type { LayerTrace } from '../reference/trace.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf, type LayerInfo } from '../spec/shapes.ts'
import type { TrainingSpec } from '../spec/training.ts'
import { createRng } from '../train/rng.ts'

/** A training step of a run, as the kernels are about to do it. */
export interface StepInputs {
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  /** All parameters in storage order. */
  readonly weights: Float32Array
  readonly batch: {
    /** (examples, …input), what the first layer sees. */
    readonly x: Float64Array
    readonly labels: Int32Array
    /** Of a regression, (examples, outputs); else null. */
    readonly targets: Float32Array | null
    /** Factors of the examples' losses. */
    readonly weights: Float32Array
  }
  /** Training steps begun, the first is 1; decides with the seed what dropout drops. */
  readonly step: number
}

/**
 * Whether the reference's outputs, loss and gradient are finite in this step.
 * @param example a place in the batch: without batchNorm, where examples have nothing to do with each other, it alone is
 * looked at, because plain loops over a whole batch of pictures take long
 */
export function isFiniteInFloat64(inputs: StepInputs, example: number | null): boolean {
  const { network, training, weights } = inputs
  const infos = inferShapes(network)
  const isAlone = example !== null && !infos.some(mixesExamples)
  const batch = batchOf(inputs, infos)
  const looked = isAlone ? partOf(batch, example) : batch
  const { traces, loss, gradient: g } = gradient(network, training.loss, Float64Array.from(weights), looked)
  return traces.every(isFiniteTrace) && Number.isFinite(loss) && g.every(Number.isFinite)
}

const mixesExamples = ({ spec, layers, shortcut }: LayerInfo): boolean =>
  spec.type === 'batchNorm' || [...layers, ...shortcut].some(mixesExamples)

const isFiniteTrace = ({ z, a, layers, shortcut }: LayerTrace): boolean =>
  z.every(Number.isFinite) && a.every(Number.isFinite) && [...layers, ...shortcut].every(isFiniteTrace)

function batchOf({ training, batch, step }: StepInputs, infos: readonly LayerInfo[]): Batch {
  const { x, labels, targets, weights } = batch
  const outputs = sizeOf(infos.at(-1)?.outputShape ?? [])
  const seed = createRng(training.seed, 'dropout').word()
  return {
    ...{ x, labels, weights: Float64Array.from(weights) },
    targets: targets ? Float64Array.from(targets) : smooth(oneHot(labels, outputs), outputs, training.labelSmoothing),
    masks: dropoutMasks(infos, labels.length, { seed, step }),
  }
}

function partOf(batch: Batch, example: number): Batch {
  const count = batch.labels.length
  const own = (values: Float64Array): Float64Array => {
    const size = values.length / count
    return values.slice(example * size, (example + 1) * size)
  }
  return {
    x: own(batch.x),
    labels: [batch.labels[example] ?? 0],
    targets: batch.targets && own(batch.targets),
    weights: batch.weights && own(batch.weights),
    masks: batch.masks && new Map([...batch.masks].map(([layer, mask]) => [layer, own(mask)])),
  }
}
