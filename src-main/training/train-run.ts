import { scaleTarget } from '../../src-engine/data/tables/scale.ts'
import { guessingLoss, guessingLossOfTargets } from '../../src-engine/inspect/alarms/guessing-loss.ts'
import { createModel, MemoryError, type Model, type PlanOptions } from '../../src-engine/plan/model.ts'
import type { LossName } from '../../src-engine/spec/loss.ts'
import { evaluateSource } from '../../src-engine/train/evaluate.ts'
import type { ExampleSource } from '../../src-engine/train/source.ts'
import { createTrainer, type NonFiniteLossError } from '../../src-engine/train/trainer.ts'
import type { Preparation, SplitName } from '../../src-engine/spec/data.ts'
import type { RunMetrics, SplitMetrics } from '../contract/types.ts'
import { cacheSource, exampleBytes, openCache, type CachedItems, type PictureCache } from '../datasets/cache.ts'
import type { Examples } from '../inference/messages.ts'
import { AlarmWatch, type Watched } from './alarm-watch.ts'
import { AnswersWatch } from './answers-watch.ts'
import { bytesOf } from './bytes.ts'
import { stateOf } from './checkpoint.ts'
import { EpochLog } from './epoch-log.ts'
import { trainEpochs, type EpochsEnd } from './epochs.ts'
import { startKernelThreads } from './kernel-threads.ts'
import type { TrainingJob, TrainingMessage } from './messages.ts'
import { findRate } from './find-rate.ts'
import { measureData } from './measure-data.ts'
import { planOptions } from './plan-options.ts'
import { failureError, replayFailure } from './replay-failure.ts'
import { splitMetrics } from './split-metrics.ts'
import { StateSlots } from './state-slots.ts'
import { thisEngine } from './this-engine.ts'
import { WeightsWatch } from './weights-watch.ts'

/**
 * Trains from the beginning or from where the run stood, until the last epoch or until `control` says otherwise, then
 * evaluates the best epoch on every split.
 */
export async function trainRun(job: TrainingJob, send: (message: TrainingMessage) => void): Promise<void> {
  const started = performance.now()
  const wallSeconds = (): number => (performance.now() - started) / 1000
  const { network, training, start } = job
  const totalSeconds = (): number => (start?.wallSeconds ?? 0) + wallSeconds()
  const { cacheFile, itemCount, items } = job.splits.train

  const { prepare } = job.preparation
  const cache = openCache(cacheFile, exampleBytes(network.input, prepare), itemCount)
  try {
    const preparation = measureData(job.preparation, { cache, items, oneHot: job.oneHot })
    const measured = preparation === job.preparation ? null : preparation
    const { module, facts } = thisEngine(job.kernelsFiles)
    const count = items.positions.length
    const task = items.targets ? 'regression' : 'classification'
    const { threads } = job
    const model = createModelBeside(module, planOptions({ network, training, isTable: !prepare, task, count, threads }))
    // They start while the examples are read.
    const helpers = startKernelThreads(job.kernelWorker, model)
    try {
      const splits = sourcesOf(job.splits, preparation, cache)
      const control = new Int32Array(job.control)
      const environment = { ...facts, threads: model.threads }
      if (job.kind === 'rateFinder') {
        await helpers
        send({ kind: 'ready', initial: null, environment, measured })
        return send(findRate({ model, network, training, train: splits.train }, control, wallSeconds, send))
      }
      const validation = splits.validation.count > 0 ? splits.validation : null
      const trainer = createTrainer({ model, network, training, train: splits.train, validation })
      const optimizerLength = model.optimizerState().length
      const begun = start && stateOf(start.checkpoint, optimizerLength)
      const restart = (): void => (begun ? trainer.restore(begun.state) : trainer.initialize())
      restart()
      await helpers
      send({
        kind: 'ready',
        initial: start ? null : { epoch: 0, step: 0, weights: bytesOf(model.weights()), optimizer: null, state: null },
        ...{ environment, measured },
      })
      const log = new EpochLog(training.loss, start)
      function explain(error: NonFiniteLossError, back: () => void): Error {
        const failure = replayFailure(error, { trainer, model, network, training }, back)
        if (!failure) return error
        const { example } = failure
        return failureError(error, failure, { network }, example === null ? null : (items.positions[example] ?? null))
      }
      const { observation } = model
      const slots = new StateSlots({ weights: observation.weights.length, optimizer: optimizerLength })
      const alarms = new AlarmWatch({ training, ...guessing(items, preparation, training.loss, model.classes) }, start)
      const weights = new WeightsWatch({
        ...{ network, observation, control },
        send: (weights) => send({ kind: 'weights', weights }),
      })
      const split = validation ? 'validation' : 'train'
      const source = splits[split]
      const answers =
        'label' in source
          ? new AnswersWatch({
              ...{ model, split, source, positions: job.splits[split].items.positions },
              send: (predictions) => send({ kind: 'predictions', predictions }),
            })
          : null
      const from = start?.checkpoint ?? { epoch: 0, step: 0 }
      const until = Math.min(job.until ?? Infinity, training.epochs)
      const { status, reason }: EpochsEnd = begun?.ended
        ? { status: 'completed', reason: begun.ended }
        : trainEpochs({
            ...{ trainer, training, trainCount: count, from, until, log, alarms, slots, weights, answers },
            restAt: job.restAt ?? null,
            ...{ control, wallSeconds, totalSeconds, explain, restart, send, table: preparation.table },
          })
      send({ kind: 'halted' })
      // Nobody asks for the figures of a part of a run.
      const isMeasured = status !== 'paused' && job.until === undefined
      const metrics = log.best && isMeasured ? evaluateAll(model, splits, log.best.weights, preparation) : null
      send({ kind: 'finished', status, reason, metrics, wallSeconds: totalSeconds() })
    } finally {
      await (await helpers).close()
    }
  } finally {
    cache.close()
  }
}

