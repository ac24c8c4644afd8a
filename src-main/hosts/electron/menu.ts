import { Menu, shell } from 'electron'
import type { App } from '../../app/app.ts'
import type { DesktopHandlers } from './desktop-commands.ts'
import { menuTemplate } from './menu-template.ts'
import type { PageWindow } from './page-window.ts'
import { followTraining } from './training-runs.ts'

/** Makes the menus, and keeps what they offer true to what is under way. */
export async function installMenu(app: App, page: PageWindow, choose: DesktopHandlers): Promise<void> {
  const { home } = await app.invoke('app/info', {})
  let training: readonly string[] = []
  const menu = Menu.buildFromTemplate(
    menuTemplate(process.platform, {
      async openFolder() {
        const folder = await choose['desktop/choose-folder']()
        if (folder !== null) page.tell({ kind: 'open-folder', folder })
        page.show()
      },
      async classifyPictures() {
        const paths = await choose['desktop/choose-pictures']()
        if (paths.length > 0) page.tell({ kind: 'classify-pictures', paths })
        page.show()
      },
      classifyClipboard() {
        page.tell({ kind: 'classify-clipboard' })
        page.show()
      },
      go(path) {
        page.tell({ kind: 'go', path })
        page.show()
      },
      async stopTraining() {
        for (const id of training) await app.invoke('runs/stop', { id })
      },
      async openHome() {
        await shell.openPath(home)
      },
    }),
  )
  const stop = menu.getMenuItemById('stop-training')
  await followTraining(app, (ids) => {
    training = ids
    if (stop) stop.enabled = ids.length > 0
  })
  Menu.setApplicationMenu(menu)
}
