import { clipboard, dialog } from 'electron'
import type { DesktopCommands } from '../../contract/desktop.ts'
import type { PageWindow } from './page-window.ts'

/** Every command of the desktop has a handler, or this does not compile. */
export type DesktopHandlers = { readonly [N in keyof DesktopCommands]: () => Promise<DesktopCommands[N]> }

/** What `scan` and `sniff` can read; other files may still be chosen, and are refused with a reason. */
const PICTURES = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif', 'tif', 'tiff', 'bmp']

export function desktopHandlers(page: PageWindow): DesktopHandlers {
  const choose = async (options: Electron.OpenDialogOptions): Promise<string[]> => {
    const chosen = await (page.current ? dialog.showOpenDialog(page.current, options) : dialog.showOpenDialog(options))
    return chosen.canceled ? [] : chosen.filePaths
  }
  return {
    'desktop/ready': async () => {
      page.listens()
      return null
    },
    'desktop/choose-folder': async () => {
      const [folder] = await choose({ title: 'Folder of pictures', properties: ['openDirectory'] })
      return folder ?? null
    },
    'desktop/choose-pictures': () =>
      choose({
        title: 'Pictures to classify',
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: 'Pictures', extensions: PICTURES },
          { name: 'All files', extensions: ['*'] },
        ],
      }),
    'desktop/clipboard-picture': async () => {
      for (const item of await clipboard.read())
        if (item.types.includes('image/png')) return (await item.getType('image/png')).bytes()
      return null
    },
  }
}
