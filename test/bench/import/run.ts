import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { table } from '../../../src-main/cli/output.ts'
import { listFiles } from '../../../src-main/datasets/list-files.ts'
import '../overhead/worker-paths.mjs'

// Pictures a second of an import, from the listing of the folder to the cache on the disk, beside what sharp alone decodes.

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } })
const rounds = Number(values.rounds ?? 7)
const shared = join(import.meta.dirname, '../../../../shared/data/folders')
const folders =
  positionals.length > 0
    ? positionals
    : ['grocery6-dev', 'omniglot3-dev', 'sign-digits-dev'].map((name) => join(shared, name))

const { DatasetWorker } = await import('../../../src-main/datasets/client.ts')
const out = mkdtempSync(join(tmpdir(), 'glassbox-import-'))
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN

const rows = [['folder', 'pictures', 'sharp alone/s', 'import/s', 'ratio', 'ratio of processor time']]
for (const folder of folders) {
  if (existsSync(folder)) rows.push(await measure(folder))
  else process.stderr.write(`skipped: the folder ${folder} is not there\n`)
}
process.stdout.write(`${table(rows)}\n`)
rmSync(out, { recursive: true, force: true })

interface Measurement {
  /** Pictures a second. */
  readonly rate: number
  /** Milliseconds of all threads together for each. */
  readonly processor: number
}

async function timed(count: number, work: () => Promise<unknown>): Promise<Measurement> {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await work()
  const [seconds, used] = [(performance.now() - started) / 1000, process.cpuUsage(before)]
  return { rate: count / seconds, processor: (used.user + used.system) / 1000 / count }
}

/**
 * In every round both, one after the other in turns: a slow minute is slow for both. The first round only warms up.
 * Processor time tells more where others are at work on the machine.
 */
async function measure(folder: string): Promise<string[]> {
  const files = (await listFiles(folder)).files.map(({ file }) => file)
  const bare = new Worker(join(import.meta.dirname, 'sharp.worker.ts'), { workerData: files })
  const datasets = new DatasetWorker()
  const decode = (): Promise<unknown> => {
    bare.postMessage(null)
    return once(bare, 'message')
  }
  const take = (): Promise<unknown> =>
    datasets.import({ source: { folder }, prepare: null, shares: [0.6, 0.2, 0.2], cacheFile: join(out, 'cache') })
  const measured: { alone: Measurement; imported: Measurement }[] = []
  for (let round = 0; round <= rounds; round++) {
    const first = round % 2 ? await timed(files.length, decode) : null
    const imported = await timed(files.length, take)
    measured.push({ alone: first ?? (await timed(files.length, decode)), imported })
  }
  await datasets.close()
  await bare.terminate()
  const middle = (of: (one: (typeof measured)[number]) => number, digits: number): string =>
    median(measured.slice(1).map(of)).toFixed(digits)
  return [
    ...[basename(folder), String(files.length)],
    ...[middle(({ alone }) => alone.rate, 0), middle(({ imported }) => imported.rate, 0)],
    middle(({ alone, imported }) => imported.rate / alone.rate, 2),
    middle(({ alone, imported }) => alone.processor / imported.processor, 2),
  ]
}
