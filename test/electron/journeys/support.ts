import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { RunSummary } from '../../../src-main/contract/types.ts'
import { openForReading } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { stripesFolder } from '../../main/support/pictures.ts'
import { temporaryFolder } from '../../main/support/temporary.ts'
import { launchDesktop, type Desktop } from '../support/desktop.ts'

/** Two classes of drawn pictures, by name enough to be told apart from the home folder. */
export const pictures = async (count = 20): Promise<string> =>
  stripesFolder(join(await temporaryFolder(), 'stripes'), count)

export async function firstPicture(folder: string, kind: 'bars' | 'lines'): Promise<string> {
  const [name] = await readdir(join(folder, kind))
  return join(folder, kind, name!)
}

/** The application in a window of its own, over an empty home folder unless one is given. */
export async function open(options: { home?: string; args?: string[] } = {}) {
  const home = options.home ?? (await temporaryFolder())
  const desktop = await launchDesktop({ home, args: options.args ?? [] })
  const page = await desktop.page()
  await page.getByTestId('status-bar').waitFor()
  return { desktop, page, home }
}

/** Reads what is really stored. The last line of every journey: what the window shows is not proof enough. */
export function stored(home: string): ReturnType<typeof readStore> {
  const db = openForReading(home)
  onTestFinished(() => void db.close())
  return readStore(db)
}
export const storedRun = (home: string): RunSummary => stored(home).runs.list()[0]!

export async function startTraining(desktop: Desktop, page: Page, folder: string, epochs: number): Promise<void> {
  await desktop.dropFiles(page, 'drop-zone', [folder])
  await page.getByTestId('train-on-this').click()
  await page.getByTestId('preset-cnn-small').click()
  await page.getByTestId('epochs').fill(String(epochs))
  await page.getByTestId('start-training').click()
}

/** Waits until the page shows that this many epochs are saved. */
export async function epochsShown(page: Page, count: number): Promise<void> {
  await page
    .getByTestId('curve-loss')
    .locator('tbody tr')
    .nth(count - 1)
    .waitFor({ state: 'attached', timeout: 60_000 })
}

export const finished = (page: Page): Promise<void> => page.getByTestId('run-result').waitFor()

/** What the page says about the picture that was given last. */
export async function answer(page: Page): Promise<{ label: string; probability: string }> {
  const item = page.getByTestId('result-item').first()
  const text = async (id: string): Promise<string> => ((await item.getByTestId(id).textContent()) ?? '').trim()
  return { label: await text('result-label'), probability: await text('result-probability') }
}

/** A person copies a picture elsewhere and presses Ctrl-V in the page. */
export async function pastePicture(page: Page, file: string): Promise<void> {
  const base64 = (await readFile(file)).toString('base64')
  await page.evaluate((data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, base64)
}
