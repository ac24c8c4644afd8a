import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { executablePath, FLAGS, PATIENCE } from '../../support/chromium.ts'

/** Whether there is a browser to test in; when not, that is said loudly and the tests are counted as skipped. */
export const hasChromium = existsSync(executablePath)
if (!hasChromium)
  console.warn(
    `\n*** No Chromium at ${executablePath}: the browser tests are SKIPPED. Install it, or set CHROMIUM. ***\n`,
  )

let browser: Browser

/** Starts one browser for the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    if (hasChromium) browser = await chromium.launch({ executablePath, args: FLAGS })
  })
  afterAll(() => browser?.close())
}

export interface OpenPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors the page logged or threw; there should be none. */
  readonly errors: string[]
}

/** A fresh browser profile, closed after the test. */
export async function openProfile(size = { width: 1280, height: 800 }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' })
  context.setDefaultTimeout(PATIENCE)
  onTestFinished(() => context.close())
  return context
}

/** A fresh browser profile at the given address. */
export async function openPage(url: string, size?: { width: number; height: number }): Promise<OpenPage> {
  const context = await openProfile(size)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  await page.getByTestId('status-bar').waitFor()
  return { page, context, errors }
}

/** A real drag of files or folders from the desktop, as the browser sees it. */
export async function dropFiles(page: Page, testId: string, files: readonly string[]): Promise<void> {
  const box = await page.getByTestId(testId).boundingBox()
  if (!box) throw new Error(`"${testId}" is not on the screen.`)
  const session = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
}
