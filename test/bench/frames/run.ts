import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { WORKLOADS } from '../../../src-main/bench/workloads.ts'
import { table } from '../../../src-main/cli/output.ts'
import { executablePath, FLAGS } from '../../support/chromium.ts'
import { measureBeginning, measureFrames, type Frames } from './in-page.ts'

// How the page feels while a run trains: frames and long tasks of the Train view beside those of an empty page under the same
// load, and how long after Start the first point stands on the curve. The built application, its loopback host and Chromium.

const { values } = parseArgs({
  options: { rounds: { type: 'string' }, seconds: { type: 'string' }, starts: { type: 'string' } },
})
const ROUNDS = Number(values.rounds ?? 5)
const MILLISECONDS = Number(values.seconds ?? 6) * 1000
const STARTS = Number(values.starts ?? 5)
/** What comes up with the view has come by then (milliseconds). */
const SETTLED = 4000
const threads = Math.max(1, availableParallelism() - 1)
const CHARTS = { charts: ['loss', 'accuracy', 'rate', 'speed'], x: 'epoch', smoothing: 0, isLogX: false, isLogY: false }

/** A million epochs: it is over after some seconds. */
const XOR = ['xor', '--preset', 'xor', '--epochs', '1000000']

interface Load {
  readonly name: string
  /** Of `glassbox train`. */
  readonly args: readonly string[]
  readonly settled: number
  readonly milliseconds: number
}

const root = join(import.meta.dirname, '../../..')
const cli = join(root, 'out/main/cli.js')
if (!existsSync(cli)) throw new Error('The application is not built: npx electron-vite build.')
const home = mkdtempSync(join(tmpdir(), 'glassbox-frames-'))
const host = spawn(process.execPath, [cli, 'serve', '--no-open', '--port', '0', '--home', home], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const [line] = (await once(host.stdout, 'data')) as [Buffer]
const url = /http:\S+/.exec(line.toString())?.[0] ?? ''
const browser = await chromium.launch({ executablePath, args: FLAGS })
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })

try {
  const mnist = join(root, '../shared/data/mnist')
  const digits = existsSync(mnist) ? mnist : 'drawn-digits'
  await page.goto(url)
  await page.getByTestId('status-bar').waitFor()
  await page.evaluate((charts) => {
    localStorage.setItem('glassbox.run.curves', JSON.stringify(charts))
  }, CHARTS)
  process.stdout.write(`${threads} of ${availableParallelism()} cores train; medians of ${ROUNDS} rounds\n`)
  const frames = [
    ['load', 'empty p50', 'empty p95', 'view p50', 'view p95', 'p95 more', 'longest task', 'tasks > 50 ms', 'rounds'],
    await framesBeside({ name: 'cnn64', args: cnn64(), settled: SETTLED, milliseconds: MILLISECONDS }),
    await framesBeside({ name: 'xor', args: XOR, settled: 500, milliseconds: 2000 }),
  ]
  process.stdout.write(`${table(frames)}\n\n`)
  const starts = [['start', 'page', 'first point', 'points', 'layout shift', 'moved']]
  for (const preset of ['784-32-10', 'cnn-small']) starts.push(await startsOf(digits, preset))
  process.stdout.write(`${table(starts)}\n`)
} finally {
  await browser.close()
  host.kill()
  await once(host, 'exit')
  rmSync(home, { recursive: true, force: true })
}

function cnn64(): string[] {
  const { network, training } = WORKLOADS.find(({ name }) => name === 'cnn64')!
  const file = join(home, 'cnn64.json')
  const prepare = { size: [64, 64], channels: 'rgb' }
  // Man or chicken, enlarged.
  const layers = network.layers.with(-1, { ...network.layers.at(-1)!, units: 2 } as (typeof network.layers)[number])
  writeFileSync(file, JSON.stringify({ network: { ...network, layers }, training, data: { prepare } }))
  return ['man-vs-chicken', '--config', file]
}

