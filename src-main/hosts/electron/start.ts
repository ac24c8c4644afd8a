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

/** What a second start hands to the first. */
const Handed = z.object({ folder: z.string().nullable() })

/** Runs the application in this process. @param folder of pictures to open at once, or null */
export function startDesktop(home: string, folder: string | null): void {
  const out = join(import.meta.dirname, '..')
  const page = new PageWindow(join(out, 'preload', 'preload.cjs'))
  const openFolder = (given: string | null): void => {
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
  electron
    .whenReady()
    .then(async () => {
      confineSession()
      // On Windows, notifications belong to the installed application of this name.
      electron.setAppUserModelId('app.glassbox.Glassbox')
      electron.setAboutPanelOptions({ applicationName: 'Glassbox', applicationVersion: VERSION })
      const app = await App.open(home)
      const quit = new Quit(app, page)
      page.onOpen((window) => quit.watch(window))
      await servePages(app, join(out, 'renderer'))
      serveContract(app, desktopHandlers(page), page)
      await followTheme(app, page)
      showWork(app, page)
      notifyOfRuns(app, page)
      await installMenu(app, page)
      page.start()
      openFolder(folder)
    })
    .catch((error: unknown) => {
      console.error(error)
      const { message, hint } = toEnvelope(error)
      dialog.showErrorBox('Glassbox cannot start', hint === undefined ? message : `${message}\n\n${hint}`)
      electron.exit(1)
    })
}
