import { randomBytes } from 'node:crypto'
import type { AppEvent, EventPayload, EventTopic } from '../contract/contract.ts'

export interface NumberedEvent {
  readonly sequence: number
  readonly event: AppEvent
}

/** Enough to bridge a lost connection of minutes. Saved epochs count one by one, however many an event carries. */
const KEPT = 5000

/**
 * Hands events to whoever listens and keeps the latest, so that a listener that was away can catch up.
 * Of progress and live weights only the newest is worth keeping.
 */
export class EventHub {
  /** Tells one life of this process from another: sequences start anew. */
  readonly stream = randomBytes(8).toString('hex')
  #sequence = 0
  readonly #kept = new Map<number, AppEvent>()
  /** What `#kept` counts for. */
  #load = 0
  /** Up to here something is missing that is not to be had any more. */
  #lost = 0
  readonly #newest = new Map<string, number>()
  readonly #listeners = new Set<(event: NumberedEvent) => void>()

  get sequence(): number {
    return this.#sequence
  }

  emit<T extends EventTopic>(topic: T, payload: EventPayload<T>): void {
    this.forward({ topic, payload } as AppEvent)
  }

  forward(event: AppEvent): void {
    const sequence = ++this.#sequence
    const key = replaceableKey(event)
    if (key) {
      const older = this.#newest.get(key)
      if (older !== undefined) this.#drop(older)
      this.#newest.set(key, sequence)
    }
    this.#kept.set(sequence, event)
    this.#load += loadOf(event)
    // What was only worth keeping while it went on.
    if (event.topic === 'run/finished') for (const topic of NEWEST_ONLY) this.#forget(`${topic} ${event.payload.runId}`)
    if (event.topic === 'job/finished')
      for (const topic of ['job/progress', 'import/scanned'] as const) this.#forget(`${topic} ${event.payload.jobId}`)
    for (const oldest of this.#kept.keys()) {
      if (this.#load <= KEPT) break
      this.#drop(oldest)
      this.#lost = oldest
    }
    for (const listener of this.#listeners) listener({ sequence, event })
  }

  #forget(key: string): void {
    const sequence = this.#newest.get(key)
    if (sequence !== undefined) this.#drop(sequence)
    this.#newest.delete(key)
  }

  #drop(sequence: number): void {
    const event = this.#kept.get(sequence)
    if (event && this.#kept.delete(sequence)) this.#load -= loadOf(event)
  }

  listen(listener: (event: NumberedEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  on<T extends EventTopic>(topic: T, listener: (payload: EventPayload<T>) => void): () => void {
    return this.listen(({ event }) => {
      if (event.topic === topic) listener(event.payload as EventPayload<T>)
    })
  }

  /** @returns what came after `seen`, or null when that can no longer be told. */
  since(seen: { stream: string; sequence: number } | null): NumberedEvent[] | null {
    if (seen?.stream !== this.stream || seen.sequence > this.#sequence) return null
    if (seen.sequence < this.#lost) return null
    return [...this.#kept]
      .filter(([sequence]) => sequence > seen.sequence)
      .map(([sequence, event]) => ({ sequence, event }))
  }
}

const loadOf = (event: AppEvent): number => (event.topic === 'run/epochs' ? event.payload.epoch.length : 1)

/** Events of which only the newest of a run is worth keeping, and of live weights the newest of each layer. */
const NEWEST_ONLY = ['run/progress', 'run/diagnostics', 'run/predictions'] as const
type NewestOnly = Extract<AppEvent, { topic: (typeof NEWEST_ONLY)[number] }>
const isNewestOnly = (event: AppEvent): event is NewestOnly => (NEWEST_ONLY as readonly string[]).includes(event.topic)

/** Events with the same key replace each other. */
export function replaceableKey(event: AppEvent): string | null {
  if (isNewestOnly(event)) return `${event.topic} ${event.payload.runId}`
  if (event.topic === 'run/weights') return `${event.topic} ${event.payload.runId} ${event.payload.layer}`
  if (event.topic === 'job/progress' || event.topic === 'import/scanned') return `${event.topic} ${event.payload.jobId}`
  return null
}
