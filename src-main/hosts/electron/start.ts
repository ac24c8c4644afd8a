import { join } from 'node:path'
import { app as electron, dialog } from 'electron'
import * as z from 'zod'
import { App } from '../../app/app.ts'
import { toEnvelope } from '../../contract/errors.ts'
import { VERSION } from '../../version.ts'
import { confineSession } from './confine.ts'
import { desktopHandlers } from './desktop-commands.ts'
import { serveContract } from './ipc.ts'
import { installMenu } from './menu.ts'
import { notifyOfRuns } from './notifications.ts'
import { PageWindow } from './page-window.ts'
import { Quit } from './quit.ts'
import { servePages } from './serve-pages.ts'
import { followTheme } from './theme.ts'
import { showWork } from './while-working.ts'

const OUT = join(import.meta.dirname, '..')
/** What a second start hands to the first; of another version it may be anything. */
const Handed = z.object({ folder: z.string().nullable() }).catch({ folder: null })
/** Tells whoever started this process that the application said itself why it ended. */
const EXPLAINED = 5

/** Runs the application in this process. @param folder of pictures to open at once, or null */
export function startDesktop(home: string, folder: string | null): void {
  const page = new PageWindow(join(OUT, 'preload', 'preload.cjs'))
  const opening = electron.whenReady().then(() => App.open(home))
  const quit = new Quit(opening, page)

  const openFolder = (given: string | null): void => {
    if (quit.isClosing) return quit.startAgain(argumentsFor(home, given))
    if (given !== null) page.tell({ kind: 'open-folder', folder: given })
    page.show()
  }
  electron.on('second-instance', (_event, _argv, _workingFolder, data) => openFolder(Handed.parse(data).folder))
  electron.on('open-file', (event, path) => {
    event.preventDefault()
    openFolder(path)
  })
  electron.on('activate', () => page.show())
  // Without a listener Electron would end with the last window: on a Mac it stays, elsewhere `Quit` decides.
  electron.on('window-all-closed', () => undefined)

  opening
    .then(async (app) => {
      await show(app, page)
      openFolder(folder)
    })
    .catch(async (error: unknown) => {
      // What fails because everything is being closed is no error of its own.
      if (quit.isClosing) return
      console.error(error)
      const { message, hint } = toEnvelope(error)
      dialog.showErrorBox('Glassbox cannot start', hint === undefined ? message : `${message}\n\n${hint}`)
      await opening.then((app) => app.close()).catch(() => undefined)
      electron.exit(EXPLAINED)
    })
}

async function show(app: App, page: PageWindow): Promise<void> {
  confineSession()
  // On Windows, notifications belong to the installed application of this name.
  electron.setAppUserModelId('app.glassbox.Glassbox')
  electron.setAboutPanelOptions({ applicationName: 'Glassbox', applicationVersion: VERSION })
  const desktop = desktopHandlers(page)
  await servePages(app, join(OUT, 'renderer'))
  serveContract(app, desktop, page)
  await followTheme(app, page)
  await showWork(app, page)
  await notifyOfRuns(app, page)
  await installMenu(app, page, desktop)
  page.start()
}

/** What starts this application once more; in development its script comes first. */
function argumentsFor(home: string, folder: string | null): string[] {
  const script = process.defaultApp ? process.argv.slice(1, 2) : []
  return [...script, '--home', home, ...(folder === null ? [] : [folder])]
}
