import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright-core'
import { table } from '../../../src-main/cli/output.ts'
import { DATABASE_FILE } from '../../../src-main/storage/files.ts'
import { openForReading } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { executablePath, FLAGS } from './chromium.ts'
import { fillHome } from './home.ts'

// How long the list of two thousand runs keeps a person waiting, in a browser; `npm run build` comes before.

const SIZE = { runs: 2000, points: 10_000, long: 20, longPoints: 1_000_000 }
const TIMES = 9
const FILTERS = ['val_accuracy > 0.8 ', 'optimizer:adam ', '-tag:old ']

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
  const server = spawn(process.execPath, [
    join(root, 'out/main/cli.js'),
    'serve',
    '--no-open',
    '--port',
    '0',
    '--home',
    folder,
  ])
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, '--enable-precise-memory-info'] })
  try {
    let url = ''
    for await (const line of createInterface(server.stdout))
      if (/^http:\S+$/.test(line)) {
        url = line
        break
      }
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    await page.getByTestId('status-bar').waitFor()
    const [inside, anew, typed]: number[][] = [[], [], []]
    for (let i = 0; i < TIMES; i++) {
      inside!.push(await navigate(page))
      anew!.push(await reload(page, new URL('/#/runs', url).href))
    }
    for (let i = 0; i < 3; i++) for (const filter of FILTERS) typed!.push(...(await type(page, filter)))
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    const memory = await page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6,
    )
    return [
      { name: 'from Home to the rows', values: inside!, unit: 'ms' },
      { name: 'from an empty page to the rows', values: anew!, unit: 'ms' },
      { name: 'a letter of a filter to its rows', values: typed!, unit: 'ms' },
      { name: 'memory of the page (JavaScript heap)', values: [memory], unit: 'MB' },
    ]
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
}

/** From the click in the rail to the frame with the rows. */
async function navigate(page: Page): Promise<number> {
  await page.getByRole('navigation').getByRole('link', { name: 'Home' }).click()
  await page.waitForFunction(() => !document.querySelector('[data-testid=run-row]'))
  await page.waitForTimeout(300)
  return page.evaluate(async () => {
    const before = performance.now()
    document.querySelector<HTMLElement>('nav a[href="#/runs"]')?.click()
    while (!document.querySelector('[data-testid=run-row]')) await new Promise((frame) => requestAnimationFrame(frame))
    await new Promise((frame) => requestAnimationFrame(frame))
    return performance.now() - before
  })
}

/** From the start of the navigation, with scripts, connection and reading, to the frame with the rows. */
async function reload(page: Page, address: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto(address, { waitUntil: 'commit' })
  return page.evaluate(async () => {
    while (!document.querySelector('[data-testid=run-row]')) await new Promise((frame) => requestAnimationFrame(frame))
    await new Promise((frame) => requestAnimationFrame(frame))
    return performance.now()
  })
}

/** Each letter from its event to the frame after it. */
async function type(page: Page, filter: string): Promise<number[]> {
  await page.getByLabel('Filter runs').fill('')
  await page.getByLabel('Filter runs').focus()
  return page.evaluate(async (text) => {
    const input = document.querySelector<HTMLInputElement>('[aria-label="Filter runs"]')!
    const taken: number[] = []
    for (let length = 1; length <= text.length; length++) {
      await new Promise((frame) => requestAnimationFrame(frame))
      const before = performance.now()
      input.value = text.slice(0, length)
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      // The page is drawn, and the thread is free again.
      await new Promise<void>((drawn) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => drawn()
          channel.port2.postMessage(null)
        }),
      )
      taken.push(performance.now() - before)
    }
    return taken
  }, filter)
}
