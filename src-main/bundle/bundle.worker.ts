import '../outgoing.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { toEnvelope } from '../contract/errors.ts'
import type { BundleWorkerData, FromBundleWorker } from './protocol.ts'

const port = parentPort
if (!port) throw new Error('The bundle worker runs in a worker thread only.')
if (Number(process.versions.node.split('.')[0]) < 24)
  throw new Error(
    `Glassbox needs Node 24, this is ${process.versions.node}: start it with "npm start" or "npx glassbox".`,
  )

// Only now: better-sqlite3's native part must never be loaded by an older Node.
const { buildBundle } = await import('./build.ts')
const { unpackThumbnails } = await import('./unpack.ts')
const { validateBundle } = await import('./validate.ts')

const { job, control } = workerData as BundleWorkerData
const word = new Int32Array(control)
const send = (message: FromBundleWorker): void => port.postMessage(message)
const options = {
  onProgress: (progress: Extract<FromBundleWorker, { kind: 'progress' }>['progress']) =>
    send({ kind: 'progress', progress }),
  isCancelled: () => Atomics.load(word, 0) !== 0,
}

try {
  if (job.kind === 'build') buildBundle(job.file, job.content, options)
  else if (job.kind === 'validate') await validateBundle(job.file, options)
  else unpackThumbnails(job.file, job.folder, job.datasetIds)
  send({ kind: 'done' })
} catch (error) {
  send({ kind: 'failed', error: toEnvelope(error) })
}
