import '../outgoing.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { engineEnvelope } from './engine-errors.ts'
import type { TrainingJob, TrainingMessage } from './messages.ts'
import { trainRun } from './train-run.ts'

/** Trains one run from start to end; see `messages.ts` for what goes in and comes out. */
const send = (message: TrainingMessage): void => parentPort?.postMessage(message)
const started = performance.now()
const job = workerData as TrainingJob

try {
  await trainRun(job, send)
} catch (error) {
  const wallSeconds = (job.start?.wallSeconds ?? 0) + (performance.now() - started) / 1000
  send({ kind: 'failed', error: engineEnvelope(error), wallSeconds })
}
