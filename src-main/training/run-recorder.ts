import { setTimeout as sleep } from 'node:timers/promises'
import type { EventPayload, EventTopic } from '../contract/contract.ts'
import { told } from '../contract/curve-history.ts'
import { toEnvelope, type ErrorEnvelope } from '../contract/errors.ts'
import type { RunSummary } from '../contract/types.ts'
import type { RunEnd } from '../storage/repositories/training.ts'
import type { ReadStore, WriteStore } from '../storage/store.ts'
import type { TrainingMessage } from './messages.ts'
import type { TrainingControl } from './training-thread.ts'

export type Emit = <T extends EventTopic>(topic: T, payload: EventPayload<T>) => void

/** How often a save is tried again while the disk is full (milliseconds). */
const RETRY = 2000

/** Stores what runs report before anyone is told. */
export class RunRecorder {
  readonly #read: ReadStore
  readonly #write: WriteStore
  readonly #emit: Emit
  /** Bytes for the checkpoints of a run. */
  readonly #budget: () => number
  /** Runs that wait for space on the disk. */
  readonly #waiting = new Map<string, ErrorEnvelope>()

  constructor(read: ReadStore, write: WriteStore, emit: Emit, budget: () => number) {
    this.#read = read
    this.#write = write
    this.#emit = emit
    this.#budget = budget
  }

  /**
   * Stores one message of a run's thread. A full disk ends no run: it waits, and goes on when there is space; only who
   * wants it to end is not kept waiting.
   * @throws {GlassboxError} what kept it from being stored
   */
  async record(runId: string, message: TrainingMessage, control: TrainingControl): Promise<void> {
    for (;;) {
      try {
        await this.#store(runId, message, control)
        break
      } catch (error) {
        const envelope = toEnvelope(error)
        if (envelope.code !== 'storage/disk-full' || control.isEnding) throw error
        control.hold(true)
        await this.#wait(runId, envelope)
        for (let waited = 0; waited < RETRY && !control.isEnding; waited += 100) await sleep(100)
      }
    }
    if (!this.#waiting.has(runId)) return
    control.hold(false)
    await this.#wait(runId, null)
  }

  /** Stores how a run ended. */
  async finish(runId: string, end: RunEnd): Promise<void> {
    this.#waiting.delete(runId)
    await this.#write.runs.finish(runId, end)
    await this.#announce(runId)
    this.#emit('run/finished', { runId, error: end.error })
  }

  /** What is stored of a run, corrected by what could not be. */
  asItStands(summary: RunSummary): RunSummary {
    return this.#waiting.has(summary.id) ? { ...summary, status: 'paused' } : summary
  }

  async #wait(runId: string, error: ErrorEnvelope | null): Promise<void> {
    const isNew = error !== null && !this.#waiting.has(runId)
    if (error) this.#waiting.set(runId, error)
    else this.#waiting.delete(runId)
    if (error && !isNew) return
    // Perhaps there is space for a word; if not, those who listen are told all the same.
    await this.#write.runs.wait(runId, error).catch(() => undefined)
    this.#emit('run/waiting', { runId, error })
    await this.#announce(runId)
  }

  async #store(runId: string, message: TrainingMessage, control: TrainingControl): Promise<void> {
    switch (message.kind) {
      case 'ready':
        await this.#write.runs.begin(runId, message)
        return this.#announce(runId)
      case 'progress':
        this.#emit('run/progress', { runId, ...message.progress })
        return
      case 'weights':
        this.#emit('run/weights', { runId, ...message.weights })
        return
      case 'predictions':
        this.#emit('run/predictions', { runId, ...message.predictions })
        return
      case 'epochs': {
        const { kind: _, ...saved } = message
        await this.#write.runs.saveEpochs(runId, saved, this.#budget())
        control.acknowledge()
        this.#emit('run/epochs', { runId, ...told(saved.epochs) })
        if (saved.diagnostics) this.#emit('run/diagnostics', { runId, epoch: saved.diagnostics.epoch })
        for (const alarm of saved.alarms) this.#emit('run/alarm', { runId, epoch: saved.last.epoch, ...alarm })
        return this.#announce(runId)
      }
      case 'checkpoint':
        await this.#write.runs.saveCheckpoint(runId, message.checkpoint, message.wallSeconds, this.#budget())
        control.acknowledge()
        return
      case 'rateCurve': {
        const { kind: _, suggestion, ...curve } = message
        return this.#write.runs.saveRateCurve(runId, curve, suggestion)
      }
      case 'halted':
      case 'finished':
      case 'failed':
    }
  }

  async #announce(runId: string): Promise<void> {
    const summary = await this.#read.runs.summary(runId)
    if (summary) this.#emit('run/changed', this.asItStands(summary))
  }
}