/** What alarms are judged by: how far one comes without looking at the examples. */
function guessing(
  { labels, targets }: CachedItems,
  { table }: Preparation,
  loss: LossName,
  outputs: number,
): Pick<Watched, 'examples' | 'classes' | 'guessingLoss'> {
  if (targets) {
    const scaled = targets.map((target) => scaleTarget(target, table?.statistics?.target ?? null))
    return { examples: targets.length, classes: null, guessingLoss: guessingLossOfTargets(loss, scaled) }
  }
  const counts = countsOf(labels)
  return { examples: labels.length, classes: counts.length, guessingLoss: guessingLoss(loss, counts, outputs) }
}

/** How many examples there are of each class. */
function countsOf(labels: Uint32Array): number[] {
  const counts: number[] = []
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return Array.from(counts, (count: number | undefined) => count ?? 0)
}

/** A model with the rows of its table beside it, or without where both do not fit into memory. */
function createModelBeside(module: WebAssembly.Module, options: PlanOptions): Model {
  try {
    return createModel(module, options)
  } catch (error) {
    if (!options.tableRows || !(error instanceof MemoryError)) throw error
    return createModel(module, { ...options, tableRows: 0 })
  }
}

function sourcesOf(
  splits: TrainingJob['splits'],
  preparation: Preparation,
  cache: PictureCache,
): Record<SplitName, ExampleSource> {
  const source = ({ items }: Examples): ExampleSource => cacheSource({ cache, items, ...preparation })
  return { train: source(splits.train), validation: source(splits.validation), test: source(splits.test) }
}

function evaluateAll(
  model: Model,
  splits: Record<SplitName, ExampleSource>,
  weights: Uint8Array,
  { table }: Preparation,
): RunMetrics {
  model.setWeights(new Float32Array(weights.slice().buffer))
  const evaluate = (split: ExampleSource): SplitMetrics | null =>
    split.count > 0 ? splitMetrics(evaluateSource(model, split), table) : null
  return { train: evaluate(splits.train), validation: evaluate(splits.validation), test: evaluate(splits.test) }
}
