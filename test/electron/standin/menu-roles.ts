import { app } from './app.ts'
import type { BrowserWindowStandIn } from './browser-window.ts'

interface Role {
  readonly accelerator?: string
  /** What it does to the focused window; the browser's own editing has nothing here. */
  readonly run?: (window: BrowserWindowStandIn) => void
}

const mac = process.platform === 'darwin'

/** Every role that Electron knows, with the shortcut that it brings along. */
export const ROLES: Readonly<Record<string, Role>> = {
  about: { run: () => app.showAboutPanel() },
  close: { accelerator: 'CommandOrControl+W', run: (window) => window.close() },
  copy: { accelerator: 'CommandOrControl+C' },
  cut: { accelerator: 'CommandOrControl+X' },
  delete: {},
  forceReload: { accelerator: 'Shift+CommandOrControl+R', run: (window) => window.webContents.reload() },
  front: {},
  help: {},
  hide: { accelerator: 'Command+H' },
  hideOthers: { accelerator: 'Command+Alt+H' },
  minimize: { accelerator: 'CommandOrControl+M', run: (window) => window.minimize() },
  paste: { accelerator: 'CommandOrControl+V' },
  pasteAndMatchStyle: { accelerator: mac ? 'Cmd+Option+Shift+V' : 'Shift+CommandOrControl+V' },
  quit: { ...(process.platform === 'win32' ? {} : { accelerator: 'CommandOrControl+Q' }), run: () => app.quit() },
  redo: { accelerator: process.platform === 'win32' ? 'Control+Y' : 'Shift+CommandOrControl+Z' },
  reload: { accelerator: 'CommandOrControl+R', run: (window) => window.webContents.reload() },
  resetZoom: { accelerator: 'CommandOrControl+0' },
  selectAll: { accelerator: 'CommandOrControl+A' },
  services: {},
  recentDocuments: {},
  clearRecentDocuments: {},
  shareMenu: {},
  showSubstitutions: {},
  toggleSmartQuotes: {},
  toggleSmartDashes: {},
  toggleTextReplacement: {},
  startSpeaking: {},
  stopSpeaking: {},
  toggleDevTools: {
    accelerator: mac ? 'Alt+Command+I' : 'Ctrl+Shift+I',
    run: (window) => window.webContents.toggleDevTools(),
  },
  togglefullscreen: {
    accelerator: mac ? 'Control+Command+F' : 'F11',
    run: (window) => window.setFullScreen(!window.isFullScreen()),
  },
  toggleSpellChecker: {},
  undo: { accelerator: 'CommandOrControl+Z' },
  unhide: {},
  window: {},
  zoom: {},
  zoomIn: { accelerator: 'CommandOrControl+Plus' },
  zoomOut: { accelerator: 'CommandOrControl+-' },
  toggleTabBar: {},
  selectNextTab: {},
  selectPreviousTab: {},
  showAllTabs: {},
  mergeAllWindows: {},
  moveTabToNewWindow: {},
  appMenu: {},
  fileMenu: {},
  editMenu: {},
  viewMenu: {},
  windowMenu: {},
}

const EDIT = ['undo', 'redo', 'cut', 'copy', 'paste', ...(mac ? ['pasteAndMatchStyle'] : []), 'delete', 'selectAll']

/** The menus that some roles stand for. */
export const ROLE_MENUS: Readonly<Record<string, readonly string[]>> = {
  appMenu: ['about', 'services', 'hide', 'hideOthers', 'unhide', 'quit'],
  fileMenu: [mac ? 'close' : 'quit'],
  editMenu: EDIT,
  viewMenu: ['reload', 'forceReload', 'toggleDevTools', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'],
  windowMenu: ['minimize', 'zoom', mac ? 'front' : 'close'],
}
