import '../outgoing.ts'
import { once } from 'node:events'
import { parentPort } from 'node:worker_threads'
import { engineEnvelope } from './engine-errors.ts'
import type { TrainingJob, TrainingMessage } from './messages.ts'
import { trainRun } from './train-run.ts'

/** Trains one run from start to end; see `messages.ts` for what goes in and comes out. */
const send = (message: TrainingMessage): void => parentPort?.postMessage(message)
const [job] = (await once(parentPort!, 'message')) as [TrainingJob]
const started = performance.now()

try {
  await trainRun(job, send)
} catch (error) {
  const wallSeconds = (job.start?.wallSeconds ?? 0) + (performance.now() - started) / 1000
  send({ kind: 'failed', error: engineEnvelope(error), wallSeconds })
}
