import { app } from './app.ts'
import { listenToTests } from './control.ts'
import electron from 'electron/package.json' with { type: 'json' }

/**
 * Makes this process look like Electron's main process, and the application ready when its main entry has been evaluated
 * to its end. Node imports the same module a moment later and reports what is wrong with it.
 */
export function start(main: URL): void {
  Object.assign(process.versions, { electron: electron.version })
  Object.assign(process, { type: 'browser', defaultApp: !app.isPackaged })
  listenToTests()
  // Electron runs until it is told to end, whether there is anything to do or not.
  setInterval(() => undefined, 2 ** 30)
  // Electron warns where Node would end.
  process.on('unhandledRejection', (reason) => console.error('UnhandledPromiseRejectionWarning:', reason))
  import(main.href).then(
    () => app.becomeReady(),
    () => undefined,
  )
}
