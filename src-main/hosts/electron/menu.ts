import { Menu, shell } from 'electron'
import type { App } from '../../app/app.ts'
import { desktopHandlers } from './desktop-commands.ts'
import { menuTemplate } from './menu-template.ts'
import type { PageWindow } from './page-window.ts'

/** Makes the menus, and keeps what they offer true to what is under way. */
export async function installMenu(app: App, page: PageWindow): Promise<void> {
  const choose = desktopHandlers(page)
  const { home } = await app.invoke('app/info', {})
  const trains = new Set<string>()
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
        for (const id of trains) await app.invoke('runs/stop', { id })
      },
      async openHome() {
        await shell.openPath(home)
      },
    }),
  )
  app.on('run/changed', ({ id, status }) => {
    if (status === 'running') trains.add(id)
    else trains.delete(id)
    const stop = menu.getMenuItemById('stop-training')
    if (stop) stop.enabled = trains.size > 0
  })
  Menu.setApplicationMenu(menu)
}
