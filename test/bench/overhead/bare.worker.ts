import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { compileKernels } from '../../../src-engine/kernels/loader.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { cacheSource, exampleBytes, openCache } from '../../../src-main/datasets/cache.ts'
import { startKernelThreads } from '../../../src-main/training/kernel-threads.ts'
import type { TrainingJob } from '../../../src-main/training/messages.ts'

// Trains a job's epochs and does nothing else: no checkpoint, no diagnostics, no report. Tells the seconds from the end of
// the first epoch to that of the last.
const job = workerData as TrainingJob
const { network, training, preparation, splits, threads } = job
const { prepare } = preparation
const { cacheFile, itemCount } = splits.train
const cache = openCache(cacheFile, exampleBytes(network.input, prepare), itemCount)
const module = compileKernels(job.kernelsFiles.map((file) => readFileSync(file)))
const model = createModel(module, { network, batchSize: training.batchSize, threads, training })
const helpers = await startKernelThreads(job.kernelWorker, model)
const source = (items: typeof splits.train.items) => cacheSource({ cache, items, prepare })
const trainer = createTrainer({
  ...{ model, network, training },
  ...{ train: source(splits.train.items), validation: source(splits.validation.items) },
})
trainer.initialize()
let started = 0
for (let epoch = 1; epoch <= training.epochs; epoch++) {
  trainer.runEpoch()
  if (epoch === 1) started = performance.now()
}
parentPort?.postMessage((performance.now() - started) / 1000)
await helpers.close()
cache.close()
