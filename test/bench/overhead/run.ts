import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { firstWeighted } from '../../../src-engine/inspect/layer-weights.ts'
import { WORKLOADS } from '../../../src-main/bench/workloads.ts'
import { table } from '../../../src-main/cli/output.ts'
import './worker-paths.mjs'

// How much slower training is with checkpoints, diagnostics and metrics stored as every run stores them, than alone; and with
// somebody looking at the weights and gradients of its first layer, too.

const ROUNDS = 5
const EPOCHS = 6
/** Epochs of more than a second, so that each is saved with its weights and its optimiser's state. */
const EXAMPLES: Record<string, number> = { 'mlp-book': 24_000, cnn64: 640 }

const { kernelsFiles } = await import('../../../src-main/kernels-files.ts')
const { openReadStore, openWriteStore } = await import('../../../src-main/storage/client.ts')
const { RunSupervisor } = await import('../../../src-main/training/supervisor.ts')
const threads = Math.min(2, availableParallelism())
const folder = mkdtempSync(join(tmpdir(), 'glassbox-overhead-'))

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

/** Data and settings of a workload, as a run would have them. */
function jobOf(name: string) {
  const { network, training: settings } = WORKLOADS.find((one) => one.name === name)!
  const size = network.input.length === 3 ? network.input : [28, 28, 1]
  const count = EXAMPLES[name] ?? 0
  const itemCount = count + count / 10
  const cacheFile = join(folder, `${name}.u8`)
  const bytes = network.input.reduce((product, side) => product * side, 1)
  writeFileSync(
    cacheFile,
    Uint8Array.from({ length: itemCount * bytes }, (_, i) => (i * 2654435761) >>> 24),
  )
  const itemsFrom = (first: number, length: number) => ({
    positions: Uint32Array.from({ length }, (_, i) => first + i),
    labels: Uint32Array.from({ length }, (_, i) => i % 10),
  })
  const of = (first: number, length: number) => ({ cacheFile, itemCount, items: itemsFrom(first, length) })
  return {
    ...{ network, training: TrainingSpec.parse({ ...settings, epochs: EPOCHS }), threads, kernelsFiles },
    oneHot: [],
    preparation: {
      prepare: PrepareSpec.parse({ size: size.slice(0, 2), channels: size[2] === 3 ? 'rgb' : 'gray' }),
      table: null,
    },
    splits: { train: of(0, count), validation: of(count, count / 10), test: of(0, 0) },
    kernelWorker: join(import.meta.dirname, '../../../src-main/training/kernel.worker.ts'),
  }
}
type Job = ReturnType<typeof jobOf>

async function alone(job: Job): Promise<number> {
  const [seconds] = (await once(
    new Worker(join(import.meta.dirname, 'bare.worker.ts'), { workerData: job }),
    'message',
  )) as [number]
  return seconds
}

/** The same through the supervisor, into a database. */
async function stored(job: Job, round: number, isWatched: boolean): Promise<number> {
  const home = join(folder, `home-${round}-${job.network.layers.length}-${isWatched}`)
  const writing = await openWriteStore(home)
  const reading = await openReadStore(home)
  if (!writing) throw new Error('The home folder is new.')
  const { network, training, preparation, splits } = job
  const { prepare } = preparation
  const config = {
    data: { source: 'data1', split: [0.8, 0.1, 0.1] as [number, number, number], ...preparation },
    network,
    training,
  }
  await writing.store.datasets.insert({
    ...{ id: 'data1', name: 'd', folder: '/d', root: '/d', fingerprint: 'f', contentSha256: 'c', prepare, items: [] },
    ...{
      classes: ['a', 'b'],
      split: config.data.split,
      files: null,
      columns: null,
      builtIn: null,
      skipped: [],
      task: 'classification',
      reading: null,
      version: 1,
      parentId: null,
    },
  })
  await writing.store.runs.insert({
    ...{ id: 'run1', name: null, kind: 'training', datasetId: 'data1', preset: null, config, classes: ['a', 'b'] },
    ...{ parameterCount: 1, from: null, groupId: null },
  })
  let first = 0
  let last = 0
  const supervisor = new RunSupervisor(
    reading.store,
    writing.store,
    (topic, payload) => {
      if (topic !== 'run/epochs') return
      last = performance.now()
      if ((payload as { epoch: Float64Array }).epoch[0] === 1) first = last
    },
    async () => ({ concurrency: 1, checkpointMegabytes: 256 }),
  )
  await supervisor.enqueue({
    ...{ id: 'run1', kind: 'training', config, threads, dataSha256: 'c', oneHot: [], origin: null },
    ...{ examples: async () => splits, start: async () => null },
  })
  if (isWatched) supervisor.watch('run1', 'bench', [firstWeighted(network)!])
  const renewal = setInterval(() => isWatched && supervisor.watch('run1', 'bench', [firstWeighted(network)!]), 5000)
  await supervisor.whenIdle()
  clearInterval(renewal)
  await reading.close()
  await writing.close()
  rmSync(home, { recursive: true })
  return (last - first) / 1000
}

const rows: string[][] = [['workload', 'alone', 'as a run', 'watched', 'run / alone', 'watched / run', 'rounds']]
for (const name of Object.keys(EXAMPLES)) {
  const job = jobOf(name)
  const found: { alone: number; stored: number; watched: number }[] = []
  for (let round = 0; round < ROUNDS; round++)
    found.push({
      ...{ alone: await alone(job), stored: await stored(job, round, false), watched: await stored(job, round, true) },
    })
  const ratios = found.map((one) => one.stored / one.alone)
  const watchedRatios = found.map((one) => one.watched / one.stored)
  rows.push([
    name,
    `${median(found.map((one) => one.alone)).toFixed(2)} s`,
    `${median(found.map((one) => one.stored)).toFixed(2)} s`,
    `${median(found.map((one) => one.watched)).toFixed(2)} s`,
    median(ratios).toFixed(3),
    median(watchedRatios).toFixed(3),
    watchedRatios.map((ratio) => ratio.toFixed(3)).join(' '),
  ])
}
rmSync(folder, { recursive: true })
process.stdout.write(`${table(rows)}\n`)
