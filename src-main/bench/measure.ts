import type { Workload } from './workloads.ts'
import { createModel } from '../../src-engine/plan/model.ts'
import { NetworkSpec } from '../../src-engine/spec/network.ts'
import { flopsPerTrainingExample } from '../../src-engine/spec/flops.ts'
import { largestBatch } from '../../src-engine/train/batches.ts'
import { createRng } from '../../src-engine/train/rng.ts'
import { createTrainer } from '../../src-engine/train/trainer.ts'
import { startKernelThreads } from '../training/kernel-threads.ts'

export interface Measured {
  readonly workload: string
  readonly threads: number
  readonly samplesPerSecond: number
  readonly msPerStep: number
  readonly gflops: number
  /** Blocks whose median this is. */
  readonly blocks: number
}

/** A block is at least this long, in milliseconds, so that the clock's steps do not matter. */
const BLOCK = 200
/** Side of the matrices of `gemm`. */
const SIDE = 1024

/** What is the same for every workload of a measurement. */
export interface Conditions {
  readonly module: WebAssembly.Module
  /** The file that helper threads run. */
  readonly kernelWorker: string
  readonly threads: number
  /** How long each workload is measured. */
  readonly seconds: number
}

/** Trains a workload with the plan and the trainer of every run, epoch after epoch: a table beside the model, pictures copied. */
export async function measureTraining(
  { name, network, training, examples, isTable = false }: Workload,
  { module, kernelWorker, threads, seconds }: Conditions,
): Promise<Measured> {
  const train = examples()
  const batchSize = largestBatch(training, train.count)
  const model = createModel(module, { network, batchSize, threads, training, tableRows: isTable ? train.count : 0 })
  const helpers = await startKernelThreads(kernelWorker, model)
  try {
    const trainer = createTrainer({ model, network, training, train, validation: null })
    trainer.initialize()
    const { median, blocks } = timeBlocks(seconds, () => void trainer.runEpoch())
    const samplesPerSecond = train.count / median
    return {
      ...{ workload: name, threads, samplesPerSecond, blocks },
      msPerStep: (1000 * batchSize) / samplesPerSecond,
      gflops: (samplesPerSecond * flopsPerTrainingExample(network)) / 1e9,
    }
  } finally {
    await helpers.close()
  }
}

/** The product of two float32 matrices of 1024×1024: a dense layer on as many examples. */
export async function measureGemm({ module, kernelWorker, threads, seconds }: Conditions): Promise<Measured> {
  const network = NetworkSpec.parse({
    input: [SIDE],
    layers: [{ type: 'dense', units: SIDE, activation: 'linear', useBias: false }],
  })
  const model = createModel(module, { network, batchSize: SIDE, threads })
  const helpers = await startKernelThreads(kernelWorker, model)
  try {
    const rng = createRng(1, 'data')
    model.inputs().forEach((_, i, inputs) => (inputs[i] = rng.uniform() - 0.5))
    model.setWeights(new Float32Array(SIDE * SIDE).map(() => rng.uniform() - 0.5))
    const { median, blocks } = timeBlocks(seconds, () => void model.predict(SIDE))
    return {
      ...{ workload: 'gemm', threads, samplesPerSecond: SIDE / median, blocks },
      ...{ msPerStep: 1000 * median, gflops: (2 * SIDE ** 3) / median / 1e9 },
    }
  } finally {
    await helpers.close()
  }
}

/** Seconds of one piece of work: the median over blocks of several, after one block to warm up. */
export function timeBlocks(seconds: number, work: () => void): { median: number; blocks: number } {
  let repeats = 1
  let took = block(work, repeats)
  while (took < BLOCK) {
    repeats = Math.ceil(repeats * Math.max(2, Math.min(100, (1.2 * BLOCK) / Math.max(took, 0.01))))
    took = block(work, repeats)
  }
  const blocks: number[] = []
  const end = performance.now() + 1000 * seconds
  do blocks.push(block(work, repeats) / repeats)
  while (performance.now() < end)
  const sorted = blocks.sort((a, b) => a - b)
  return { median: (sorted[sorted.length >> 1] ?? NaN) / 1000, blocks: blocks.length }
}

function block(work: () => void, repeats: number): number {
  const started = performance.now()
  for (let i = 0; i < repeats; i++) work()
  return performance.now() - started
}
