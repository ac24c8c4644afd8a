import type { RunConfig } from '../../src-engine/spec/config.ts'
import type { OneHotSpan } from '../../src-engine/data/tables/measure.ts'
import type { SplitName } from '../../src-engine/spec/data.ts'
import { isBefore, type Place, type RunChange } from '../../src-engine/spec/run-changes.ts'
import { GlassboxError, toEnvelope, type ErrorEnvelope } from '../contract/errors.ts'
import type { Environment, Receipt, RunKind, RunSummary } from '../contract/types.ts'
import type { Examples } from '../inference/messages.ts'
import type { RunEnd } from '../storage/repositories/training.ts'
import type { ReadStore, WriteStore } from '../storage/store.ts'
import { WANTED, type StartPoint } from './messages.ts'
import { receiptOf, specSha256 } from './receipt.ts'
import { RunQueue } from './run-queue.ts'
import { RunRecorder, type Emit } from './run-recorder.ts'
import { limitOf, segmentOf, type Limit } from './segments.ts'
import { runTrainingThread, TrainingControl } from './training-thread.ts'
import { Watches, WATCH_LASTS } from './watches.ts'

export interface QueuedRun {
  readonly id: string
  readonly kind: RunKind
  readonly config: RunConfig
  /** Most threads for all runs that train at once; the result is the same for any number. */
  readonly threads: number
  /** Of the data set's content. */
  readonly dataSha256: string
  /** Columns of a table that stand for categories; none of pictures. */
  readonly oneHot: readonly OneHotSpan[]
  /** The examples, made ready once it is the run's turn. */
  readonly examples: (signal: AbortSignal) => Promise<Readonly<Record<SplitName, Examples>>>
  /** Where it goes on, read once it is the run's turn; null begins with weights drawn from the seed. */
  readonly start: () => Promise<StartPoint | null>
  /** Where the whole run began, for its receipt. */
  readonly origin: Receipt['start']
  /** Where it rests again; absent: only at its end. */
  readonly limit?: Limit | undefined
}

/** A change that waits for the run to halt. */
interface WaitingChange {
  /** Records it where the run stands. */
  readonly record: () => Promise<RunChange | null>
  readonly done: (change: RunChange | null) => void
  readonly failed: (error: unknown) => void
}

interface ActiveRun {
  readonly run: QueuedRun
  /** Of its thread; it has another one behind a change. */
  control: TrainingControl
  readonly preparing: AbortController
  readonly changes: WaitingChange[]
  over: Promise<void>
}

/** Trains runs in the order of the queue, so many at once. */
export class RunSupervisor {
  readonly #read: ReadStore
  readonly #recorder: RunRecorder
  readonly #emit: Emit
  readonly #settings: () => Promise<{ concurrency: number; checkpointMegabytes: number }>
  readonly #queue: RunQueue<QueuedRun>
  readonly #active = new Map<string, ActiveRun>()
  readonly #watches = new Watches()
  #concurrency = 1
  #budget = Infinity
  #closing = false

  constructor(
    read: ReadStore,
    write: WriteStore,
    emit: Emit,
    settings: () => Promise<{ concurrency: number; checkpointMegabytes: number }>,
  ) {
    this.#read = read
    this.#recorder = new RunRecorder(read, write, emit, () => this.#budget)
    this.#emit = emit
    this.#settings = settings
    this.#queue = new RunQueue((ids) => emit('runs/queue-changed', { ids }))
  }

  /** The ids of the runs that wait, in the order of their turn. */
  get queue(): string[] {
    return this.#queue.ids
  }

  /** Whether any run is at work just now. */
  get isTraining(): boolean {
    return this.#active.size > 0
  }

  isActive(id: string): boolean {
    return this.#active.has(id) || this.queue.includes(id)
  }

