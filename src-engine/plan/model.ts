import * as layout from '../kernels/assembly/layout.ts'
import { instantiateKernels, sharesMemory } from '../kernels/loader.ts'
import { recordLength, unchanged } from './augmentation.ts'
import { compilePlan, type PlanOptions, type PlannedParameter, type Program } from './compile.ts'
import { sumGradient } from './gradient.ts'
import { allocateMemory } from './memory.ts'
import { readStep, writeLearningRate, writeStep } from './optimizer.ts'

export type { PlanOptions, PlannedParameter } from './compile.ts'
export { estimateMemory, MemoryError } from './memory.ts'

export interface EvaluationResult {
  /** Sum of the examples' losses; `costOf` makes the cost of it. */
  readonly lossSum: number
  readonly correct: number
}

export interface StepResult extends EvaluationResult {
  /** C₀ of the batch, without the regulariser's term. */
  readonly loss: number
}

/** A network in one memory. Not re-entrant: one thread owns it, helpers only serve. */
export interface Model {
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
  /** What is done to each picture before a training step, one record after the other; null when nothing is. */
  augmentations(): Float32Array | null
  /** Class index of each example of the batch. */
  labels(): Int32Array
  /** Factor of each example's loss, 1 unless set. */
  exampleWeights(): Float32Array
  /** The cost of so many examples from the sum of their losses: for most losses the mean. */
  costOf(lossSum: number, count: number): number
  /** One step over the first `count` examples. */
  trainStep(count: number): StepResult
  /** Forward pass and loss without dropout. */
  evaluate(count: number): EvaluationResult
  /** Forward pass without dropout: a view of (count, classes) that the next call overwrites. */
  predict(count: number): Float32Array
  /** The view that `predict` gives, as the last `evaluate` or `predict` left it. */
  outputs(count: number): Float32Array
  /** Gradient of the batch's cost (without regulariser) in the order of the weights, a copy; changes no weight. */
  gradient(count: number): Float32Array
  /** A copy of all weights, tensors in the order of `parameters`. */
  weights(): Float32Array
  /** @throws {RangeError} when the length differs. */
  setWeights(weights: Float32Array): void
  /** The optimiser's moments (each as long as the weights), then the step count as (steps mod 2²⁴, steps div 2²⁴). */
  optimizerState(): Float32Array
  setOptimizerState(state: Float32Array): void
  /** η of the steps to come. */
  setLearningRate(rate: number): void
  /** Decides with the step count which values dropout keeps; 32 bits. */
  setDropoutSeed(seed: number): void
  /** Lets the helper threads leave. The model must not be used afterwards. */
  close(): void
}

const STEP_BASE = 2 ** 24

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
  const labels = new Int32Array(memory.buffer, plan.labels, batchSize)
  const exampleWeights = floats(plan.exampleWeights, batchSize).fill(1)
  const augmentations = augmentationRecords()
  const outputs = floats(plan.outputs, batchSize * plan.classes)
  const weights = floats(plan.weights, plan.weightCount)
  const moments = plan.moments.map((address) => floats(address, plan.weightCount))
  const stateLength = moments.length * plan.weightCount + 2
  const mostLabel = Math.max(2, plan.classes) - 1

  function run(program: Program | null, count: number): void {
    if (!program) throw new Error('This model was made for prediction only.')
    requireInteger('count', count, 1, batchSize)
    view.setUint32(layout.COUNT, count, true)
    kernels.run(program.address)
  }

  /** A wrong label would make the kernels read outside its row. */
  function runLabelled(program: Program | null, count: number): void {
    for (let example = 0; example < count; example++) requireInteger('label', labels[example] ?? -1, 0, mostLabel)
    run(program, count)
  }

  function augmentationRecords(): Float32Array | null {
    if (plan.augmentations === 0) return null
    const length = recordLength(plan.inputShape[2] ?? 1)
    const records = floats(plan.augmentations, batchSize * length)
    for (let at = 0; at < records.length; at += length) unchanged(records.subarray(at, at + length))
    return records
  }

  const lossSum = (): number => view.getFloat64(layout.LOSS_SUM, true)
  const correct = (): number => view.getUint32(layout.CORRECT, true)

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
    augmentations: () => augmentations,
    labels: () => labels,
    exampleWeights: () => exampleWeights,
    costOf: plan.costOf,
    trainStep(count) {
      runLabelled(plan.programs.train, count)
      return { loss: plan.costOf(lossSum(), count), lossSum: lossSum(), correct: correct() }
    },
    evaluate(count) {
      runLabelled(plan.programs.evaluate, count)
      return { lossSum: lossSum(), correct: correct() }
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
    weights: () => new Float32Array(weights),
    setWeights(values) {
      if (values.length !== weights.length)
        throw new RangeError(`The network has ${weights.length} weights, not ${values.length}.`)
      weights.set(values)
    },
    optimizerState() {
      const state = new Float32Array(stateLength)
      moments.forEach((moment, index) => state.set(moment, index * plan.weightCount))
      const step = training ? readStep(view, plan.hyperparameters) : 0
      state.set([step % STEP_BASE, Math.floor(step / STEP_BASE)], stateLength - 2)
      return state
    },
    setOptimizerState(state) {
      if (!training) throw new Error('This model was made for prediction only.')
      if (state.length !== stateLength)
        throw new RangeError(`The optimiser's state has ${stateLength} numbers, not ${state.length}.`)
      moments.forEach((moment, index) => {
        moment.set(state.subarray(index * plan.weightCount, (index + 1) * plan.weightCount))
      })
      const [low = 0, high = 0] = state.subarray(stateLength - 2)
      writeStep(view, plan.hyperparameters, high * STEP_BASE + low)
    },
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
