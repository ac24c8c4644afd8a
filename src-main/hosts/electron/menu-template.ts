import type { MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  openFolder(): Promise<void>
  classifyPictures(): Promise<void>
  classifyClipboard(): void
  go(path: string): void
  stopTraining(): Promise<void>
  openHome(): Promise<void>
}

const VIEWS = [
  ['Home', '/'],
  ['Data', '/data'],
  ['Train', '/train'],
  ['Runs', '/runs'],
  ['Classify', '/classify'],
  ['Settings', '/settings'],
] as const

/** The application's menus, in the order each platform is used to. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const separator = { type: 'separator' } as const
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.go('/settings'),
  }
  const application: MenuItemConstructorOptions = {
    label: 'Glassbox',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      {
        id: 'open-folder',
        label: 'Open a Folder of Pictures…',
        accelerator: 'CmdOrCtrl+O',
        click: () => void actions.openFolder(),
      },
      {
        id: 'classify-pictures',
        label: 'Classify Pictures…',
        accelerator: 'CmdOrCtrl+Shift+O',
        click: () => void actions.classifyPictures(),
      },
      {
        id: 'classify-clipboard',
        label: 'Classify the Picture in the Clipboard',
        accelerator: 'CmdOrCtrl+Shift+V',
        click: () => actions.classifyClipboard(),
      },
      separator,
      ...(mac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      ...VIEWS.map(([label, path], index) => ({
        id: `view-${label.toLowerCase()}`,
        label,
        accelerator: `CmdOrCtrl+${index + 1}`,
        click: () => actions.go(path),
      })),
      separator,
      { role: 'reload' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  }
  const run: MenuItemConstructorOptions = {
    label: '&Run',
    submenu: [
      {
        id: 'stop-training',
        label: 'Stop Training',
        accelerator: 'CmdOrCtrl+.',
        enabled: false,
        click: () => void actions.stopTraining(),
      },
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { id: 'open-home', label: 'Show the Home Folder', click: () => void actions.openHome() },
      ...(mac ? [] : [separator, { role: 'about' } as const]),
    ],
  }
  return [...(mac ? [application] : []), file, { role: 'editMenu' }, view, run, { role: 'windowMenu' }, help]
}
