import * as layout from '../kernels/assembly/layout.ts'
import { instantiateKernels, sharesMemory } from '../kernels/loader.ts'
import { recordLength, unchanged } from './augmentation.ts'
import { compilePlan, type PlanOptions, type PlannedParameter, type Program } from './compile.ts'
import { sumGradient } from './gradient.ts'
import { allocateMemory } from './memory.ts'
import { writeLearningRate } from './optimizer.ts'
import { createObservation, type Observation } from './observation.ts'
import { createState, type ModelState } from './state.ts'

export type { PlanOptions, PlannedParameter } from './compile.ts'
export { estimateMemory, MemoryError, MOST_BYTES } from './memory.ts'

export interface EvaluationResult {
  /** Sum of the examples' losses; `costOf` makes the cost of it. */
  readonly lossSum: number
  readonly correct: number
  /** Of a regression: Σ |a − y| and Σ (a − y)² over all answers, whatever the examples' factors; else 0. */
  readonly absoluteSum: number
  readonly squareSum: number
}

export interface StepResult extends EvaluationResult {
  /** C₀ of the batch, without the regulariser's term. */
  readonly loss: number
}

/** A network in one memory. Not re-entrant: one thread owns it, helpers only serve. */
export interface Model extends ModelState {
  readonly module: WebAssembly.Module
  /** Hand it to `serveKernelThread` in up to `threads − 1` helper threads; without them the work is done here alone. */
  readonly memory: WebAssembly.Memory
  /** Threads that may work on it: those asked for, or 1 where memory is not shared. */
  readonly threads: number
  readonly batchSize: number
  readonly inputSize: number
  readonly classes: number
  readonly parameters: readonly PlannedParameter[]
  /** The batch to work on, (batchSize, inputSize), to be filled in place. */
  inputs(): Float32Array
  /** Room for all examples, (tableRows, inputSize), to be filled in place; null without. */
  table(): Float32Array | null
  /** Which examples of the table `trainStep` draws into `inputs`. */
  rows(): Uint32Array
  /** What is done to each picture before a training step, one record after the other; null when nothing is. */
  augmentations(): Float32Array | null
  /** Class index of each example of the batch. */
  labels(): Int32Array
  /** What a regression is to answer, (batchSize, outputs), to be filled in place; null of a classification. */
  targets(): Float32Array | null
  /** Factor of each example's loss, 1 unless set. */
  exampleWeights(): Float32Array
  /** The cost of so many examples from the sum of their losses: for most losses the mean. */
  costOf(lossSum: number, count: number): number
  /** One step over the first `count` examples. */
  trainStep(count: number): StepResult
  /** The same step to the last bit, a little slower: it leaves everything that `observation` reads. */
  observedStep(count: number): StepResult
  /** What the last step left in memory; of its gradients nothing but behind an `observedStep`. */
  readonly observation: Observation
  /** Forward pass and loss without dropout. */
  evaluate(count: number): EvaluationResult
  /** Forward pass without dropout: a view of (count, classes) that the next call overwrites. */
  predict(count: number): Float32Array
  /** The view that `predict` gives, as the last `evaluate` or `predict` left it. */
  outputs(count: number): Float32Array
  /** Gradient of the batch's cost (without regulariser) in the order of the weights, a copy; changes no weight. */
  gradient(count: number): Float32Array
  /** η of the steps to come. */
  setLearningRate(rate: number): void
  /** Decides with the step count which values dropout keeps; 32 bits. */
  setDropoutSeed(seed: number): void
  /** Lets the helper threads leave. The model must not be used afterwards. */
  close(): void
}

/**
 * Compiles a network into a model. All weights start at 0; see `train/trainer.ts` for initialisation.
 * @throws {SpecError} for a network that cannot be built.
 * @throws {MemoryError} when it does not fit.
 * @throws {RangeError} for a bad batch size or number of threads.
 */
