import type { MessageBoxOptions, OpenDialogOptions } from 'electron'
import type { Records } from '../standin/records.ts'
import type { Electron } from './desktop.ts'

/** What tests left in the real Electron's main process. */
export interface Watched {
  readonly answers: { readonly openDialog: (readonly string[] | 'cancel')[]; readonly messageBox: (number | 'open')[] }
  readonly notifications: Electron.Notification[]
}

/**
 * Runs in the main process of the real Electron as soon as that is ready, which is before there is a window: dialogs are answered by tests, and what
 * would be shown to a person is written down. Self-contained.
 */
export function watchElectron({ app, dialog, shell, Notification, BrowserWindow }: Electron): void {
  const records: Records = {
    ...{ notifications: [], dialogs: [], opened: [], progress: [], windows: [] },
    ...{ switches: {}, devices: null },
  }
  const watched: Watched = { answers: { openDialog: [], messageBox: [] }, notifications: [] }
  Object.assign(globalThis, { watched })
  const record = (change: () => void): void => {
    change()
    console.log(`glassbox-records ${JSON.stringify(records)}`)
  }
  const next = <T>(kind: string, from: T[], options: object): T => {
    record(() => records.dialogs.push({ kind, ...(options as Record<string, unknown>) }))
    const answer = from.shift()
    if (answer === undefined) throw new Error(`Nobody answers this dialog: ${JSON.stringify(options)}`)
    return answer
  }
  const messageBox = (...args: unknown[]): number | 'open' =>
    next('messageBox', watched.answers.messageBox, args.at(-1) as MessageBoxOptions)

  Object.assign(dialog, {
    showOpenDialog: async (...args: unknown[]) => {
      const answer = next('openDialog', watched.answers.openDialog, args.at(-1) as OpenDialogOptions)
      return answer === 'cancel' ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: answer }
    },
    showMessageBox: async (...args: unknown[]) => {
      const response = messageBox(...args)
      return response === 'open' ? new Promise(() => undefined) : { response, checkboxChecked: false }
    },
    showMessageBoxSync: messageBox,
    showErrorBox: (title: string, content: string) =>
      record(() => records.dialogs.push({ kind: 'errorBox', title, content })),
  })
  Object.assign(shell, {
    openExternal: async (target: string) => record(() => records.opened.push({ how: 'external', target })),
    openPath: async (target: string) => {
      record(() => records.opened.push({ how: 'path', target }))
      return ''
    },
    showItemInFolder: (target: string) => record(() => records.opened.push({ how: 'folder', target })),
  })
  app.on('browser-window-created', (_event, { webContents }) => {
    // Electron has this for its own use and does not document it.
    const { getLastWebPreferences } = webContents as unknown as { getLastWebPreferences: () => object }
    record(() => records.windows.push({ webPreferences: getLastWebPreferences.call(webContents) }))
  })
  Notification.prototype.show = function (this: Electron.Notification) {
    watched.notifications.push(this)
    record(() => records.notifications.push({ title: this.title, body: this.body }))
  }
  const setProgressBar = Reflect.get(BrowserWindow.prototype, 'setProgressBar')
  BrowserWindow.prototype.setProgressBar = function (...args) {
    record(() => records.progress.push(args[0]))
    setProgressBar.apply(this, args)
  }
}