  /** @throws {GlassboxError} `cancelled` when the application is ending */
  async enqueue(run: QueuedRun): Promise<void> {
    if (this.#closing) throw new GlassboxError('cancelled', 'Glassbox is ending.', { hint: 'Start it again.' })
    this.#queue.add(run)
    await this.settingsChanged()
  }

  move(id: string, position: number): string[] {
    this.#queue.move(id, position)
    return this.queue
  }

  /** More runs may train at once, or less may be kept of each. */
  async settingsChanged(): Promise<void> {
    const { concurrency, checkpointMegabytes } = await this.#settings()
    this.#concurrency = concurrency
    this.#budget = checkpointMegabytes * 1e6
    this.#next()
  }

  /** Somebody looks at layers of a run, also before it is the run's turn; none: looks no more. */
  watch(id: string, watcher: string, layers: readonly number[]): void {
    this.#watches.set(id, watcher, layers, Date.now())
    this.#applyWatches(id)
    if (layers.length > 0) setTimeout(() => this.#applyWatches(id), WATCH_LASTS + 1).unref()
  }

  #applyWatches(id: string): void {
    const layers = this.#watches.layers(id, Date.now())
    this.#active.get(id)?.control.watch(layers)
  }

  /** @returns once the run has stopped and all it reached is stored; false when it was over already. */
  stop(id: string): Promise<boolean> {
    return this.#halt(id, 'stopped')
  }

  /** @returns once the run stands still and all it reached is stored; false when it was not under way. */
  pause(id: string): Promise<boolean> {
    return this.#halt(id, 'paused')
  }

  /** Whether it has its turn. */
  isUnderWay(id: string): boolean {
    return this.#active.has(id)
  }

  /**
   * Lets a run that has its turn halt behind the step it is at, where the change is recorded, and go on at once.
   * @throws {GlassboxError} `run/wrong-state` when it came to its end before that
   */
  change(id: string, record: WaitingChange['record']): Promise<RunChange | null> {
    return new Promise((done, failed) => {
      const active = this.#active.get(id)
      if (!active) return failed(overMeanwhile())
      active.changes.push({ record, done, failed })
      active.control.halt(WANTED.change)
    })
  }

  /** Resolves once nothing trains and nothing waits. */
  async whenIdle(): Promise<void> {
    for (let active = this.#first(); active; active = this.#first()) await active.over
  }

  /** Stops every run with what it has reached; one that cannot be stored does not keep the others from stopping. */
  async close(): Promise<void> {
    this.#closing = true
    await Promise.allSettled([...this.queue, ...this.#active.keys()].map((id) => this.stop(id)))
  }

  #first(): ActiveRun | undefined {
    return this.#active.values().next().value
  }

  async #halt(id: string, status: 'stopped' | 'paused'): Promise<boolean> {
    if (this.#queue.remove(id)) {
      await this.#recorder.finish(id, { status, reason: null, error: null })
      return true
    }
    const active = this.#active.get(id)
    if (!active) return false
    active.preparing.abort()
    // A range test is over in a moment: there is nothing to go on with later.
    const canRest = status === 'paused' && active.run.kind === 'training'
    active.control.halt(canRest ? WANTED.pause : WANTED.stop)
    await active.over
    return true
  }

  #next(): void {
    while (!this.#closing && this.#active.size < this.#concurrency) {
      const run = this.#queue.take()
      if (!run) return
      const over = Promise.resolve()
      const active = { run, control: new TrainingControl(), preparing: new AbortController(), changes: [], over }
      this.#active.set(run.id, active)
      this.#applyWatches(run.id)
      active.over = this.#train(active).then(() => {
        this.#active.delete(run.id)
        this.#next()
      })
    }
  }

  /** Threads are shared out evenly among those that train now or will soon. */
  #threadsFor({ threads }: QueuedRun): number {
    const sharers = Math.min(this.#concurrency, this.#active.size + this.#queue.length)
    return Math.max(1, Math.floor(threads / Math.max(1, sharers)))
  }

  /** Never rejects: whatever happens becomes the run's end. */
  async #train(active: ActiveRun): Promise<void> {
    const { run } = active
    let end: RunEnd
    try {
      end = await this.#work(active)
    } catch (error) {
      const envelope = toEnvelope(error)
      const halted = envelope.code === 'cancelled'
      const status = !halted ? 'failed' : active.control.wanted === WANTED.pause ? 'paused' : 'stopped'
      end = { status, reason: null, error: halted ? null : envelope }
    }
    for (const change of active.changes.splice(0)) change.failed(overMeanwhile())
    await this.#recorder.finish(run.id, end).catch((error: unknown) => {
      // The end could not be stored; at the next start the run is found interrupted, with every saved epoch.
      this.#emit('run/finished', { runId: run.id, error: toEnvelope(error) })
    })
  }

  /** Thread after thread: behind every change the run is begun anew from where it stood. */
  async #work(active: ActiveRun): Promise<RunEnd> {
    const { run } = active
    const { network, training, data } = run.config
    const examples = examplesOf(run, active.preparing.signal)
    const { kind, oneHot } = run
    const preparation = { prepare: data.prepare, table: data.table }
    const job = { kind, network, preparation, oneHot }
    let environment: Environment | null = null
    let limit: Place | null = null
    const nextSegment = async () => {
      const splits = await examples
      const [start, changes] = await Promise.all([run.start(), this.#read.runs.changes(run.id)])
      limit ??= run.limit ? limitOf(run.limit, start) : null
      // By now those that were started together with it are known.
      const threads = this.#threadsFor(run)
      return { ...job, splits, threads, ...segmentOf(training, changes, start, limit) }
    }
    for (;;) {
      const { control } = active
      const { finished, error, wallSeconds } = await runTrainingThread(nextSegment(), control, async (message) => {
        if (message.kind === 'ready') environment = message.environment
        await this.#recorder.record(run.id, message, control)
      })
      if (finished?.status === 'paused' && !error && (await this.#goesOn(active, limit))) continue
      const known = wallSeconds === null ? {} : { wallSeconds }
      const measured = finished?.metrics ? { metrics: finished.metrics } : {}
      if (error || !finished)
        return {
          status: 'failed',
          reason: null,
          ...measured,
          error: error && (await this.#named(run, error)),
          ...known,
        }
      const status = control.wanted === WANTED.stop && finished.status === 'paused' ? 'stopped' : finished.status
      const isOver = status === 'completed' || status === 'stopped'
      const receipt = isOver && environment ? await this.#receipt(run, environment) : null
      return { status, reason: finished.reason, ...measured, ...(receipt && { receipt }), error: null, ...known }
    }
  }

  /** Records what waits to be changed; whether a run that has halted is to go on, with a thread of its own again. */
  async #goesOn(active: ActiveRun, limit: Place | null): Promise<boolean> {
    const { id } = active.run
    const place = (await this.#read.runs.checkpoints(id)).at(-1) ?? { epoch: 0, step: 0 }
    for (let change = active.changes.shift(); change; change = active.changes.shift())
      await change.record().then(change.done, change.failed)
    if (active.control.isEnding || (limit && !isBefore(place, limit))) return false
    active.control = new TrainingControl()
    this.#applyWatches(id)
    return true
  }

  /** An error about an item of the data, with the item's name. */
  async #named({ config }: QueuedRun, error: ErrorEnvelope): Promise<ErrorEnvelope> {
    const { position } = (error.details ?? {}) as { position?: number | null }
    if (typeof position !== 'number') return error
    const item = await this.#read.datasets.item(config.data.source, position)
    return item ? { ...error, message: `${error.message} It was at "${item.path}".` } : error
  }

  async #receipt({ id, config, dataSha256, origin }: QueuedRun, environment: Environment): Promise<Receipt | null> {
    const detail = await this.#read.runs.detail(id)
    // As it is stored: with what was measured at the beginning, and without what later versions have added.
    const stored = await this.#read.runs.storedConfig(id)
    if (!detail?.weightsSha256 || !stored) return null
    const { epochsDone: epochs, weightsSha256, changes } = detail
    const facts = {
      dataSha256,
      specSha256: specSha256(stored, changes),
      start: origin,
      epochs,
      weightsSha256,
      environment,
    }
    return receiptOf(config, facts)
  }

  /** What is stored of a run, corrected by what could not be. */
  asItStands(summary: RunSummary): RunSummary {
    return this.#recorder.asItStands(summary)
  }
}

const overMeanwhile = (): GlassboxError =>
  new GlassboxError('run/wrong-state', 'The run came to its end before it could be changed.', {
    hint: 'Fork it from a kept epoch with other settings.',
  })

async function examplesOf(run: QueuedRun, signal: AbortSignal): Promise<Readonly<Record<SplitName, Examples>>> {
  const splits = await run.examples(signal)
  if (splits.train.items.positions.length === 0)
    throw new GlassboxError('dataset/no-pictures', 'There is no picture to train on: all are for validation or test.', {
      hint: 'Add pictures to the training folder, or change the shares of the splits.',
    })
  if (signal.aborted) throw new GlassboxError('cancelled', 'Cancelled.')
  return splits
}
