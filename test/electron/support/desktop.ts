import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, test } from 'vitest'
import type { Records } from '../standin/records.ts'
import { electronBinary, reasonAgainst } from '../../../bin/electron.mjs'
import { executablePath } from '../../support/chromium.ts'
import { dragFiles } from './drag.ts'
import { launchElectron } from './electron.ts'
import { launchStandIn } from './stand-in.ts'

/** Electron's main process as the functions given to `main` see it. */
export type Electron = typeof import('electron')

export interface LaunchOptions {
  readonly home: string
  readonly args?: readonly string[]
  /** The built main entry. */
  readonly main?: string
  /** Where the application keeps what belongs to its window. */
  readonly userData?: string
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** What differs between the stand-in and the real Electron. */
export interface Driver {
  page(): Promise<Page>
  main<R, A = undefined>(work: (electron: Electron, arg: A) => R, arg?: A): Promise<Awaited<R>>
  /** What a person will answer to the next dialogs, in order; each answer is used once. One may be left open. */
  answer(answers: { openDialog?: readonly string[] | 'cancel'; messageBox?: number | 'open' }): Promise<void>
  /** Also after the application has ended. */
  recorded(): Promise<Records>
  clickNotification(index: number): Promise<void>
  /** Says which files a test is about to drop or pick. */
  announceFiles(paths: readonly string[]): Promise<void>
  /**
   * Calls a command as a page in the frame at `url` would that has broken out of its sandbox.
   * @throws {Error} the refusal; in the real Electron, where a test cannot do that (`standInTest`)
   */
  forge(url: string, channel: string, args: readonly unknown[]): Promise<unknown>
  readonly exited: Promise<Exit>
  output(): string
  kill(signal: NodeJS.Signals): void
  /** Starts the application once more beside this one. @returns its exit code */
  secondInstance(args: readonly string[], cwd: string): Promise<number | null>
}

/** The application in a window, as a person uses it. */
export interface Desktop extends Omit<Driver, 'announceFiles'> {
  /** Files or folders dragged from the desktop onto an element. */
  dropFiles(page: Page, testId: string, paths: readonly string[]): Promise<void>
  /** Files chosen for an `<input type="file">`. */
  pickFiles(page: Page, testId: string, paths: readonly string[]): Promise<void>
  /** A picture as PNG, or nothing, in the clipboard. */
  setClipboard(png: Uint8Array | null): Promise<void>
  clickMenu(id: string): Promise<void>
  /** Asks the window to close, as its button does. */
  closeWindow(): Promise<void>
  crashPage(): Promise<void>
  /** Ends the application as its menu does, and waits for its end. */
  quit(): Promise<Exit>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const real = process.env.GLASSBOX_ELECTRON === 'real'

function whatIsMissing(): string | null {
  if (!real) return existsSync(executablePath) ? null : `there is no Chromium at ${executablePath}`
  return reasonAgainst() ?? (electronBinary() ? null : 'Electron is not here')
}
const missing = whatIsMissing()
if (missing !== null) console.warn(`\n*** The tests of the desktop application are SKIPPED: ${missing}. ***\n`)

/** Whether there is something to open windows in; when not, that is said loudly and the tests are counted as skipped. */
export const hasDesktop = missing === null

/** Tests that open a window. */
export const desktopTests = (name: string, tests: () => void): void => {
  describe.skipIf(!hasDesktop)(name, tests)
}

/** Tests of what only the stand-in can do: forge messages, and look at what Electron keeps to itself. */
export const standInTest = (name: string, run: () => Promise<void>): void => {
  if (real) console.warn(`\n*** “${name}” needs the stand-in for Electron: SKIPPED. ***\n`)
  test.skipIf(real)(name, run)
}

/**
 * Starts the built application, in the stand-in for Electron unless `GLASSBOX_ELECTRON=real`. Whatever happens, it does
 * not outlive the running test.
 */
export async function launchDesktop(options: LaunchOptions): Promise<Desktop> {
  const { home, args = [], main = join(root, 'out/main/electron.js'), userData = join(home, 'electron') } = options
  const launch = real ? launchElectron : launchStandIn
  const driver = await launch({ main, userData, args: ['--home', home, ...args] })
  return {
    ...driver,
    closeWindow: () =>
      driver.main(({ BrowserWindow }) => {
        setImmediate(() => BrowserWindow.getAllWindows().at(-1)?.close())
      }),
    async dropFiles(page, testId, paths) {
      await driver.announceFiles(paths)
      await dragFiles(page, testId, paths)
    },
    async pickFiles(page, testId, paths) {
      await driver.announceFiles(paths)
      await page.getByTestId(testId).setInputFiles([...paths])
    },
    async setClipboard(png) {
      await driver.main(
        ({ clipboard, ClipboardItem }, base64) => {
          if (base64 === null) return clipboard.clear()
          const blob = new Blob([Buffer.from(base64, 'base64')], { type: 'image/png' })
          return clipboard.write([new ClipboardItem({ 'image/png': blob })])
        },
        png === null ? null : Buffer.from(png).toString('base64'),
      )
    },
    async clickMenu(id) {
      await driver.main(({ Menu }, wanted) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(wanted)
        if (!item) throw new Error(`The menu has no item "${wanted}".`)
        Reflect.apply(item.click, item, [])
      }, id)
    },
    async crashPage() {
      await driver.main(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().at(-1)?.webContents.forcefullyCrashRenderer(),
      )
    },
    async quit() {
      await driver.main(({ app }) => {
        setImmediate(() => app.quit())
      })
      return driver.exited
    },
  }
}
