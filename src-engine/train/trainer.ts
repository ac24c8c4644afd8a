import { createDiagnostics, type Diagnostics, type DiagnosticsProbe } from '../inspect/diagnostics.ts'
import type { Model, StepResult } from '../plan/model.ts'
import { beginWatch, watchLoss, type End } from '../reference/early-stopping.ts'
import { batchSizeAt } from '../spec/batch-size.ts'
import { checkTraining } from '../spec/check-training.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes } from '../spec/shapes.ts'
import type { TrainingSpec } from '../spec/training.ts'
import { createAugmentation } from './augmentation.ts'
import { largestBatch, stepsBefore, stepsOf } from './batches.ts'
import { monotonic } from './clock.ts'
import { diagnosedEpoch, type DiagnosedEpoch } from './diagnose.ts'
import { evaluateSource, loadLabels, type OnBatch } from './evaluate.ts'
import { initialWeights } from './initial-weights.ts'
import { metricsOf, type Metrics } from './metrics.ts'
import { createRng } from './rng.ts'
import { createSampler } from './sampler.ts'
import { learningRateAt } from './schedule.ts'
import { taskOf, type ExampleSource } from './source.ts'

export interface TrainerOptions {
  /** Made for this network and training. */
  readonly model: Model
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  readonly train: ExampleSource
  readonly validation: ExampleSource | null
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number
  /** η of a step 1, 2, … over the whole run, instead of the training's own and its schedule. */
  readonly rateAt?: (step: number) => number
}

/** The examples of one training step. */
export interface StepBatch {
  /** Both count from 1. */
  readonly epoch: number
  readonly step: number
  /** Of the examples in the training source, in the order of the batch. */
  readonly indices: Uint32Array
}

export interface EpochResult {
  /** 1, 2, … */
  readonly epoch: number
  readonly steps: number
  /** Mean over the epoch while the weights change, as Keras shows it. */
  readonly train: Metrics
  /** With the weights at the epoch's end; null without validation examples. */
  readonly validation: Metrics | null
  readonly seconds: number
  /** Why early stopping ends the run here; null: it goes on. */
  readonly end: End | null
  /** Of the layers at one of the epoch's last steps; null unless asked for, and where that step was done before. */
  readonly diagnostics: Diagnostics | null
}

/** Looks at what some steps leave in memory, which changes no bit of them. */
export interface StepWatch {
  /** Asked before every step: whether it is looked at. */
  isDue(): boolean
  /**
   * Behind a step that is: its gradients are there, and the weights it has moved.
   * @param step its number from 1, of `steps` in the epoch
   * @param count examples of its batch
   */
  look(step: number, steps: number, count: number): void
}

export interface EpochOptions {
  /** Asked before every step. */
  readonly shouldStop?: () => boolean
  /** After every step: its number from 1, the epoch's number of steps, the batch's loss. */
  readonly onStep?: (step: number, steps: number, loss: number) => void
  /** Whether to measure the layers at the epoch's last full batch; costs a few milliseconds and changes no bit. */
  readonly diagnose?: boolean
  readonly stepWatch?: StepWatch
  /** Receives the answers to the validation examples. */
  readonly onValidation?: OnBatch | undefined
}

/** Everything that the rest of a run depends on. All random streams are functions of the seed, the epoch and the step. */
export interface TrainerState {
  readonly weights: Float32Array
  readonly optimizer: Float32Array
  /** Epochs finished. */
  readonly epoch: number
  /** Steps done in the epoch under way, with its running sums. */
  readonly step: number
  readonly lossSum: number
  readonly correct: number
  /** Of a regression, instead of correct answers. */
  readonly absoluteSum?: number
  readonly squareSum?: number
  /** Early stopping: the best loss so far (null: none was a number) and the epochs since; null before the first epoch. */
  readonly watch?: { readonly best: number | null; readonly waited: number } | null
}

