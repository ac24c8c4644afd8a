import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compileKernels } from '../../src-engine/kernels/loader.ts'
import { estimateMemory } from '../../src-engine/plan/model.ts'
import { NetworkSpec } from '../../src-engine/spec/network.ts'
import { presetNetwork } from '../../src-engine/spec/presets.ts'
import { measureTraining } from '../../src-main/bench/measure.ts'
import { multiplyAddPeak } from '../../src-main/bench/peak.ts'
import { workload } from '../../src-main/bench/workloads.ts'
import { significant, table } from '../../src-main/cli/output.ts'

// How the time of a training step and the memory grow: see docs/speed.md.

const HELP = `Prints how the time of a step grows with width, depth, batch, picture size and threads; see docs/speed.md.

npm run bench:scaling -- [--only width,depth,batch,picture] [--threads 1,2] [--seconds S]
`
const BATCH = 32
const CLASSES = 10

const square = (width: number, depth: number): NetworkSpec =>
  NetworkSpec.parse({
    input: [width],
    layers: [
      ...Array.from({ length: depth }, () => ({ type: 'dense', units: width, activation: 'relu' })),
      { type: 'dense', units: CLASSES, activation: 'softmax' },
    ],
  })
const pictures = (side: number): NetworkSpec => presetNetwork('resnet-small', [side, side, 3], CLASSES)

/** What grows, and the network and the batch for each of its values. */
const SERIES: Record<
  string,
  { title: string; values: number[]; of: (value: number) => readonly [NetworkSpec, number] }
> = {
  width: {
    title: `width: two dense layers of so many units on as many inputs, batch ${BATCH}`,
    values: [32, 64, 128, 256, 512, 1024, 2048, 4096],
    of: (width) => [square(width, 2), BATCH],
  },
  depth: {
    title: `depth: so many dense layers of 256 units, batch ${BATCH}`,
    values: [1, 2, 4, 8, 16, 32, 64],
    of: (depth) => [square(256, depth), BATCH],
  },
  batch: {
    title: 'batch: so many pictures of 64×64 in resnet-small',
    values: [1, 4, 16, 64, 256, 1024],
    of: (batch) => [pictures(64), batch],
  },
  picture: {
    title: 'picture: resnet-small on 8 pictures of so many pixels a side',
    values: [16, 32, 64, 128, 224],
    of: (side) => [pictures(side), 8],
  },
}

interface Row {
  readonly msPerStep: number
  readonly gflops: number
  /** Bytes: what the model was estimated to take, and what the process grew by while it trained. */
  readonly estimated: number
  readonly grown: number
}

const { values: given } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(SERIES).join(',') },
    threads: { type: 'string', default: '1,2' },
    seconds: { type: 'string', default: '1' },
    /** One figure, in a process of its own, so that memory is nobody else's. */
    one: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const kernels = join(import.meta.dirname, '../../resources/kernels/glassbox.wasm')
const megabytes = (bytes = NaN): string => (bytes / 2 ** 20).toFixed(1)
const compiled = (): WebAssembly.Module => compileKernels([readFileSync(kernels)])

if (given.help) process.stdout.write(HELP)
else if (given.one === undefined) printTables()
else {
  const [series = '', value = '', threads = ''] = given.one.split(',')
  process.stdout.write(JSON.stringify(await measure(series, Number(value), Number(threads))))
}

async function measure(series: string, value: number, threads: number): Promise<Row> {
  const [network, batchSize] = SERIES[series]!.of(value)
  const one = workload(series, network, { batchSize, optimizer: { type: 'adam', learningRate: 1e-4 } })
  const module = compiled()
  const kernelWorker = join(import.meta.dirname, '../../src-main/training/kernel.worker.ts')
  // The examples are made before, so that only the model's memory counts.
  const source = one.examples()
  const before = process.memoryUsage().rss
  const measured = await measureTraining(
    { ...one, examples: () => source },
    { module, kernelWorker, threads, seconds: Number(given.seconds) },
  )
  const estimated = estimateMemory({ network, batchSize, threads, training: one.training })
  return {
    ...{ msPerStep: measured.msPerStep, gflops: measured.gflops },
    ...{ estimated, grown: process.memoryUsage().rss - before },
  }
}

function printTables(): void {
  const threads = given.threads.split(',')
  const peak = multiplyAddPeak(compiled(), 1)
  process.stdout.write(`128-bit multiply-adds of one thread: ${peak.toFixed(1)} GFLOP/s\n`)
  for (const name of given.only.split(',')) {
    const { title, values } = SERIES[name]!
    const rows = values.map((value) => {
      const measured = threads.map((count) => ask(name, value, count))
      const [first] = measured
      return [
        String(value),
        ...measured.flatMap(({ msPerStep, gflops }) => [significant(msPerStep), gflops.toFixed(1)]),
        megabytes(first?.estimated),
        megabytes(first?.grown),
      ]
    })
    const columns = threads.flatMap((count) => [`ms/step, ${count} thr`, 'GFLOP/s'])
    process.stdout.write(`\n${title}\n\n${table([[name, ...columns, 'MB estimated', 'MB grown'], ...rows])}\n`)
  }
}

function ask(series: string, value: number, threads: string): Row {
  const args = [import.meta.filename, '--one', `${series},${value},${threads}`, '--seconds', given.seconds]
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Row
}
