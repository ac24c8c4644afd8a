import { readFileSync } from 'node:fs'
import { firstKernel } from '../../src-engine/inspect/layer-weights.ts'
import { compileKernels, kernelInfo } from '../../src-engine/kernels/loader.ts'
import { createModel } from '../../src-engine/plan/model.ts'
import { evaluateSource } from '../../src-engine/train/evaluate.ts'
import type { ExampleSource } from '../../src-engine/train/source.ts'
import { createTrainer, NonFiniteLossError, type Trainer } from '../../src-engine/train/trainer.ts'
import { sizeOf } from '../../src-engine/spec/shapes.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { RunMetrics, SplitMetrics } from '../contract/types.ts'
import { cacheSource, openCache } from '../datasets/cache.ts'
import type { Examples } from '../inference/messages.ts'
import type { CheckpointRecord } from '../storage/repositories/training.ts'
import { ENGINE_VERSION } from '../version.ts'
import { EpochLog } from './epoch-log.ts'
import { startKernelThreads } from './kernel-threads.ts'
import { CONTROL, type TrainingJob, type TrainingMessage } from './messages.ts'
import { Ticker } from './ticker.ts'

const PROGRESS_INTERVAL = 100
/** Epochs shorter than this are saved together. */
const SAVE_INTERVAL = 1000
/** Live weights of larger layers are sent less often, so that they never crowd out anything else. */
const WEIGHTS_BYTES_PER_SECOND = 2e6

/** Trains until the last epoch or until `control` says stop, then evaluates the best epoch on every split. */
export async function trainRun(job: TrainingJob, send: (message: TrainingMessage) => void): Promise<void> {
  const started = performance.now()
  const wallSeconds = (): number => (performance.now() - started) / 1000
  const control = new Int32Array(job.control)
  const stopWanted = (): boolean => Atomics.load(control, CONTROL.stop) === 1

  const module = compileKernels(readFileSync(job.kernelsFile))
  const { network, training, threads } = job
  const model = createModel(module, { network, batchSize: training.batchSize, threads, training })
  const helpers = await startKernelThreads(job.kernelWorker, module, model, threads)
  const { cacheFile, itemCount } = job.splits.train
  const cache = openCache(cacheFile, sizeOf(network.input), itemCount)
  const source = ({ items }: Examples): ExampleSource => cacheSource({ cache, items, prepare: job.prepare })
  const splits = {
    train: source(job.splits.train),
    validation: source(job.splits.validation),
    test: source(job.splits.test),
  }

  try {
    const trainer = createTrainer({
      model,
      network,
      training,
      train: splits.train,
      validation: splits.validation.count > 0 ? splits.validation : null,
    })
    trainer.initialize()
    send({
      kind: 'ready',
      initial: { epoch: 0, weights: bytesOf(model.weights()), optimizer: null, state: null },
      environment: {
        engine: ENGINE_VERSION,
        runtime: `node ${process.versions.node}`,
        threads,
        fusedMultiplyAdd: kernelInfo(module).fusedMultiplyAdd,
      },
    })
    const log = new EpochLog()
    const status = trainEpochs(trainer, log)
    const best = log.best
    const metrics = best ? evaluateAll(best.weights) : null
    send({ kind: 'finished', status, metrics, wallSeconds: wallSeconds() })
  } catch (error) {
    throw error instanceof NonFiniteLossError
      ? new GlassboxError(
          'run/loss-not-finite',
          `The loss stopped being a number in epoch ${error.epoch}, step ${error.step}.`,
          {
            hint: 'Use a smaller learning rate: a tenth of this one is a good next try.',
            details: { epoch: error.epoch, step: error.step },
          },
        )
      : error
  } finally {
    await helpers.close()
    cache.close()
  }

  function trainEpochs(trainer: Trainer, log: EpochLog): 'completed' | 'stopped' {
    const progressDue = new Ticker(PROGRESS_INTERVAL)
    const saveDue = new Ticker(SAVE_INTERVAL)
    const kernel = firstKernel(network, model.weights())
    const weightsDue = new Ticker(
      Math.max(PROGRESS_INTERVAL, ((kernel?.values.byteLength ?? 0) / WEIGHTS_BYTES_PER_SECOND) * 1000),
    )
    let sent = 0
    let samples = 0
    let epochSeconds = 0

    const sendWeights = (epoch: number): void => {
      const current = firstKernel(network, model.weights())
      if (current) send({ kind: 'weights', epoch, kernel: current })
    }
    const save = (epoch: number): void => {
      const last: CheckpointRecord = { epoch, ...checkpointOf(trainer) }
      send({
        kind: 'epochs',
        ...log.take(),
        last,
        wallSeconds: wallSeconds(),
        samplesPerSecond: samples / epochSeconds,
      })
      if (epoch === training.epochs || weightsDue.due()) sendWeights(epoch)
      sent++
    }

    for (let epoch = 1; epoch <= training.epochs; epoch++) {
      const result = trainer.runEpoch({
        shouldStop: stopWanted,
        onStep(step, steps, loss) {
          if (progressDue.due()) {
            const elapsed = wallSeconds()
            const share = (epoch - 1 + step / steps) / training.epochs
            const trained = splits.train.count * (epoch - 1 + step / steps)
            const secondsLeft = elapsed > 1 ? (elapsed / share) * (1 - share) : null
            send({
              kind: 'progress',
              progress: {
                epoch,
                epochs: training.epochs,
                step,
                steps,
                loss,
                samplesPerSecond: trained / elapsed,
                secondsLeft,
              },
            })
          }
          if (weightsDue.due()) sendWeights(epoch - 1 + step / steps)
        },
      })
      if (result === 'stopped') {
        if (!log.isEmpty) save(epoch - 1)
        return 'stopped'
      }
      samples += result.train.count
      epochSeconds += result.seconds
      log.add({ epoch, seconds: result.seconds, train: result.train, validation: result.validation }, () =>
        bytesOf(model.weights()),
      )
      // A slow disk must not make unsaved epochs pile up in messages: they wait here until the last save is through.
      const acknowledged = Atomics.load(control, CONTROL.acknowledged) === sent
      if (epoch === training.epochs || (acknowledged && saveDue.due())) save(epoch)
    }
    return 'completed'
  }

  function evaluateAll(weights: Uint8Array): RunMetrics {
    model.setWeights(new Float32Array(weights.slice().buffer))
    const evaluate = (split: ExampleSource): SplitMetrics | null => {
      if (split.count === 0) return null
      return evaluateSource(model, split)
    }
    return { train: evaluate(splits.train), validation: evaluate(splits.validation), test: evaluate(splits.test) }
  }
}

function checkpointOf(trainer: Trainer): Omit<CheckpointRecord, 'epoch'> {
  const { weights, optimizer, ...rest } = trainer.state()
  return { weights: bytesOf(weights), optimizer: bytesOf(optimizer), state: JSON.stringify(rest) }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
}
