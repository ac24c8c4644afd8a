import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GlassboxApi } from '../contract/api.ts'
import {
  commands,
  type AppEvent,
  type CommandInput,
  type CommandName,
  type CommandOutput,
} from '../contract/contract.ts'
import { GlassboxError } from '../contract/errors.ts'
import { DatasetWorker } from '../datasets/client.ts'
import { InferenceClient } from '../inference/client.ts'
import { openReadStore, openWriteStore, type StorageClient } from '../storage/client.ts'
import { DATABASE_FILE } from '../storage/files.ts'
import type { ReadStore, WriteStore } from '../storage/store.ts'
import { RunSupervisor } from '../training/supervisor.ts'
import { Datasets } from './datasets/datasets.ts'
import { Places } from './datasets/places.ts'
import { Uploads } from './datasets/uploads.ts'
import { dispatch } from './dispatch.ts'
import { EventHub } from './event-hub.ts'
import { createFetch } from './fetch.ts'
import { readHandlers, writeHandlers, type ReadServices } from './handlers.ts'
import { Jobs } from './jobs.ts'
import { OwnerLink } from './ownership/owner-link.ts'
import { listenAsOwner } from './ownership/owner-server.ts'
import { Runs } from './runs/runs.ts'
import { watchOutgoing } from './outgoing.ts'

/** What the process does that may write. */
interface Owner {
  readonly handlers: ReturnType<typeof writeHandlers>
  whenIdle(): Promise<void>
  close(): Promise<void>
}

/** How long two processes that start or end at the same moment wait for each other. */
const PATIENCE = 5000

/** The whole application, without a window: what every host and the command line talk to. */
export class App implements GlassboxApi {
  readonly events = new EventHub()
  readonly fetch: (request: Request) => Promise<Response>
  readonly #home: string
  readonly #storage: StorageClient<ReadStore>
  readonly #services: ReadServices
  readonly #uploads: Uploads
  readonly #readHandlers: ReturnType<typeof readHandlers>
  #owner: Owner | null = null
  #link: OwnerLink | null = null
  #connecting: Promise<void> | null = null
  #onOwnerLost: (error: GlassboxError) => void = () => undefined
  #closed = false

  private constructor(home: string, storage: StorageClient<ReadStore>) {
    const read = storage.store
    const worker = new DatasetWorker()
    const inference = new InferenceClient()
    const places = new Places(home)
    const uploads = new Uploads(places, (sha256) => read.datasets.needsContent(sha256))
    const datasets = new Datasets(read, worker, places, uploads)
    this.#home = home
    this.#storage = storage
    this.#uploads = uploads
    this.#services = {
      home,
      read,
      worker,
      inference,
      datasets,
      events: this.events,
      jobs: new Jobs(this.events),
      runs: new Runs(read, datasets, inference),
    }
    this.#readHandlers = readHandlers(this.#services)
    this.fetch = createFetch({ read, datasets, places, uploads, worker })
  }

  /**
   * Opens the home folder: as its owner, or beside the process that owns it.
   * @throws {GlassboxError} `home/…` or `storage/…` when it cannot be used
   */
  static async open(home: string): Promise<App> {
    watchOutgoing()
    const writing = await openWriteStore(home)
    const app = new App(home, await openReading(home))
    if (writing) await app.#own(writing)
    else await app.#connect()
    return app
  }

  /** Whether this process does the writing. */
  get isOwner(): boolean {
    return this.#owner !== null
  }

  async invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    if (commands[name].access === 'read') return dispatch(this.#readHandlers as never, name, input)
    if (!this.#owner && name === 'jobs/cancel' && this.#services.jobs.has((input as CommandInput<'jobs/cancel'>).jobId))
      return {
        cancelled: await this.#services.jobs.cancel((input as CommandInput<'jobs/cancel'>).jobId),
      } as CommandOutput<N>
    return this.#write(name, commands[name].input.parse(input) as CommandInput<N>)
  }

  async #write<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    if (!this.#owner && !this.#link)
      await (this.#connecting ??= this.#connect().finally(() => (this.#connecting = null)))
    if (this.#owner) return dispatch(this.#owner.handlers as never, name, input)
    const link = this.#link
    if (!link)
      throw new GlassboxError('storage/busy', 'Another Glassbox holds the home folder but does not answer.', {
        hint: 'End it, then try again; or choose another folder with --home.',
      })
    try {
      return await link.invoke(name, input)
    } catch (error) {
      if (!(error instanceof GlassboxError && error.code === 'home/owner-lost') || this.#closed) throw error
      // Whatever the owner had begun ended with it, so the command is carried out by whoever owns the folder now.
      if (this.#link === link) this.#link = null
      return this.#write(name, input)
    }
  }

  /** For a caller that waits for work of the owner: what to do when that process ends. */
  onOwnerLost(listener: (error: GlassboxError) => void): void {
    this.#onOwnerLost = listener
  }

  on: GlassboxApi['on'] = (topic, listener) => this.events.on(topic, listener)

  /** Resolves when no run is left that this process trains, for itself or for others. */
  async whenIdle(): Promise<void> {
    await this.#owner?.whenIdle()
  }

  /** Stops every run with what it has reached, and ends every thread. */
  async close(): Promise<void> {
    this.#closed = true
    this.#link?.close()
    await this.#services.jobs.close()
    await this.#owner?.close()
    await this.#services.worker.close()
    await this.#services.inference.close()
    await this.#storage.close()
  }

  /** Finds the owner, or becomes it when there is none any more. */
  async #connect(): Promise<void> {
    for (const end = Date.now() + PATIENCE; Date.now() < end && !this.#closed; await sleep(50)) {
      this.#link = await OwnerLink.connect(
        this.#home,
        (event: AppEvent) => this.events.forward(event),
        (error) => {
          this.#link = null
          if (!this.#closed) this.#onOwnerLost(error)
        },
      )
      if (this.#link) return
      const writing = await openWriteStore(this.#home)
      if (writing) return this.#own(writing)
    }
  }

  async #own(storage: StorageClient<WriteStore>): Promise<void> {
    const write = storage.store
    await write.runs.markInterrupted()
    await this.#uploads.removeAbandoned()
    const supervisor = new RunSupervisor(this.#services.read, write, this.events)
    const server = await listenAsOwner(this.#home, this, this.events)
    this.#owner = {
      handlers: writeHandlers({ ...this.#services, write, supervisor }),
      whenIdle: () => supervisor.whenIdle(),
      async close() {
        await supervisor.close()
        await server.close()
        await storage.close()
      },
    }
  }
}

async function openReading(home: string): Promise<StorageClient<ReadStore>> {
  // Beside an owner that is only just making the database.
  for (const end = Date.now() + PATIENCE; Date.now() < end && !existsSync(join(home, DATABASE_FILE));) await sleep(20)
  for (const end = Date.now() + PATIENCE; ; await sleep(50)) {
    try {
      return await openReadStore(home)
    } catch (error) {
      const early = error instanceof GlassboxError && error.code === 'storage/busy'
      if (!early || Date.now() > end) throw error
    }
  }
}
