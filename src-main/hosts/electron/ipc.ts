import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import type { App } from '../../app/app.ts'
import type { Reply } from '../../contract/desktop.ts'
import { toEnvelope } from '../../contract/errors.ts'
import { COMMAND_NAMES, DESKTOP_COMMAND_NAMES, EVENT_CHANNEL } from '../../contract/names.ts'
import type { DesktopHandlers } from './desktop-commands.ts'
import type { PageWindow } from './page-window.ts'
import { isOurs } from './scheme.ts'

/** Carries the contract: calls of our own page in our own window, and nobody else's. */
export function serveContract(app: App, desktop: DesktopHandlers, page: PageWindow): void {
  for (const name of COMMAND_NAMES) handle(name, page, (input) => app.invoke(name, input as never))
  for (const name of DESKTOP_COMMAND_NAMES) handle(name, page, desktop[name])
  app.events.listen(({ event }) => page.send(EVENT_CHANNEL, event))
}

function handle(name: string, page: PageWindow, work: (input: unknown) => Promise<unknown>): void {
  ipcMain.handle(name, async (event, input: unknown): Promise<Reply<unknown>> => {
    if (!isOurPage(event, page)) throw new Error('Glassbox answers its own page only.')
    try {
      return { ok: true, output: await work(input) }
    } catch (error) {
      return { ok: false, error: toEnvelope(error) }
    }
  })
}

/** The sender is our window, and the frame is its main frame and shows our page. */
function isOurPage({ sender, senderFrame }: IpcMainInvokeEvent, page: PageWindow): boolean {
  if (sender !== page.current?.webContents || !senderFrame) return false
  return senderFrame.parent === null && isOurs(senderFrame.url)
}