/** Rounds of an empty page and the Train view in turns, while a run trains. */
async function framesBeside({ name, args, settled, milliseconds }: Load): Promise<string[]> {
  const rounds: { empty: Frames; view: Frames }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const empty = await whileTraining(args, async () => {
      await page.goto('about:blank')
      return measureFrames(page, milliseconds)
    })
    const view = await whileTraining(args, async (address) => {
      await page.goto(address)
      await page.getByTestId('weight-map').waitFor()
      await page.waitForTimeout(settled)
      return measureFrames(page, milliseconds)
    })
    rounds.push({ empty, view })
  }
  const of = (kind: 'empty' | 'view', share: number) =>
    median(rounds.map((one) => quantile(one[kind].intervals, share)))
  const more = rounds.map(({ empty, view }) => quantile(view.intervals, 0.95) - quantile(empty.intervals, 0.95))
  const long = rounds.flatMap(({ view }) => view.longTasks)
  return [
    ...[name, ms(of('empty', 0.5)), ms(of('empty', 0.95)), ms(of('view', 0.5)), ms(of('view', 0.95))],
    ...[ms(median(more)), long.length > 0 ? ms(Math.max(...long)) : '–', String(long.length)],
    more.map(ms).join(' '),
  ]
}

/** @param measure is told where the run is seen that trains */
async function whileTraining(args: readonly string[], measure: (address: string) => Promise<Frames>): Promise<Frames> {
  const training = spawn(process.execPath, [cli, 'train', ...args, '--threads', String(threads), '--home', home], {
    stdio: 'ignore',
  })
  const over = once(training, 'exit')
  try {
    return await measure(await addressOfRun())
  } finally {
    // It stops its run before it ends.
    training.kill('SIGINT')
    await over
  }
}

/** Waits until the run trains. */
async function addressOfRun(): Promise<string> {
  await page.goto(new URL('/#/runs', url).href)
  const bar = page.getByTestId('status-bar').locator('a[href^="#/train/"]')
  await bar.waitFor({ timeout: 60_000 })
  return new URL(`/${await bar.first().getAttribute('href')}`, url).href
}

async function stop(at: Page): Promise<void> {
  await at.getByTestId('stop-training').click()
  await at.getByTestId('run-result').waitFor({ timeout: 60_000 })
}

async function startsOf(data: string, preset: string): Promise<string[]> {
  const id = importOnce(data)
  const found = []
  for (let round = 0; round < STARTS; round++) {
    await page.goto('about:blank')
    await page.goto(new URL(`/#/train?data=${id}`, url).href)
    await page.getByTestId(`preset-${preset}`).dispatchEvent('click')
    // It must not be over while it is watched.
    await page.getByTestId('epochs').fill('10000')
    await page.waitForTimeout(SETTLED / 2)
    found.push(await measureBeginning(page, SETTLED))
    await stop(page)
  }
  const points = found.map(({ firstPoint }) => firstPoint)
  return [
    ...[`${data.includes('mnist') ? 'MNIST' : data}, ${preset}`, ms(median(found.map((one) => one.page)))],
    ...[ms(median(points)), points.map(ms).join(' ')],
    median(found.map(({ shift }) => shift)).toFixed(4),
    [...new Set(found.flatMap(({ moved }) => moved))].slice(0, 4).join(', ') || '–',
  ]
}

/** @returns the id of the data set, which is there already the second time. */
function importOnce(data: string): string {
  const run = (...args: string[]): string =>
    spawnSync(process.execPath, [cli, ...args, '--home', home, '--json'], { encoding: 'utf8' }).stdout
  interface Listed {
    readonly id: string
    readonly name: string
  }
  const name = data.split('/').at(-1)
  const known = (JSON.parse(run('data', 'list')) as Listed[]).find((one) => one.name.toLowerCase().includes(name ?? ''))
  return known?.id ?? (JSON.parse(run('data', 'import', data)) as { datasetId: string }).datasetId
}

function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? NaN
}
function median(numbers: readonly number[]): number {
  return quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  )
}
function ms(milliseconds: number): string {
  return milliseconds.toFixed(1)
}
