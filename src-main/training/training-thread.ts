import { Worker } from 'node:worker_threads'
import { GlassboxError, toEnvelope, type ErrorEnvelope } from '../contract/errors.ts'
import { kernelsFiles } from '../kernels-files.ts'
import kernelWorker from './kernel.worker.ts?modulePath'
import { CONTROL, MOST_WATCHED, WANTED, type TrainingJob, type TrainingMessage } from './messages.ts'
import workerPath from './training.worker.ts?modulePath'

export type Finished = Extract<TrainingMessage, { kind: 'finished' }>

/** How a training thread ended; `error` is null when all went well. */
export interface ThreadEnd {
  readonly finished: Finished | null
  readonly error: ErrorEnvelope | null
  /** Seconds that the run has trained, as far as is known. */
  readonly wallSeconds: number | null
}

/** A worker that has said its last word has this long to end by itself (milliseconds). */
const PATIENCE = 30_000
/** One that was told to halt makes no more than the step it is at; longer than this it hangs (milliseconds). */
const HANGS = 120_000

/** Whatever a thread is told to do, from outside it. */
export class TrainingControl {
  readonly #words = new Int32Array(new SharedArrayBuffer(CONTROL.length * Int32Array.BYTES_PER_ELEMENT))
  #onHalt: () => void = () => undefined

  get buffer(): SharedArrayBuffer {
    return this.#words.buffer
  }

  get wanted(): number {
    return Atomics.load(this.#words, CONTROL.wanted)
  }

  /** Whether it is to end or to rest; for a change it goes on at once. */
  get isEnding(): boolean {
    return this.wanted === WANTED.stop || this.wanted === WANTED.pause
  }

  /** It halts within a step, also while it is held. A stop overrules a pause, which overrules a change. */
  halt(wanted: Exclude<(typeof WANTED)[keyof typeof WANTED], 0>): void {
    if (this.wanted === WANTED.nothing || wanted < this.wanted) Atomics.store(this.#words, CONTROL.wanted, wanted)
    this.hold(false)
    this.#onHalt()
  }

  /** It waits before its next step, or waits no longer. */
  hold(on: boolean): void {
    Atomics.store(this.#words, CONTROL.hold, on ? 1 : 0)
    if (!on) Atomics.notify(this.#words, CONTROL.hold)
  }

  /** Which layers it sends while it trains, `MOST_WATCHED` at most. */
  watch(layers: readonly number[]): void {
    for (let slot = 0; slot < MOST_WATCHED; slot++)
      Atomics.store(this.#words, CONTROL.watched + slot, (layers[slot] ?? -1) + 1)
  }

  acknowledge(): void {
    Atomics.add(this.#words, CONTROL.acknowledged, 1)
  }

  onHalt(listener: () => void): void {
    this.#onHalt = listener
    if (this.wanted !== WANTED.nothing) listener()
  }
}

type Job = Omit<TrainingJob, 'kernelsFiles' | 'kernelWorker' | 'control'>

/**
 * Trains in a thread of its own and hands over what it reports, one message after the other: the next one waits until the
 * one before is dealt with. A thread whose reports fail to be dealt with is stopped. Resolves when it has ended, however;
 * rejects only with what the job rejects with.
 * @param job may still be on its way: the thread is started meanwhile
 */
export function runTrainingThread(
  job: Promise<Job>,
  control: TrainingControl,
  take: (message: TrainingMessage) => Promise<void>,
): Promise<ThreadEnd> {
  const worker = new Worker(workerPath)
  return new Promise((resolve, reject) => {
    job.then(
      (ready) => {
        const whole: TrainingJob = { ...ready, kernelsFiles, kernelWorker, control: control.buffer }
        worker.postMessage(whole)
      },
      (failure: Error) => {
        void worker.terminate()
        reject(failure)
      },
    )
    let taking: Promise<void> = Promise.resolve()
    let error: ErrorEnvelope | null = null
    let finished: Finished | null = null
    let wallSeconds: number | null = null
    let overdue: NodeJS.Timeout | undefined
    const expectExit = (patience: number): void => {
      overdue ??= setTimeout(() => void worker.terminate(), patience)
    }
    control.onHalt(() => expectExit(HANGS))

    worker.on('message', (message: TrainingMessage) => {
      taking = taking
        .then(() => take(message))
        .catch((failure: unknown) => {
          error ??= toEnvelope(failure)
          control.halt(WANTED.stop)
        })
      if ('wallSeconds' in message) wallSeconds = message.wallSeconds
      if (message.kind === 'halted') {
        // What comes now, evaluation, may take its time.
        clearTimeout(overdue)
        overdue = undefined
        control.onHalt(() => undefined)
      }
      if (message.kind === 'finished') finished = message
      if (message.kind === 'failed') error ??= message.error
      if (message.kind === 'finished' || message.kind === 'failed') expectExit(PATIENCE)
    })
    worker.on('error', (cause: Error) => {
      error ??= workerDied(cause)
    })
    worker.on('exit', () => {
      clearTimeout(overdue)
      void taking.then(() => resolve({ finished, error: error ?? (finished ? null : workerDied()), wallSeconds }))
    })
  })
}

function workerDied(cause?: Error & { code?: string }): ErrorEnvelope {
  if (cause?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return toEnvelope(
      new GlassboxError('run/out-of-memory', 'There was not enough memory to go on training.', {
        hint: 'Close other programs and resume the run, or use a smaller batch; every saved epoch is there.',
      }),
    )
  return toEnvelope(
    new GlassboxError('run/worker-died', `Training ended unexpectedly${cause ? `: ${cause.message}` : ''}.`, {
      hint: 'Every saved epoch is there: resume the run, and it takes the same course.',
    }),
  )
}
