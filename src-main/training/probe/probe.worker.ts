import '../../outgoing.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { createModel } from '../../../src-engine/plan/model.ts'
import { sizeOf } from '../../../src-engine/spec/shapes.ts'
import { startKernelThreads } from '../kernel-threads.ts'
import { planOptions } from '../plan-options.ts'
import { thisEngine } from '../this-engine.ts'
import { measurePace } from './measure-pace.ts'
import type { ProbeJob } from './messages.ts'

/** Random examples take no more than this, unless one batch does (bytes). */
const MOST_EXAMPLE_BYTES = 2 ** 23

/** Measures how fast a run would be, and tells it. */
const { kernelsFiles, kernelWorker, planned } = workerData as ProbeJob
const { module } = thisEngine(kernelsFiles)
const most = Math.floor(MOST_EXAMPLE_BYTES / (4 * sizeOf(planned.network.input)))
const { batchSize, ...options } = planOptions(planned)
const count = Math.min(planned.count, Math.max(batchSize, most))
const model = createModel(module, { ...options, batchSize, tableRows: options.tableRows ? count : 0 })
const helpers = await startKernelThreads(kernelWorker, model)
try {
  parentPort?.postMessage(measurePace(model, planned, count, () => performance.now()))
} finally {
  await helpers.close()
}
