import { Worker } from 'node:worker_threads'
import { kernelsFiles } from '../../kernels-files.ts'
import kernelWorker from '../kernel.worker.ts?modulePath'
import type { Planned } from '../plan-options.ts'
import type { Pace, ProbeJob } from './messages.ts'
import workerPath from './probe.worker.ts?modulePath'

/** Measures for half a second, in a thread of its own. @returns null when it was aborted, or could not be measured */
export function probePace(planned: Planned, signal: AbortSignal): Promise<Pace | null> {
  if (signal.aborted) return Promise.resolve(null)
  const workerData: ProbeJob = { kernelsFiles, kernelWorker, planned }
  const worker = new Worker(workerPath, { workerData })
  return new Promise((resolve) => {
    let pace: Pace | null = null
    const abort = (): void => void worker.terminate()
    signal.addEventListener('abort', abort, { once: true })
    worker.on('message', (measured: Pace) => (pace = measured))
    // A cost that cannot be measured keeps nobody from training.
    worker.on('error', () => (pace = null))
    worker.on('exit', () => {
      signal.removeEventListener('abort', abort)
      resolve(signal.aborted ? null : pace)
    })
  })
}
