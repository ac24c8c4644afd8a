import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { table } from '../../../src-main/cli/output.ts'
import { DATABASE_FILE } from '../../../src-main/storage/files.ts'
import { openForReading } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { executablePath, FLAGS } from '../../support/chromium.ts'
import { compareRuns } from './comparison.ts'
import { fillHome } from './home.ts'
import { listRuns } from './list.ts'
import { pageMegabytes, start, stop } from './processes.ts'

// How long the list of two thousand runs and a comparison of the longest keep a person waiting, in a browser; `npm run build` comes before.

/** Two of the long ones have no curves. */
const SIZE = { runs: 2000, points: 10_000, long: 22, longPoints: 1_000_000 }
const COMPARED = 20
const TIMES = 9

const home = mkdtempSync(join(tmpdir(), 'glassbox-runs-'))
try {
  const started = performance.now()
  fillHome(home, SIZE)
  const seconds = (performance.now() - started) / 1000
  const gigabytes = statSync(join(home, DATABASE_FILE)).size / 1e9
  process.stdout.write(
    `${SIZE.runs} runs of ${SIZE.points} points, ${SIZE.long} of them of ${SIZE.longPoints}: ${gigabytes.toFixed(2)} GB, made in ${seconds.toFixed(0)} s\n\n`,
  )
  const measured = [...readings(home), ...(await inBrowser(home))]
  const rows = measured.map(({ name, values, unit }) => {
    if (values.length === 0) return [name, '–', '–', '–']
    const sorted = values.toSorted((a, b) => a - b)
    return [
      name,
      `${sorted[0]?.toFixed(1)} ${unit}`,
      `${sorted[sorted.length >> 1]?.toFixed(1)} ${unit}`,
      `${sorted.at(-1)?.toFixed(1)} ${unit}`,
    ]
  })
  process.stdout.write(`${table([['', 'least', 'median', 'most'], ...rows])}\n`)
} finally {
  rmSync(home, { recursive: true, force: true })
}

interface Measured {
  readonly name: string
  readonly values: readonly number[]
  readonly unit: 'ms' | 'MB'
}

/** What the database takes. */
function readings(folder: string): Measured[] {
  const db = openForReading(folder)
  const { runs } = readStore(db)
  const times = (work: () => unknown): number[] =>
    Array.from({ length: TIMES }, () => {
      const before = performance.now()
      work()
      return performance.now() - before
    })
  const found: Measured[] = [
    { name: 'summaries out of the database', values: times(() => runs.list()), unit: 'ms' },
    { name: 'settings and sizes out of the database', values: times(() => runs.columns()), unit: 'ms' },
  ]
  db.close()
  return found
}

async function inBrowser(folder: string): Promise<Measured[]> {
  const root = join(import.meta.dirname, '../../..')
  const cli = join(root, 'out/main/cli.js')
  const server = await start(process.execPath, [cli, 'serve', '--no-open', '--port', '0', '--home', folder])
  const browser = await chromium.launch({ executablePath, args: [...FLAGS] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.url)
    await page.getByTestId('status-bar').waitFor()
    const list = await listRuns(page, server.url)
    const afterList = await pageMegabytes(browser)
    const comparison = await compareRuns(page, `epochs_done >= ${SIZE.longPoints}`)
    const [first = 0, ...opening] = comparison.opening
    return [
      { name: 'from Home to the rows', values: list.inside, unit: 'ms' },
      { name: 'from an empty page to the rows', values: list.anew, unit: 'ms' },
      { name: 'a letter of a filter to its rows', values: list.typed, unit: 'ms' },
      { name: 'memory of the page, then', values: [afterList], unit: 'MB' },
      { name: `comparison of ${COMPARED}, the first time`, values: [first], unit: 'ms' },
      { name: `comparison of ${COMPARED}, again`, values: opening, unit: 'ms' },
      { name: 'zooming, a key to its frame', values: comparison.zooming, unit: 'ms' },
      { name: `tasks over 50 ms (${comparison.longTasks.length})`, values: comparison.longTasks, unit: 'ms' },
      { name: 'memory of the page, then', values: [await pageMegabytes(browser)], unit: 'MB' },
    ]
  } finally {
    await browser.close()
    await stop(server)
  }
}
