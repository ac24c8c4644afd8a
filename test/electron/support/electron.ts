import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { noRecords, type Records } from '../standin/records.ts'
import type { Driver, Exit } from './desktop.ts'
import { watchElectron, type Watched } from './watch-electron.ts'

interface Launch {
  readonly main: string
  readonly args: readonly string[]
}

const dist = fileURLToPath(new URL('../../../node_modules/electron/dist', import.meta.url))
const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}
const executablePath = join(dist, NAMES[process.platform] ?? 'electron')

/** The real Electron, by Playwright. Dialogs and notifications are replaced in its main process, so that tests answer them. */
export async function launchElectron({ main, args }: Launch): Promise<Driver> {
  const application = await _electron.launch({ executablePath, args: [main, ...args] })
  const child = application.process()
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  let printed = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const exited = new Promise<Exit>((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })))

  // What was seen last, for when the application has ended.
  let seen = noRecords()
  application.on('console', (message) => {
    if (message.text().startsWith('glassbox-records ')) seen = JSON.parse(message.text().slice(17)) as Records
  })
  await application.evaluate(watchElectron)

  return {
    async page(): Promise<Page> {
      const last = (): Page | undefined => application.windows().at(-1)
      const page = last() ?? (await application.firstWindow())
      await page.waitForLoadState()
      return last() ?? page
    },
    main: (work, arg) =>
      application.evaluate(
        (electron, { source, given }) =>
          ((0, eval)(`(${source})`) as (electron: unknown, arg: unknown) => unknown)(electron, given),
        { source: work.toString(), given: arg },
      ) as never,
    answer: async (answers) => {
      await application.evaluate((_, given) => {
        const { answers: all } = (globalThis as unknown as { watched: Watched }).watched
        if (given.openDialog !== undefined) all.openDialog.push(given.openDialog)
        if (given.messageBox !== undefined) all.messageBox.push(given.messageBox)
      }, answers)
    },
    recorded: async () => seen,
    clickNotification: async (index) => {
      await application.evaluate((_, at) => {
        ;(globalThis as unknown as { watched: Watched }).watched.notifications[at]!.emit('click')
      }, index)
    },
    forge: () => Promise.reject(new Error('A page cannot be made to break out of the real Electron.')),
    announceFiles: async () => undefined,
    exited,
    output: () => printed,
    kill: (signal) => void child.kill(signal),
    secondInstance: (more, cwd) =>
      new Promise((resolve) => {
        const second = spawn(executablePath, [main, ...args.slice(0, 2), ...more], { cwd, stdio: 'ignore' })
        second.on('exit', resolve)
      }),
  }
}
