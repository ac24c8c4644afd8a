import { Worker } from 'node:worker_threads'
import type { ChannelStatistics } from '../../src-engine/spec/data.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { TablePreview } from '../contract/types.ts'
import { resizeFile } from '../kernels-files.ts'
import { cancelled } from './cancelled.ts'
import workerPath from './dataset.worker.ts?modulePath'
import { THUMBNAIL_SIDE } from './display.ts'
import type { CheckReport } from './check.ts'
import type { JobOptions } from './each-picture.ts'
import type {
  CheckRequest,
  DatasetJobs,
  ExamineRequest,
  FindRequest,
  FromWorker,
  ImportRequest,
  JobName,
  MeasureRequest,
  PictureSource,
  PreparedForDisplay,
  PrepareRequest,
  SubsetRequest,
  TableRequest,
  ToWorker,
} from './protocol.ts'
import type { PictureThread } from './resize.ts'

interface Pending extends Pick<JobOptions, 'onProgress' | 'onScanned'> {
  resolve: (output: DatasetJobs[JobName]['output']) => void
  reject: (error: GlassboxError) => void
}

/**
 * The thread that decodes pictures, started when it is first needed. Errors arrive as `GlassboxError` with their code,
 * message and hint. If the thread dies, pending calls reject with `dataset/worker-died` and the next call starts a new one.
 */
export class DatasetWorker {
  #worker: Worker | null = null
  #exited: Promise<void> = Promise.resolve()
  #closed = false
  #nextId = 1
  readonly #pending = new Map<number, Pending>()

  /** Decodes a folder into a cache file; aborting the signal rejects with `cancelled` once nothing is left behind. */
  import(request: ImportRequest, options: JobOptions = {}): Promise<DatasetJobs['import']['output']> {
    return this.#call('import', request, options)
  }

  /** Reads a table into a cache file, or only to report on it; like `import`. */
  importTable(request: TableRequest, options: JobOptions = {}): Promise<DatasetJobs['importTable']['output']> {
    return this.#call('importTable', request, options)
  }

  /** Reads a table in whole, reports on it and changes nothing. */
  checkTable(request: DatasetJobs['checkTable']['input'], options: JobOptions = {}): Promise<CheckReport> {
    return this.#call('checkTable', request, options)
  }

  /** How a table would be read, from its beginning. */
  previewTable(request: DatasetJobs['previewTable']['input']): Promise<TablePreview> {
    return this.#call('previewTable', request, {})
  }

  /** Reports on a folder and changes nothing. */
  check(request: CheckRequest, options: JobOptions = {}): Promise<CheckReport> {
    return this.#call('check', request, options)
  }

  /** Has the doctor look at a data set. */
  examine(request: ExamineRequest, options: JobOptions = {}): Promise<CheckReport> {
    return this.#call('examine', request, options)
  }

  /** Writes a cache with some of the items of another. */
  async subset(request: SubsetRequest, options: JobOptions = {}): Promise<void> {
    await this.#call('subset', request, options)
  }

  /** Finds files by their content below a folder: their paths in it by their hash. */
  find(request: FindRequest, options: JobOptions = {}): Promise<Map<string, string[]>> {
    return this.#call('find', request, options)
  }

  /** One picture as a network sees it, and a thumbnail. */
  prepare(request: PrepareRequest): Promise<PreparedForDisplay> {
    return this.#call('prepare', request, {})
  }

  /** One picture as a network sees it, with its numbers. */
  preview(request: PrepareRequest): Promise<DatasetJobs['preview']['output']> {
    return this.#call('preview', request, {})
  }

  /** A WebP of a picture, upright; longest side 160 px unless given. */
  thumbnail(picture: PictureSource, side = THUMBNAIL_SIDE): Promise<Uint8Array> {
    return this.#call('thumbnail', { picture, side }, {})
  }

  /** Mean and deviation of every channel of prepared pictures. */
  measure(request: MeasureRequest): Promise<ChannelStatistics> {
    return this.#call('measure', request, {})
  }

  /** Cancels what runs and waits until the thread has ended. Later calls reject with `cancelled`. */
  async close(): Promise<void> {
    this.#closed = true
    this.#post({ kind: 'close' })
    await this.#exited
  }

  #call<N extends JobName>(
    job: N,
    input: DatasetJobs[N]['input'],
    { onProgress, onScanned, signal, pause }: JobOptions,
  ): Promise<DatasetJobs[N]['output']> {
    if (this.#closed || signal?.aborted) return Promise.reject(cancelled())
    this.#worker ??= this.#start()
    const id = this.#nextId++
    const cancel = (): void => this.#post({ kind: 'cancel', id })
    signal?.addEventListener('abort', cancel)
    const rest = (isPaused: boolean): void => this.#post({ kind: 'pause', id, isPaused })
    const unlisten = pause?.listen(rest)
    return new Promise<DatasetJobs[N]['output']>((resolve, reject) => {
      // The worker answers a job with that job's output: the protocol's one promise that types cannot carry.
      this.#pending.set(id, { ...(onProgress && { onProgress }), ...(onScanned && { onScanned }), resolve, reject })
      this.#post({ kind: 'start', id, job, input } as ToWorker)
      if (pause?.isPaused) rest(true)
    }).finally(() => {
      signal?.removeEventListener('abort', cancel)
      unlisten?.()
    })
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message)
  }

  #start(): Worker {
    const worker = new Worker(workerPath, { name: 'datasets', workerData: { resizeFile } satisfies PictureThread })
    let reason = 'it ended'
    worker.on('message', (message: FromWorker) => this.#receive(message))
    worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)))
    this.#exited = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#worker = null
        this.#rejectAll(reason)
        resolve()
      })
    })
    return worker
  }

  #receive(message: FromWorker): void {
    const pending = this.#pending.get(message.id)
    if (!pending) return
    if (message.kind === 'progress') return pending.onProgress?.(message.progress)
    if (message.kind === 'scanned') return pending.onScanned?.(message.scanned)
    this.#pending.delete(message.id)
    if (message.kind === 'done') pending.resolve(message.output)
    else pending.reject(GlassboxError.fromEnvelope(message.error))
  }

  #rejectAll(reason: string): void {
    for (const { reject } of this.#pending.values()) {
      reject(
        new GlassboxError('dataset/worker-died', `The part of Glassbox that reads pictures stopped (${reason}).`, {
          hint: 'Try again; if the same folder stops it again, one of its pictures is at fault.',
        }),
      )
    }
    this.#pending.clear()
  }
}
