import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Model } from '../../src-engine/plan/model.ts'

export interface KernelThreads {
  /** Closes the model, which lets its threads return, and waits for them. */
  close(): Promise<void>
}

/** Starts the helper threads of a model: as many as it takes beside the caller's own. */
export async function startKernelThreads(workerFile: string, model: Model): Promise<KernelThreads> {
  const { module, memory, threads } = model
  const workers = Array.from(
    { length: threads - 1 },
    (_, index) => new Worker(workerFile, { workerData: { module, memory, thread: index + 1 } }),
  )
  const gone = workers.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())))
  async function close(): Promise<void> {
    model.close()
    await Promise.all(gone)
  }
  try {
    // A step waits for every thread without yielding, so all must be up before the first one.
    await Promise.all(workers.map((worker) => once(worker, 'message')))
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}
