import { Worker } from 'node:worker_threads'
import type { RunConfig } from '../../src-engine/spec/config.ts'
import type { SplitName } from '../../src-engine/spec/data.ts'
import type { EventHub } from '../app/event-hub.ts'
import { GlassboxError, toEnvelope, type ErrorEnvelope } from '../contract/errors.ts'
import type { RunMetrics } from '../contract/types.ts'
import { kernelsFile } from '../kernels-file.ts'
import type { Examples } from '../inference/messages.ts'
import type { ReadStore, WriteStore } from '../storage/store.ts'
import type { RunEnd } from '../storage/repositories/training.ts'
import kernelWorker from './kernel.worker.ts?modulePath'
import { CONTROL, type TrainingJob, type TrainingMessage } from './messages.ts'
import workerPath from './training.worker.ts?modulePath'

const NO_METRICS: RunMetrics = { train: null, validation: null, test: null }

export interface QueuedRun {
  readonly id: string
  readonly config: RunConfig
  readonly threads: number
  /** The examples, made ready once it is the run's turn. */
  readonly examples: () => Promise<Readonly<Record<SplitName, Examples>>>
}

interface ActiveRun {
  readonly run: QueuedRun
  readonly control: Int32Array
  readonly over: Promise<void>
}

/** Trains runs one after the other, each in a worker of its own, and stores what they report before anyone is told. */
export class RunSupervisor {
  readonly #read: ReadStore
  readonly #write: WriteStore
  readonly #events: EventHub
  readonly #queue: QueuedRun[] = []
  #active: ActiveRun | null = null
  #closing = false

  constructor(read: ReadStore, write: WriteStore, events: EventHub) {
    this.#read = read
    this.#write = write
    this.#events = events
  }

  enqueue(run: QueuedRun): void {
    this.#queue.push(run)
    this.#next()
  }

  /** @returns once the run has stopped and all it reached is stored; false when it was over already. */
  async stop(id: string): Promise<boolean> {
    const waiting = this.#queue.findIndex((run) => run.id === id)
    if (waiting >= 0) {
      this.#queue.splice(waiting, 1)
      await this.#finish(id, { status: 'stopped', error: null, wallSeconds: 0 })
      return true
    }
    if (this.#active?.run.id !== id) return false
    const { control, over } = this.#active
    Atomics.store(control, CONTROL.stop, 1)
    await over
    return true
  }

  /** Resolves once nothing trains and nothing waits. */
  async whenIdle(): Promise<void> {
    while (this.#active) await this.#active.over
  }

  /** Stops every run with what it has reached. */
  async close(): Promise<void> {
    this.#closing = true
    for (const run of [...this.#queue]) await this.stop(run.id)
    if (this.#active) await this.stop(this.#active.run.id)
  }

  #next(): void {
    if (this.#active) return
    const run = this.#queue.shift()
    if (!run) return
    const control = new Int32Array(new SharedArrayBuffer(CONTROL.length * Int32Array.BYTES_PER_ELEMENT))
    const over = this.#train(run, control).then(() => {
      this.#active = null
      if (!this.#closing) this.#next()
    })
    this.#active = { run, control, over }
  }

  /** Never rejects: whatever happens becomes the run's end. */
  async #train(run: QueuedRun, control: Int32Array): Promise<void> {
    let end: RunEnd
    try {
      const splits = await run.examples()
      end = await this.#work(run, control, splits)
    } catch (error) {
      end = { status: 'failed', error: toEnvelope(error), wallSeconds: 0 }
    }
    await this.#finish(run.id, end).catch((error: unknown) => {
      // The end could not be stored; at the next start the run is found interrupted, with every saved epoch.
      this.#events.emit('run/finished', { runId: run.id, metrics: NO_METRICS, error: toEnvelope(error) })
    })
  }

  #work(run: QueuedRun, control: Int32Array, splits: TrainingJob['splits']): Promise<RunEnd> {
    const { network, training } = run.config
    const job: TrainingJob = {
      kernelsFile,
      kernelWorker,
      network,
      training,
      prepare: run.config.data.prepare,
      splits,
      threads: run.threads,
      control: control.buffer as SharedArrayBuffer,
    }
    const worker = new Worker(workerPath, { workerData: job })
    return new Promise((resolve) => {
      // Messages are stored one after the other: an epoch is announced only after its commit.
      let storing: Promise<void> = Promise.resolve()
      let failure: ErrorEnvelope | null = null
      let wallSeconds = 0
      let end: RunEnd | null = null

      const giveUp = (error: unknown): void => {
        failure ??= toEnvelope(error)
        Atomics.store(control, CONTROL.stop, 1)
      }
      worker.on('message', (message: TrainingMessage) => {
        storing = storing.then(() => this.#store(run.id, message, control)).catch(giveUp)
        if ('wallSeconds' in message) wallSeconds = message.wallSeconds
        if (message.kind === 'finished')
          end = {
            status: message.status,
            ...(message.metrics ? { metrics: message.metrics } : {}),
            error: null,
            wallSeconds,
          }
        if (message.kind === 'failed') failure ??= message.error
      })
      worker.on('error', (error: Error) => {
        failure ??= workerDied(error)
      })
      worker.on('exit', () => {
        void storing.then(() => {
          if (end && !failure) return resolve(end)
          resolve({ ...end, status: 'failed', error: failure ?? workerDied(), wallSeconds })
        })
      })
    })
  }

  async #store(runId: string, message: TrainingMessage, control: Int32Array): Promise<void> {
    switch (message.kind) {
      case 'ready':
        await this.#write.runs.begin(runId, message.initial, message.environment)
        return this.#announce(runId)
      case 'progress':
        this.#events.emit('run/progress', { runId, ...message.progress })
        return
      case 'weights':
        this.#events.emit('run/weights', {
          runId,
          epoch: message.epoch,
          ...message.kernel,
          shape: [...message.kernel.shape],
        })
        return
      case 'epochs': {
        const { kind: _, ...saved } = message
        const weightsSha256 = await this.#write.runs.saveEpochs(runId, saved)
        Atomics.add(control, CONTROL.acknowledged, 1)
        for (const epoch of saved.epochs) this.#events.emit('run/epoch', { runId, ...epoch, weightsSha256 })
        return this.#announce(runId)
      }
      case 'finished':
      case 'failed':
    }
  }

  async #finish(runId: string, end: RunEnd): Promise<void> {
    await this.#write.runs.finish(runId, end)
    await this.#announce(runId)
    this.#events.emit('run/finished', { runId, metrics: end.metrics ?? NO_METRICS, error: end.error })
  }

  async #announce(runId: string): Promise<void> {
    const summary = await this.#read.runs.summary(runId)
    if (summary) this.#events.emit('run/changed', summary)
  }
}

function workerDied(cause?: Error): ErrorEnvelope {
  return toEnvelope(
    new GlassboxError('run/worker-died', `Training ended unexpectedly${cause ? `: ${cause.message}` : ''}.`, {
      hint: 'Every finished epoch is saved. Start the run again; with the same seed it takes the same course.',
    }),
  )
}
