import { app, dialog, type BrowserWindow } from 'electron'

/** A page that dies again this soon after it was loaded anew is not loaded a third time without asking (milliseconds). */
const SOON = 10_000

/** Brings back a page that crashed or hangs. What trains, trains on: it lives in other threads. */
export function watchPage(window: BrowserWindow): void {
  const contents = window.webContents
  let lastCrash = -Infinity

  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const again = Date.now() - lastCrash < SOON
    lastCrash = Date.now()
    if (again) void ask(window, 'The window keeps failing.', 'Quit').then((other) => other && app.quit())
    else contents.reload()
  })
  window.on('unresponsive', () => {
    void ask(window, 'The window does not answer.', 'Wait')
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

/** Offers to load the page anew. @returns whether `other` was chosen instead */
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
  if (response === 0 && !window.isDestroyed()) window.webContents.reload()
  return response !== 0
}
