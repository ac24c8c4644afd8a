import { Worker } from 'node:worker_threads'
import { GlassboxError } from '../contract/errors.ts'
import { cancelled } from '../datasets/cancelled.ts'
import type { JobOptions } from '../datasets/each-picture.ts'
import workerPath from './bundle.worker.ts?modulePath'
import type { BundleJob, BundleWorkerData, FromBundleWorker } from './protocol.ts'

/**
 * Does one piece of work on a bundle in a thread of its own, which ends with it.
 * @returns once the thread has ended, whatever came of the work
 * @throws {GlassboxError} the work's own error; `cancelled`
 */
export async function runBundleJob(job: BundleJob, { onProgress, signal }: JobOptions = {}): Promise<void> {
  if (signal?.aborted) throw cancelled()
  const control = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const cancel = (): void => void Atomics.store(new Int32Array(control), 0, 1)
  signal?.addEventListener('abort', cancel)
  const worker = new Worker(workerPath, { name: 'bundle', workerData: { job, control } satisfies BundleWorkerData })
  const outcome: { error: GlassboxError | null } = { error: died('it ended') }
  worker.on('message', (message: FromBundleWorker) => {
    if (message.kind === 'progress') onProgress?.(message.progress)
    else outcome.error = message.kind === 'done' ? null : GlassboxError.fromEnvelope(message.error)
  })
  worker.on('error', (error) => {
    outcome.error = died(error instanceof Error ? error.message : String(error))
  })
  await new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  signal?.removeEventListener('abort', cancel)
  if (outcome.error) throw outcome.error
}

function died(reason: string): GlassboxError {
  return new GlassboxError(
    'internal',
    `The part of Glassbox that reads and writes files of runs stopped (${reason}).`,
    {
      hint: 'Try again; nothing was changed.',
    },
  )
}
