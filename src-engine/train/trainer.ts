import type { Model } from '../plan/model.ts'
import { checkSupported } from '../plan/supported.ts'
import { checkTraining } from '../spec/check-training.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes } from '../spec/shapes.ts'
import type { TrainingSpec } from '../spec/training.ts'
import { createAugmentation } from './augmentation.ts'
import { monotonic } from './clock.ts'
import { evaluateSource, loadBatch, type Metrics } from './evaluate.ts'
import { initialWeights } from './initial-weights.ts'
import { createRng } from './rng.ts'
import { orderExamples } from './sampler.ts'
import { learningRateAt } from './schedule.ts'
import type { ExampleSource } from './source.ts'

export interface TrainerOptions {
  /** Made for this network and training. */
  readonly model: Model
  readonly network: NetworkSpec
  readonly training: TrainingSpec
  readonly train: ExampleSource
  readonly validation: ExampleSource | null
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number
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
}

export interface EpochOptions {
  /** Asked before every step. */
  readonly shouldStop?: () => boolean
  /** After every step: its number from 1, the epoch's number of steps, the batch's loss. */
  readonly onStep?: (step: number, steps: number, loss: number) => void
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
}

export interface Trainer {
  /** Draws the first weights from the seed and forgets everything learnt. */
  initialize(): void
  /**
   * Trains to the end of an epoch, going on where it was stopped.
   * @throws {NonFiniteLossError}
   */
  runEpoch(options?: EpochOptions): EpochResult | 'stopped'
  /** A copy; `restore` continues from it to the same bits, also in the middle of an epoch. */
  state(): TrainerState
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

/**
 * @throws {SpecError} for a training that does not fit the network, or augmentation of examples that are no pictures.
 * @throws {RangeError} without training examples.
 */
export function createTrainer({
  model,
  network,
  training,
  train,
  validation,
  now = monotonic,
}: TrainerOptions): Trainer {
  const layers = inferShapes(network)
  checkTraining(layers, training)
  checkSupported(training)
  if (train.count === 0) throw new RangeError('There are no examples to train on.')
  const { seed, shuffle } = training
  const augment = createAugmentation(training.augmentation, network.input)
  const steps = Math.ceil(train.count / model.batchSize)
  const order = new Uint32Array(train.count)
  let orderedEpoch = -1
  let epoch = 0
  let step = 0
  let lossSum = 0
  let correct = 0

  model.setDropoutSeed(createRng(seed, 'dropout').word())

  function begin(position: Omit<TrainerState, 'weights' | 'optimizer'>): void {
    ;({ epoch, step, lossSum, correct } = position)
  }

  function runStep(): number {
    const first = step * model.batchSize
    const count = Math.min(model.batchSize, train.count - first)
    loadBatch(model, train, order.subarray(first, first + count), count)
    augment?.(model.inputs(), count, createRng(seed, 'augmentation', epoch, step))
    model.setLearningRate(learningRateAt(training, epoch * steps + step + 1, epoch + step / steps))
    const result = model.trainStep(count)
    step += 1
    if (!Number.isFinite(result.loss)) throw new NonFiniteLossError(epoch + 1, step)
    lossSum += result.loss * count
    correct += result.correct
    return result.loss
  }

  return {
    initialize() {
      const weights = initialWeights(network, seed)
      model.setWeights(weights)
      model.setOptimizerState(new Float32Array(model.optimizerState().length))
      begin({ epoch: 0, step: 0, lossSum: 0, correct: 0 })
    },
    runEpoch({ shouldStop, onStep } = {}) {
      const started = now()
      if (orderedEpoch !== epoch) orderExamples(order, shuffle, seed, epoch)
      orderedEpoch = epoch
      while (step < steps) {
        if (shouldStop?.()) return 'stopped'
        const loss = runStep()
        onStep?.(step, steps, loss)
      }
      const trained = { loss: lossSum / train.count, accuracy: correct / train.count, count: train.count }
      begin({ epoch: epoch + 1, step: 0, lossSum: 0, correct: 0 })
      const validated = validation && validation.count > 0 ? evaluateSource(model, validation) : null
      return { epoch, steps, train: trained, validation: validated, seconds: (now() - started) / 1000 }
    },
    state: () => ({ weights: model.weights(), optimizer: model.optimizerState(), epoch, step, lossSum, correct }),
    restore(state) {
      model.setWeights(state.weights)
      model.setOptimizerState(state.optimizer)
      begin(state)
    },
  }
}
