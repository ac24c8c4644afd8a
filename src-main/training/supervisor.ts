import { Worker } from 'node:worker_threads'
import type { RunConfig } from '../../src-engine/spec/config.ts'
import type { SplitName } from '../../src-engine/spec/data.ts'
import type { EventPayload, EventTopic } from '../contract/contract.ts'
import { GlassboxError, toEnvelope, type ErrorEnvelope } from '../contract/errors.ts'
import type { Examples } from '../inference/messages.ts'
import { kernelsFiles } from '../kernels-files.ts'
import type { RunEnd } from '../storage/repositories/training.ts'
import type { ReadStore, WriteStore } from '../storage/store.ts'
import kernelWorker from './kernel.worker.ts?modulePath'
import { CONTROL, type TrainingJob, type TrainingMessage } from './messages.ts'
import workerPath from './training.worker.ts?modulePath'

export interface QueuedRun {
  readonly id: string
  readonly config: RunConfig
  readonly threads: number
  /** The examples, made ready once it is the run's turn. */
  readonly examples: (signal: AbortSignal) => Promise<Readonly<Record<SplitName, Examples>>>
}

interface ActiveRun {
  readonly run: QueuedRun
  readonly control: Int32Array
  readonly preparing: AbortController
  readonly over: Promise<void>
}

export type Emit = <T extends EventTopic>(topic: T, payload: EventPayload<T>) => void

/** A worker that has said its last word, or was told to stop, has this long to end by itself (milliseconds). */
const PATIENCE = 30_000

/** Trains runs one after the other, each in a worker of its own, and stores what they report before anyone is told. */
export class RunSupervisor {
  readonly #read: ReadStore
  readonly #write: WriteStore
  readonly #emit: Emit
  readonly #queue: QueuedRun[] = []
  #active: ActiveRun | null = null
  #closing = false

  constructor(read: ReadStore, write: WriteStore, emit: Emit) {
    this.#read = read
    this.#write = write
    this.#emit = emit
  }

  /** @throws {GlassboxError} `cancelled` when the application is ending */
  enqueue(run: QueuedRun): void {
    if (this.#closing) throw new GlassboxError('cancelled', 'Glassbox is ending.', { hint: 'Start it again.' })
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
    const { control, preparing, over } = this.#active
    preparing.abort()
    Atomics.store(control, CONTROL.stop, 1)
    await over
    return true
  }

  /** Resolves once nothing trains and nothing waits. */
  async whenIdle(): Promise<void> {
    while (this.#active) await this.#active.over
  }

  /** Stops every run with what it has reached; one that cannot be stored does not keep the others from stopping. */
  async close(): Promise<void> {
    this.#closing = true
    const ids = [...this.#queue.map(({ id }) => id), ...(this.#active ? [this.#active.run.id] : [])]
    await Promise.allSettled(ids.map((id) => this.stop(id)))
  }

  #next(): void {
    if (this.#active) return
    const run = this.#queue.shift()
    if (!run) return
    const control = new Int32Array(new SharedArrayBuffer(CONTROL.length * Int32Array.BYTES_PER_ELEMENT))
    const preparing = new AbortController()
    const over = this.#train(run, control, preparing.signal).then(() => {
      this.#active = null
      this.#next()
    })
    this.#active = { run, control, preparing, over }
  }

  /** Never rejects: whatever happens becomes the run's end. */
  async #train(run: QueuedRun, control: Int32Array, signal: AbortSignal): Promise<void> {
    let end: RunEnd
    try {
      end = await this.#work(run, control, await examplesOf(run, signal))
    } catch (error) {
      const envelope = toEnvelope(error)
      const cancelled = envelope.code === 'cancelled'
      end = { status: cancelled ? 'stopped' : 'failed', error: cancelled ? null : envelope, wallSeconds: 0 }
    }
    await this.#finish(run.id, end).catch((error: unknown) => {
      // The end could not be stored; at the next start the run is found interrupted, with every saved epoch.
      this.#emit('run/finished', { runId: run.id, error: toEnvelope(error) })
    })
  }

  #work(run: QueuedRun, control: Int32Array, splits: TrainingJob['splits']): Promise<RunEnd> {
    const { network, training, data } = run.config
    const job: TrainingJob = {
      kernelsFiles,
      kernelWorker,
      network,
      training,
      prepare: data.prepare,
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
      let overdue: NodeJS.Timeout | undefined
      const expectExit = (): void => {
        overdue ??= setTimeout(() => void worker.terminate(), PATIENCE)
      }

      worker.on('message', (message: TrainingMessage) => {
        storing = storing
          .then(() => this.#store(run.id, message, control))
          .catch((error: unknown) => {
            failure ??= toEnvelope(error)
            Atomics.store(control, CONTROL.stop, 1)
            expectExit()
          })
        if ('wallSeconds' in message) wallSeconds = message.wallSeconds
        if (message.kind === 'finished') {
          const { status, metrics } = message
          end = { status, ...(metrics ? { metrics } : {}), error: null, wallSeconds }
          expectExit()
        }
        if (message.kind === 'failed') {
          failure ??= message.error
          expectExit()
        }
      })
      worker.on('error', (error: Error) => {
        failure ??= workerDied(error)
      })
      worker.on('exit', () => {
        clearTimeout(overdue)
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
        this.#emit('run/progress', { runId, ...message.progress })
        return
      case 'weights':
        this.#emit('run/weights', { runId, epoch: message.epoch, ...message.kernel, shape: [...message.kernel.shape] })
        return
      case 'epochs': {
        const { kind: _, ...saved } = message
        await this.#write.runs.saveEpochs(runId, saved)
        Atomics.add(control, CONTROL.acknowledged, 1)
        this.#emit('run/epochs', { runId, ...saved.epochs })
        return this.#announce(runId)
      }
      case 'finished':
      case 'failed':
    }
  }

  async #finish(runId: string, end: RunEnd): Promise<void> {
    await this.#write.runs.finish(runId, end)
    await this.#announce(runId)
    this.#emit('run/finished', { runId, error: end.error })
  }

  async #announce(runId: string): Promise<void> {
    const summary = await this.#read.runs.summary(runId)
    if (summary) this.#emit('run/changed', summary)
  }
}

async function examplesOf(run: QueuedRun, signal: AbortSignal): Promise<Readonly<Record<SplitName, Examples>>> {
  const splits = await run.examples(signal)
  if (splits.train.items.positions.length === 0)
    throw new GlassboxError('dataset/no-pictures', 'There is no picture to train on: all are for validation or test.', {
      hint: 'Add pictures to the training folder, or change the shares of the splits.',
    })
  if (signal.aborted) throw new GlassboxError('cancelled', 'Cancelled.')
  return splits
}

function workerDied(cause?: Error): ErrorEnvelope {
  return toEnvelope(
    new GlassboxError('run/worker-died', `Training ended unexpectedly${cause ? `: ${cause.message}` : ''}.`, {
      hint: 'Every finished epoch is saved. Start the run again; with the same seed it takes the same course.',
    }),
  )
}
