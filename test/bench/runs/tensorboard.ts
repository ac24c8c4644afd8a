import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright-core'
import { significant, table } from '../../../src-main/cli/output.ts'
import { DATABASE_FILE } from '../../../src-main/storage/files.ts'
import { openForReading } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { curvePoints } from '../../../src-renderer/features/runs/compare/curves/curve-points.ts'
import { executablePath, FLAGS } from '../../support/chromium.ts'
import { eventFile } from './event-file.ts'
import { fillHome, historyOf } from './home.ts'
import { openGlassbox, openTensorBoard, rememberCurves, type Opening } from './opening.ts'
import { pageMegabytes, serverMegabytes, start, stop, type Server } from './processes.ts'

// How long it takes until the curves of some runs are seen, in turn in Glassbox and in TensorBoard; `npx electron-vite build`
// comes before. TensorBoard draws with WebGL, which without a graphics processor is slower than the SVG that it falls back to:
// it is measured at its best, WebGL is off. Glassbox has no use for it.

const { values } = parseArgs({
  options: {
    tensorboard: { type: 'string', default: '' },
    /** Some have no curves, of the first hundred two. */
    runs: { type: 'string', default: '22' },
    points: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    /** Of the window: both charts of TensorBoard are seen whole. Those of Glassbox grow with it, and with them what is painted. */
    height: { type: 'string', default: '1240' },
  },
})
const ROUNDS = Number(values.rounds)
/** TensorBoard's own default. */
const SAMPLES = 1000
const VIEWPORT = { width: 1280, height: Number(values.height) }
/** What was needed for drawing alone may have been given back by then (milliseconds). */
const SETTLED = 1000

interface Side {
  readonly name: string
  readonly serve: () => Promise<Server>
  /** Waits until the server has read everything. */
  readonly ready: (server: Server) => Promise<void>
  readonly open: (page: Page, url: string) => Promise<Opening>
}

interface Measured {
  readonly cold: number
  readonly warm: Opening
  readonly page: number
  readonly server: number
}

if (existsSync(values.tensorboard)) await compare(values.tensorboard)
else {
  process.stderr.write(
    "Say where TensorBoard is (--tensorboard tb/bin/tensorboard); python3 -m venv tb && tb/bin/pip install tensorboard 'setuptools<81' installs it.\n",
  )
  process.exitCode = 1
}

async function compare(tensorboard: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'glassbox-tensorboard-'))
  const [home, logs] = [join(folder, 'home'), join(folder, 'logs')]
  const [size, points] = [Number(values.runs), Number(values.points)]
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, '--disable-3d-apis'] })
  try {
    mkdirSync(home)
    fillHome(home, { runs: size, points, long: 0, longPoints: 0 })
    const runs = runsWithCurves(home)
    const bytes = writeLogs(logs, runs, points)
    const sides = [ofGlassbox(home), ofTensorBoard(tensorboard, logs, runs, points)]
    const version = execFileSync(tensorboard, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim()
    process.stdout.write(
      `${runs.length} runs of ${points} points, two curves each, beside TensorBoard ${version}; medians of ${ROUNDS} rounds\n` +
        `on disk: Glassbox ${megabytes(statSync(join(home, DATABASE_FILE)).size)}, TensorBoard ${megabytes(bytes)}\n`,
    )
    const measured = new Map(sides.map(({ name }) => [name, [] as Measured[]]))
    for (let round = 0; round < ROUNDS; round++)
      for (const side of sides) measured.get(side.name)!.push(await measure(browser, side))
    report(size, measured)
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function runsWithCurves(home: string): string[] {
  const db = openForReading(home)
  const runs = readStore(db).runs.list()
  db.close()
  return runs.filter(({ epochsDone }) => epochsDone > 0).map(({ id }) => id)
}

/** @returns how many bytes */
function writeLogs(logs: string, runs: readonly string[], points: number): number {
  const { val_loss, val_accuracy, seconds } = historyOf(points)
  const file = eventFile({ val_loss, val_accuracy }, seconds)
  for (const run of runs) {
    mkdirSync(join(logs, run), { recursive: true })
    writeFileSync(join(logs, run, 'events.out.tfevents.1'), file)
  }
  return runs.length * file.length
}

function ofGlassbox(home: string): Side {
  const cli = join(import.meta.dirname, '../../../out/main/cli.js')
  return {
    name: 'Glassbox',
    serve: () => start(process.execPath, [cli, 'serve', '--no-open', '--port', '0', '--home', home]),
    ready: async () => {},
    open: openGlassbox,
  }
}

function ofTensorBoard(program: string, logs: string, runs: readonly string[], points: number): Side {
  const options = ['--host', '127.0.0.1', '--port', '0', '--samples_per_plugin', `scalars=${SAMPLES}`]
  return {
    name: 'TensorBoard',
    serve: () => start(program, ['--logdir', logs, ...options]),
    async ready({ url }) {
      // The last value of each file; of those that were dropped it is never one.
      for (const run of runs) while ((await lastStep(url, run)) < points) await setTimeout(50)
    },
    open: (page, url) => openTensorBoard(page, url, 2 * runs.length),
  }
}

async function lastStep(url: string, run: string): Promise<number> {
  const answer = await fetch(new URL(`/data/plugin/scalars/scalars?run=${run}&tag=val_accuracy`, url))
  const values = answer.ok ? ((await answer.json()) as [seconds: number, step: number, value: number][]) : []
  return values.at(-1)?.[1] ?? 0
}

async function measure(browser: Browser, { serve, ready, open }: Side): Promise<Measured> {
  const context = await browser.newContext({ viewport: VIEWPORT })
  await context.addInitScript(rememberCurves)
  const page = await context.newPage()
  const started = performance.now()
  const server = await serve()
  try {
    await ready(server)
    await open(page, server.url)
    const cold = performance.now() - started
    await page.goto('about:blank')
    const warm = await open(page, new URL('/', server.url).href)
    await page.waitForTimeout(SETTLED)
    return { cold, warm, page: await pageMegabytes(browser), server: serverMegabytes(server) }
  } finally {
    await context.close()
    await stop(server)
  }
}

function report(size: number, measured: ReadonlyMap<string, readonly Measured[]>): void {
  const [ours = [], theirs = []] = [...measured.values()]
  const row = (name: string, unit: string, of: (one: Measured) => number | undefined): string[] => {
    const [a, b] = [ours, theirs].map((side) => median(side.map((one) => of(one) ?? NaN))) as [number, number]
    const cell = (value: number): string => (Number.isNaN(value) ? '–' : `${significant(value)} ${unit}`)
    return [name, cell(a), cell(b), Number.isNaN(b) ? '–' : `${(b / a).toFixed(1)} ×`]
  }
  const rows = [
    row('from the start of the server to all curves', 's', ({ cold }) => cold / 1000),
    row('from an empty page to all curves', 's', ({ warm }) => warm.page / 1000),
    row('from the click on Compare to all curves', 's', ({ warm }) => warm.click && warm.click / 1000),
    row('memory of the page', 'MB', ({ page }) => page),
    row('memory of the server', 'MB', ({ server }) => server),
  ]
  const points = theirs[0]?.warm.points
  process.stdout.write(
    `points of a curve: Glassbox the least and the most of each of ${curvePoints(size)} stretches, ` +
      `TensorBoard ${points} chosen at random (--samples_per_plugin scalars=${SAMPLES}, its default)\n\n` +
      `${table([['', ...measured.keys(), 'ratio'], ...rows])}\n`,
  )
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN
}
function megabytes(bytes: number): string {
  return `${significant(bytes / 1e6)} MB`
}
