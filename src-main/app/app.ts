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
import { GlassboxError, toEnvelope } from '../contract/errors.ts'
import { DatasetWorker } from '../datasets/client.ts'
import { InferenceClient } from '../inference/client.ts'
import { openReadStore, openWriteStore, type StorageClient } from '../storage/client.ts'
import { DATABASE_FILE, formatOfFile } from '../storage/files.ts'
import { latestFormat } from '../storage/migrate.ts'
import type { Recovery } from '../storage/recovery/recover.ts'
import type { ReadStore, WriteStore } from '../storage/store.ts'
import { RunSupervisor } from '../training/supervisor.ts'
import { Bundles } from './bundles/bundles.ts'
import { Datasets } from './datasets/datasets.ts'
import { Doctor } from './datasets/doctor.ts'
import { PictureStatistics } from './datasets/picture-statistics.ts'
import { Places } from './datasets/places.ts'
import { Uploads } from './datasets/uploads.ts'
import { dispatch } from './dispatch.ts'
import { EventHub } from './event-hub.ts'
import { createFetch } from './fetch.ts'
import { readHandlers, writeHandlers, type ReadServices } from './handlers.ts'
import { Jobs, NO_OUTCOME } from './jobs.ts'
import { ForwardedWork } from './ownership/forwarded-work.ts'
import { OwnerLink } from './ownership/owner-link.ts'
import { listenAsOwner } from './ownership/owner-server.ts'
import { Evaluations } from './runs/evaluation/evaluations.ts'
import { Costs } from './runs/costs.ts'
import { Runs } from './runs/runs.ts'
import { Training } from './runs/training.ts'
import { getSettings } from './settings/settings.ts'

/** What the process does that may write. */
interface Owner {
  readonly handlers: ReturnType<typeof writeHandlers>
  whenIdle(): Promise<void>
  close(): Promise<void>
}

/** The copy of the day is made once the application has been open for so long (milliseconds). */
const BACKUP_AFTER = 20_000

