import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { _electron } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { electronBinary } from '../../../bin/electron.mjs'
import { noRecords, type Records } from '../standin/records.ts'
import { attachTo, type Place } from './attach.ts'
import type { Driver, Exit } from './desktop.ts'
import { watchElectron, type Watched } from './watch-electron.ts'

interface Launch {
  readonly main: string
  readonly args: readonly string[]
}

/** The real Electron, by Playwright. Dialogs and notifications are replaced in its main process, so that tests answer them. */
export async function launchElectron({ main, args }: Launch): Promise<Driver> {
  const port = await freePort()
  // Playwright finds the same Electron by itself; of one that it is given it leaves its own arguments in sight.
  const application = await _electron.launch({
    args: [main, ...args, `--remote-debugging-port=${port}`],
    chromiumSandbox: true,
  })
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

  async function place(): Promise<Place | null> {
    const target = await application.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows().at(-1)?.webContents
      const isThere = contents && !contents.isCrashed() && !contents.isLoading()
      return isThere ? contents.getOrCreateDevToolsTargetId() : null
    })
    return target === null ? null : { endpoint: `http://127.0.0.1:${port}`, target }
  }

  return {
    page: attachTo(place, () => printed),
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
        const second = spawn(electronBinary()!, [main, ...args.slice(0, 2), ...more], { cwd, stdio: 'ignore' })
        second.on('exit', resolve)
      }),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
