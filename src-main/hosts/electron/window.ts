import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { watchPage } from './page-failures.ts'
import { PAGE_URL } from './scheme.ts'
import { MIN_SIZE, placeWindow, readWindowState, writeWindowState } from './window-state.ts'

/** The ground of the page in both themes, so that the window does not flash while it loads. */
const GROUND = { light: '#f7f8fa', dark: '#0f1216' }
export const groundColor = (): string => (nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light)

/** Opens the window where it was last; it is shown when there is something to see. */
export function openWindow(preload: string): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json')
  const state = readWindowState(file)
  const window = new BrowserWindow({
    ...placeWindow(
      state,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Glassbox',
    show: false,
    backgroundColor: groundColor(),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    // Maximising shows, too.
    if (state?.maximized) window.maximize()
    else window.show()
  })
  const remember = (): void => writeWindowState(file, { ...window.getNormalBounds(), maximized: window.isMaximized() })
  window.on('close', remember)
  // Whoever quits hides the window first.
  window.on('hide', remember)
  watchPage(window)
  window.loadURL(PAGE_URL).catch(() => undefined) // `did-fail-load` tells
  return window
}
