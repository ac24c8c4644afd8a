import { createPinia, setActivePinia, type Pinia } from 'pinia'
import { createApp, shallowRef } from 'vue'
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventPayload,
  EventTopic,
} from '../../src-main/contract/contract.ts'
import { eachSeries } from '../../src-main/contract/curve-history.ts'
import { GlassboxError } from '../../src-main/contract/errors.ts'
import { sampleSettings } from './samples.ts'
import { connectionKey, type Connection, type ConnectionState } from '../../src-renderer/api/connection.ts'

type Answers = { [N in CommandName]?: (input: CommandInput<N>) => CommandOutput<N> | Promise<CommandOutput<N>> }

const none = (): Float64Array<ArrayBuffer> => new Float64Array()

/** A host of the tests' own making: answers what a test says, remembers what it was asked, sends events on demand. */
export class FakeApi implements Connection {
  readonly state = shallowRef<ConnectionState>('open')
  readonly calls: { name: CommandName; input: unknown }[] = []
  readonly #answers: Answers
  readonly #listeners = new Map<EventTopic, Set<(payload: never) => void>>()
  readonly #missed = new Set<() => void>()

  constructor(answers: Answers = {}) {
    this.#answers = {
      'app/info': () => ({
        version: '1.2.3',
        home: '/home/me/glassbox',
        cores: 4,
        defaultThreads: 3,
        outgoingRequests: 0,
        notice: null,
      }),
      'settings/get': () => sampleSettings(),
      'datasets/list': () => [],
      'datasets/unfinished': () => [],
      'datasets/doctor': () => null,
      'jobs/list': () => [],
      'runs/list': () => [],
      'runs/columns': () => ({ ids: [], keptBytes: none(), settings: [] }),
      'runs/queue': () => [],
      'runs/trash': () => [],
      'runs/curves': () => ({ count: 0, ...eachSeries(none) }),
      ...answers,
    }
  }

  async invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    this.calls.push({ name, input })
    const answer = this.#answers[name]
    if (!answer) throw new GlassboxError('not-found', `The test has no answer for ${name}.`)
    return answer(input)
  }

  on<T extends EventTopic>(topic: T, listener: (payload: EventPayload<T>) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  onMissed(listener: () => void): () => void {
    this.#missed.add(listener)
    return () => this.#missed.delete(listener)
  }

  emit<T extends EventTopic>(topic: T, payload: EventPayload<T>): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(payload as never)
  }

  /** As after a reconnection for which the host no longer had all events. */
  miss(): void {
    for (const listener of this.#missed) listener()
  }

  names(): CommandName[] {
    return this.calls.map(({ name }) => name)
  }
}

/** A Pinia whose stores talk to `api`. */
export function piniaOver(api: Connection): Pinia {
  const pinia = createPinia()
  createApp({}).use(pinia).provide(connectionKey, api)
  setActivePinia(pinia)
  return pinia
}
