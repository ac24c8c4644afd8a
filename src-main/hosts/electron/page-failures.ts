import { app, dialog, type BrowserWindow } from 'electron'

/** A page that dies again this soon after it was loaded anew is not loaded a third time without asking (milliseconds). */
const SOON = 10_000
/** Chromium's number for a load that another one took the place of. */
const ABORTED = -3

/** Brings back a page that crashed, hangs or could not be loaded. What trains, trains on: it lives in other threads. */
export function watchPage(window: BrowserWindow): void {
  const contents = window.webContents
  let lastCrash = -Infinity
  const reload = (): void => {
    if (!window.isDestroyed()) contents.reload()
  }
  const reloadOrQuit = (message: string): void => {
    window.show()
    ask(window, message, 'Quit').then((again) => (again ? reload() : app.quit()), console.error)
  }

  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const again = Date.now() - lastCrash < SOON
    lastCrash = Date.now()
    // Not while Electron is still taking the old page down.
    if (again) reloadOrQuit('The window keeps failing.')
    else setImmediate(reload)
  })
  contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) reloadOrQuit(`The window could not be loaded (${description}).`)
  })
  window.on('unresponsive', () => {
    // A page that hangs cannot load itself anew; without it, `render-process-gone` does.
    const end = (yes: boolean): void => {
      if (yes && !window.isDestroyed()) contents.forcefullyCrashRenderer()
    }
    ask(window, 'The window does not answer.', 'Wait').then(end, console.error)
  })
  // Electron would refuse to leave such a page without a word.
  contents.on('will-prevent-unload', (event) => {
    const choice = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Pictures are still being read in.',
      detail: 'Leaving this page now ends that. Nothing that is saved is lost.',
      buttons: ['Stay', 'Leave'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    if (choice === 1) event.preventDefault()
  })
}

/** Offers to load the page anew. @returns whether that was chosen, and not `other` */
async function ask(window: BrowserWindow, message: string, other: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail: 'Training goes on, and everything finished is saved.',
    buttons: ['Reload the window', other],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