/** How long two processes that start or end at the same moment wait for each other (milliseconds). */
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
  readonly #forwarded = new ForwardedWork()
  /** Why nothing can be changed in this home folder. */
  readonly #refusal: GlassboxError | null
  #owner: Owner | null = null
  #link: OwnerLink | null = null
  #connecting: Promise<void> | null = null
  #closing: Promise<void> | null = null
  #closed = false

  private constructor(
    home: string,
    storage: StorageClient<ReadStore>,
    { refusal, notice }: { refusal: GlassboxError | null; notice: GlassboxError | null },
  ) {
    const read = storage.store
    const worker = new DatasetWorker()
    const inference = new InferenceClient()
    const jobs = new Jobs(this.events)
    const places = new Places(home)
    const uploads = new Uploads(places)
    const datasets = new Datasets(read, worker, jobs, places, uploads)
    const doctor = new Doctor(read, worker, datasets, places)
    const statistics = new PictureStatistics(datasets, places, worker)
    const runs = new Runs(read)
    const evaluations = new Evaluations({ runs, datasets, inference })
    const bundles = new Bundles({ home, read, datasets, places, worker })
    this.#home = home
    this.#storage = storage
    this.#refusal = refusal
    this.#uploads = uploads
    this.#services = {
      ...{
        home,
        notice,
        read,
        worker,
        inference,
        datasets,
        doctor,
        places,
        statistics,
        runs,
        evaluations,
        bundles,
        jobs,
      },
      events: this.events,
    }
    this.#readHandlers = readHandlers(this.#services)
    this.fetch = createFetch({ read, datasets, places, uploads, worker, bundles })
  }

  /**
   * Opens the home folder. Whoever finds it without an owner puts it in order: what was training is interrupted.
   * @param purpose `write` keeps the folder from then on, or joins its owner; `read` leaves it to others
   * @throws {GlassboxError} `home/…` or `storage/…` when it cannot be used
   */
  static async open(home: string, purpose: 'read' | 'write' = 'write'): Promise<App> {
    const written = existsSync(join(home, DATABASE_FILE))
    // Where there is a database already, both threads open it at the same time; one of an earlier format has to wait.
    const early = formatOfFile(home) === latestFormat ? openReadStore(home).catch(() => null) : Promise.resolve(null)
    const closeEarly = async (): Promise<void> => (await early)?.close()
    let refusal: GlassboxError | null = null
    const writing = await openWriteStore(home).catch(async (error: unknown) => {
      // Saved runs can be looked at even where nothing more can be saved.
      if (error instanceof GlassboxError && error.code === 'storage/newer') refusal = error
      if ((purpose === 'read' || refusal) && written) return null
      await closeEarly()
      throw error
    })
    // What was opened early is the damaged file, which was set aside.
    if (writing?.recovery) await closeEarly()
    const reading = early.then((storage) => (writing?.recovery ? null : storage) ?? openReading(home))
    const notice = refusal ?? (writing?.recovery ? recovered(writing.recovery) : null)
    if (writing && purpose === 'read') {
      // A folder that cannot be put in order can still be read.
      await writing.store.runs.markInterrupted().catch(() => undefined)
      await writing.close()
      return new App(home, await reading, { refusal, notice })
    }
    const app = await reading.then(
      (storage) => new App(home, storage, { refusal, notice }),
      async (error: unknown) => {
        await writing?.close()
        throw error
      },
    )
    try {
      if (writing) await app.#own(writing)
      else if (purpose === 'write' && !refusal) await app.#connect()
      return app
    } catch (error) {
      await app.close()
      throw error
    }
  }

  /** Whether this process does the writing. */
  get isOwner(): boolean {
    return this.#owner !== null
  }

  /** Whether a page is sending a folder to this process. */
  get isReceiving(): boolean {
    return this.#uploads.isReceiving
  }

  async invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    if (name === 'jobs/list' && this.#link) {
      const theirs = await this.#link.invoke('jobs/list', {})
      return [...this.#services.jobs.list(), ...theirs] as CommandOutput<N>
    }
    // Only the owner knows which of them it is just carrying on.
    if (name === 'datasets/unfinished' && this.#link) return this.#link.invoke(name, input)
    if (name === 'jobs/cancel' || name === 'jobs/pause' || name === 'jobs/resume') {
      const { jobs } = this.#services
      const { jobId } = commands['jobs/cancel'].input.parse(input)
      if (jobs.has(jobId))
        return (name === 'jobs/cancel'
          ? { cancelled: await jobs.cancel(jobId) }
          : { paused: jobs.setPaused(jobId, name === 'jobs/pause') }) as unknown as CommandOutput<N>
    }
    if (commands[name].access === 'read') return dispatch(this.#readHandlers as never, name, input)
    return this.#write(name, input)
  }

  on: GlassboxApi['on'] = (topic, listener) => this.events.on(topic, listener)

  /** Resolves when nothing is left that this process does, for itself or for others. */
  async whenIdle(): Promise<void> {
    await this.#services.jobs.whenIdle()
    await this.#owner?.whenIdle()
  }

  /** Stops every run with what it has reached, and ends every thread. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    this.#closed = true
    this.#link?.close()
    // Whoever is just taking the folder over finishes that first, so that it can be given back.
    await this.#connecting?.catch(() => undefined)
    const steps = [
      () => this.#services.jobs.close(),
      () => this.#owner?.close(),
      () => this.#services.worker.close(),
      () => this.#services.inference.close(),
      () => this.#storage.close(),
    ]
    const failures: unknown[] = []
    for (const step of steps) await Promise.resolve(step()).catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }

  async #write<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    if (this.#refusal) throw this.#refusal
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

  /** Finds the owner, or becomes it when there is none any more. */
  async #connect(): Promise<void> {
    for (const end = Date.now() + PATIENCE; Date.now() < end && !this.#closed; await sleep(50)) {
      this.#link = await OwnerLink.connect(
        this.#home,
        (event) => this.#forward(event),
        (error) => void this.#loseOwner(error).catch(() => undefined), // the next command tells
      )
      if (this.#link || this.#closed) return
      const writing = await openWriteStore(this.#home)
      if (writing) return this.#own(writing)
    }
  }

  #forward(event: AppEvent): void {
    this.#forwarded.note(event)
    this.events.forward(event)
  }

  /** Who waits for work of the owner is told that it ended, by the events that would have told its normal end. */
  async #loseOwner(error: GlassboxError): Promise<void> {
    this.#link = null
    if (this.#closed) return
    await (this.#connecting ??= this.#connect().finally(() => (this.#connecting = null)))
    const { jobs, runs } = this.#forwarded.take()
    const envelope = toEnvelope(error)
    for (const jobId of jobs) this.events.emit('job/finished', { ...NO_OUTCOME, jobId, error: envelope })
    for (const runId of runs) {
      const summary = await this.#services.read.runs.summary(runId)
      if (summary) this.events.emit('run/changed', summary)
      this.events.emit('run/finished', { runId, error: envelope })
    }
  }

  async #own(storage: StorageClient<WriteStore>): Promise<void> {
    const write = storage.store
    try {
      await write.runs.markInterrupted()
      // Clearing away is no condition for working.
      await this.#services.datasets.removeLeftovers().catch(() => undefined)
      const { read, datasets, doctor, runs } = this.#services
      doctor.keepIn(write)
      const supervisor = new RunSupervisor(
        read,
        write,
        (topic, payload) => this.events.emit(topic, payload),
        () => getSettings(read),
      )
      const training = new Training({ read, write, datasets, runs, supervisor })
      const costs = new Costs({ read, datasets, supervisor })
      const server = await listenAsOwner(this.#home, this, this.events)
      // A copy a day is a comfort: whoever only calls by is not kept, and a full disk is told elsewhere.
      const backup = setTimeout(() => void write.upkeep.backup(false).catch(() => undefined), BACKUP_AFTER)
      backup.unref()
      this.#owner = {
        handlers: writeHandlers({ ...this.#services, write, supervisor, training, costs }),
        whenIdle: () => supervisor.whenIdle(),
        async close() {
          clearTimeout(backup)
          costs.rest()
          await server.close()
          await supervisor.close()
          await storage.close()
        },
      }
    } catch (error) {
      await storage.close()
      throw error
    }
  }
}

/** What a person is told after a damaged database was set aside. */
function recovered({ setAside, tables, losses }: Recovery): GlassboxError {
  const rows = tables.reduce((sum, table) => sum + table.recovered, 0)
  const lost = losses.length > 0 ? `Lost: ${losses.join(' ')}` : 'Nothing was lost that could be missed.'
  return new GlassboxError(
    'storage/damaged',
    `The database was damaged. ${rows} rows of it could be read and were taken over. ${lost}`,
    {
      hint: `The damaged file is kept as ${setAside}.`,
      details: { setAside, losses },
    },
  )
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