export function createModel(module: WebAssembly.Module, options: PlanOptions): Model {
  const { batchSize, training } = options
  requireInteger('batchSize', batchSize, 1, 65_536)
  requireInteger('threads', options.threads, 1, layout.MAX_THREADS)
  const threads = sharesMemory(module) ? options.threads : 1
  const plan = compilePlan({ ...options, threads })
  const memory = allocateMemory(module, plan, training)
  const kernels = instantiateKernels(module, memory)
  const view = new DataView(memory.buffer)
  const floats = (address: number, length: number): Float32Array => new Float32Array(memory.buffer, address, length)
  const inputs = floats(plan.inputs, batchSize * plan.inputSize)
  const { tableRows = 0 } = options
  const table = plan.table ? floats(plan.table, tableRows * plan.inputSize) : null
  const rows = new Uint32Array(memory.buffer, plan.rows, table ? batchSize : 0)
  const labels = new Int32Array(memory.buffer, plan.labels, batchSize)
  const targets = plan.targets ? floats(plan.targets, batchSize * plan.classes) : null
  const exampleWeights = floats(plan.exampleWeights, batchSize).fill(1)
  const augmentations = augmentationRecords()
  const outputs = floats(plan.outputs, batchSize * plan.classes)
  const mostLabel = Math.max(2, plan.classes) - 1

  function run(program: Program | null, count: number): void {
    if (!program) throw new Error('This model was made for prediction only.')
    requireInteger('count', count, 1, batchSize)
    view.setUint32(layout.COUNT, count, true)
    if (program.isShared) kernels.run(program.address)
    else kernels.runAlone(program.address)
  }

  /** A wrong label would make the kernels read outside its row. */
  function runLabelled(program: Program | null, count: number): void {
    for (let example = 0; !targets && example < count; example++)
      requireInteger('label', labels[example] ?? -1, 0, mostLabel)
    run(program, count)
  }

  function runStep(program: Program | null, count: number): StepResult {
    if (table) for (let i = 0; i < count; i++) requireInteger('row', rows[i] ?? -1, 0, tableRows - 1)
    runLabelled(program, count)
    return { loss: plan.costOf(lossSum(), count), ...sums() }
  }

  function augmentationRecords(): Float32Array | null {
    if (plan.augmentations === 0) return null
    const length = recordLength(plan.inputShape[2] ?? 1)
    const records = floats(plan.augmentations, batchSize * length)
    for (let at = 0; at < records.length; at += length) unchanged(records.subarray(at, at + length))
    return records
  }

  const lossSum = (): number => view.getFloat64(layout.LOSS_SUM, true)
  const sums = (): EvaluationResult => ({
    lossSum: lossSum(),
    correct: view.getUint32(layout.CORRECT, true),
    absoluteSum: targets ? view.getFloat64(layout.ABSOLUTE_SUM, true) : 0,
    squareSum: targets ? view.getFloat64(layout.SQUARE_SUM, true) : 0,
  })

  return {
    ...{
      module,
      memory,
      threads,
      batchSize,
      inputSize: plan.inputSize,
      classes: plan.classes,
      parameters: plan.parameters,
    },
    inputs: () => inputs,
    table: () => table,
    rows: () => rows,
    augmentations: () => augmentations,
    labels: () => labels,
    targets: () => targets,
    exampleWeights: () => exampleWeights,
    costOf: plan.costOf,
    trainStep: (count) => runStep(plan.programs.train, count),
    observedStep: (count) => runStep(plan.programs.observe, count),
    observation: createObservation(plan, memory),
    evaluate(count) {
      runLabelled(plan.programs.evaluate, count)
      return sums()
    },
    predict(count) {
      run(plan.programs.predict, count)
      return outputs.subarray(0, count * plan.classes)
    },
    outputs: (count) => outputs.subarray(0, count * plan.classes),
    gradient(count) {
      runLabelled(plan.programs.gradient, count)
      return sumGradient(plan, memory, count)
    },
    ...createState(plan, view, training !== undefined),
    setLearningRate(rate) {
      if (!training) throw new Error('This model was made for prediction only.')
      writeLearningRate(view, plan.hyperparameters, rate)
    },
    setDropoutSeed(seed) {
      view.setUint32(layout.DROPOUT_SEED, seed, true)
    },
    close: () => {
      kernels.close?.()
    },
  }
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}.`)
}