export interface Trainer {
  /** Draws the first weights from the seed and forgets everything learnt. */
  initialize(): void
  /**
   * Trains to the end of an epoch, going on where it was stopped.
   * @throws {NonFiniteLossError}
   */
  runEpoch(options?: EpochOptions): EpochResult | 'stopped'
  /**
   * Puts the batch of the step to come into the model's memory as that step will find it, augmentation and all. Neither that
   * step nor any other notices.
   */
  loadBatch(): StepBatch
  /**
   * A copy; `restore` continues from it to the same bits, also in the middle of an epoch.
   * @param into where the numbers of the network go instead of into arrays of their own
   */
  state(into?: Pick<TrainerState, 'weights' | 'optimizer'>): TrainerState
  restore(state: TrainerState): void
}

/** The loss became infinite or not a number. */
export class NonFiniteLossError extends Error {
  /** Both count from 1. */
  readonly epoch: number
  readonly step: number
  constructor(epoch: number, step: number) {
    super(
      `The loss is not a finite number any more in epoch ${epoch}, step ${step}. A smaller learning rate usually helps.`,
    )
    this.name = 'NonFiniteLossError'
    this.epoch = epoch
    this.step = step
  }
}

/** What the steps of one epoch have in common. */
interface Epoch {
  readonly order: Uint32Array
  readonly batchSize: number
  readonly steps: number
  /** Steps of all epochs before it. */
  readonly stepsDone: number
}

type Position = Omit<TrainerState, 'weights' | 'optimizer'>
const beginning = { epoch: 0, step: 0, lossSum: 0, correct: 0, watch: null } satisfies Position

/**
 * @throws {SpecError} for a training that does not fit the network or the examples, or augmentation of examples that are no pictures.
 * @throws {RangeError} without training examples, or for a model with too little room for a batch or for augmentation, or
 * with a table of another size.
 */
export function createTrainer({
  model,
  network,
  training,
  train,
  validation,
  now = monotonic,
  rateAt,
}: TrainerOptions): Trainer {
  const task = taskOf(train)
  checkTraining(inferShapes(network), training, task)
  if (train.count === 0) throw new RangeError('There are no examples to train on.')
  const largest = largestBatch(training, train.count)
  if (model.batchSize < largest)
    throw new RangeError(`The model has room for ${model.batchSize} examples, but a batch has ${largest}.`)
  const { seed, shuffle, classWeights, earlyStopping } = training
  const drawAugmentation = createAugmentation(training.augmentation, network.input)
  const augmentations = model.augmentations()
  if (drawAugmentation && !augmentations) throw new RangeError('The model has no room for changed pictures.')
  const table = model.table()
  const rows = model.rows()
  if (table) fillTable(table, train, model.inputSize)
  const orderOf = createSampler(train.count, shuffle, seed)
  let probe: DiagnosticsProbe | null = null
  let { epoch, step, lossSum, correct, absoluteSum = 0, squareSum = 0, watch = null }: Position = beginning

  model.setDropoutSeed(createRng(seed, 'dropout').word())

  function begin(position: Position): void {
    ;({ epoch, step, lossSum, correct, absoluteSum = 0, squareSum = 0, watch = null } = position)
  }

  /** Loads the batch of the step to come. @returns how many examples it has */
  function load({ order, batchSize }: Epoch): number {
    const first = step * batchSize
    const count = Math.min(batchSize, train.count - first)
    const drawn = first === 0 ? order : order.subarray(first)
    if (!table) train.readInputs(drawn, count, model.inputs())
    else for (let i = 0; i < count; i++) rows[i] = drawn[i] ?? 0
    loadLabels(model, train, drawn, count, classWeights)
    if (augmentations) drawAugmentation?.(augmentations, count, createRng(seed, 'augmentation', epoch, step))
    return count
  }

  function runStep(underWay: Epoch, watched: DiagnosedEpoch | null, stepWatch: StepWatch | undefined): number {
    const count = load(underWay)
    const isObserved = stepWatch?.isDue() ?? false
    const number = underWay.stepsDone + step + 1
    model.setLearningRate(rateAt?.(number) ?? learningRateAt(training, number, epoch + step / underWay.steps))
    const result = takeStep(count, watched, isObserved)
    step += 1
    if (!Number.isFinite(result.loss)) throw new NonFiniteLossError(epoch + 1, step)
    lossSum += result.lossSum
    correct += result.correct
    absoluteSum += result.absoluteSum
    squareSum += result.squareSum
    if (isObserved) stepWatch?.look(step, underWay.steps, count)
    return result.loss
  }

  function takeStep(count: number, watched: DiagnosedEpoch | null, isObserved: boolean): StepResult {
    if (watched) return watched.trainStep(step, count, isObserved)
    return isObserved ? model.observedStep(count) : model.trainStep(count)
  }

  function epochUnderWay(): Epoch {
    const batchSize = batchSizeAt(training, epoch + 1, train.count)
    return {
      batchSize,
      order: orderOf(epoch, batchSize),
      steps: stepsOf(training, epoch + 1, train.count),
      stepsDone: stepsBefore(training, epoch + 1, train.count),
    }
  }

  /** Why early stopping ends the run with a finished epoch; `watch` remembers it. */
  function judge(trained: Metrics, validated: Metrics | null): End | null {
    if (!earlyStopping) return null
    const { loss } = earlyStopping.monitor === 'validationLoss' ? (validated ?? trained) : trained
    const before = watch ? { ...watch, best: watch.best ?? Infinity } : beginWatch
    const { watch: after, end } = watchLoss(earlyStopping, before, loss)
    watch = { ...after, best: after.best === Infinity ? null : after.best }
    return end
  }

  return {
    initialize() {
      const weights = initialWeights(network, seed)
      model.setWeights(weights)
      model.setOptimizerState(new Float32Array(model.optimizerState().length))
      begin(beginning)
    },
    runEpoch({ shouldStop, onStep, diagnose = false, stepWatch, onValidation } = {}) {
      const started = now()
      const underWay = epochUnderWay()
      const { batchSize, steps } = underWay
      if (diagnose) probe ??= createDiagnostics(model, network)
      const watched = diagnose && probe ? diagnosedEpoch(model, probe, batchSize, train.count) : null
      while (step < steps) {
        if (shouldStop?.()) return 'stopped'
        const loss = runStep(underWay, watched, stepWatch)
        onStep?.(step, steps, loss)
      }
      const trained = metricsOf(model, train, { lossSum, correct, absoluteSum, squareSum })
      const validated = validation && validation.count > 0 ? evaluateSource(model, validation, onValidation) : null
      const end = judge(trained, validated)
      begin({ ...beginning, epoch: epoch + 1, watch })
      const seconds = (now() - started) / 1000
      const diagnostics = watched?.diagnostics() ?? null
      return { epoch, steps, train: trained, validation: validated, seconds, end, diagnostics }
    },
    loadBatch() {
      const underWay = epochUnderWay()
      const first = step * underWay.batchSize
      return { epoch: epoch + 1, step: step + 1, indices: underWay.order.slice(first, first + load(underWay)) }
    },
    state: (into) => ({
      ...{ weights: model.weights(into?.weights), optimizer: model.optimizerState(into?.optimizer) },
      ...{ epoch, step, lossSum, correct, ...(task === 'regression' && { absoluteSum, squareSum }), watch },
    }),
    restore(state) {
      model.setWeights(state.weights)
      model.setOptimizerState(state.optimizer)
      begin(state)
    },
  }
}

/** Puts the examples where a step draws its batch from: copying each when it is drawn takes longer. */
function fillTable(table: Float32Array, train: ExampleSource, inputSize: number): void {
  if (table.length !== train.count * inputSize)
    throw new RangeError(
      `The model has a table of ${table.length} numbers, but the examples have ${train.count * inputSize}.`,
    )
  train.readInputs(
    Uint32Array.from({ length: train.count }, (_, index) => index),
    train.count,
    table,
  )
}
