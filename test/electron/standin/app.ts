import { dirname, sep } from 'node:path'
import type { App, FocusOptions } from 'electron'
import { browser } from './browser.ts'
import { commandLine } from './command-line.ts'
import { KnownEmitter } from './emitter.ts'
import { InstanceLock } from './instance-lock.ts'
import { packageOf } from './package.ts'
import { paths } from './paths.ts'
import { readiness } from './readiness.ts'
import { record } from './records.ts'
import { strict } from './strict.ts'
import { windows } from './windows.ts'

const EVENTS = [
  'ready',
  'will-finish-launching',
  'second-instance',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'activate',
  'open-file',
  'open-url',
  'web-contents-created',
  'browser-window-created',
  'render-process-gone',
  'child-process-gone',
] as const

type Known = Pick<
  App,
  | 'whenReady'
  | 'isReady'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'getPath'
  | 'setPath'
  | 'getName'
  | 'setName'
  | 'name'
  | 'getVersion'
  | 'getLocale'
  | 'isPackaged'
  | 'getAppPath'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'enableSandbox'
  | 'focus'
>

class AppStandIn extends KnownEmitter implements Known {
  name = packageOf().name
  /** Inside of the folder that an installed Electron starts from. */
  readonly isPackaged = dirname(process.argv[1] ?? '').includes(`${sep}resources${sep}app`)
  readonly dock = undefined
  readonly commandLine = commandLine
  private readonly becameReady = Promise.withResolvers<void>()
  private lock: InstanceLock | null = null
  private quitting = false
  private ending = false

  constructor() {
    super('app', EVENTS)
  }

  /** Called when the main entry has been evaluated to its end. */
  becomeReady(): void {
    readiness.ready = true
    this.ask('ready', {}, {})
    this.becameReady.resolve()
  }
  whenReady(): Promise<void> {
    return this.becameReady.promise
  }
  isReady(): boolean {
    return readiness.ready
  }

  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    this.lock ??= InstanceLock.request(paths.get('userData'), data, (argv, cwd, sent) =>
      this.ask('second-instance', {}, argv, cwd, sent),
    )
    return this.lock !== null
  }
  hasSingleInstanceLock(): boolean {
    return this.lock !== null
  }
  releaseSingleInstanceLock(): void {
    this.lock?.release()
    this.lock = null
  }

  quit(): void {
    if (this.quitting) return
    this.quitting = true
    if (!this.ask('before-quit')) return void (this.quitting = false)
    for (const window of windows) {
      window.close()
      // Whoever keeps a window open keeps the application.
      if (!window.isDestroyed()) return void (this.quitting = false)
    }
    // The last window's end leads on from here, when there is one.
    if (!browser.isOpen) this.finishQuitting()
  }
  exit(code = 0): void {
    this.end(code)
  }
  /** Nothing is started: a test looks at what would be. */
  relaunch(options: { args?: string[] } = {}): void {
    record((records) => records.opened.push({ how: 'again', target: JSON.stringify(options.args ?? []) }))
  }
  /** Called when a window and its page are gone. */
  windowClosed(): void {
    if (windows.size > 0) return
    if (this.quitting) return this.finishQuitting()
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
  }
  private finishQuitting(): void {
    if (this.ask('will-quit')) this.end(0)
    else this.quitting = false
  }
  private end(code: number): void {
    if (this.ending) return
    this.ending = true
    this.ask('quit', {}, code)
    this.releaseSingleInstanceLock()
    // What pages have stored reaches the disk only when the browser ends in good order.
    void browser.close().finally(() => process.exit(code))
  }

  getPath(name: string): string {
    return paths.get(name)
  }
  setPath(name: string, path: string): void {
    paths.set(name, path)
  }
  getName(): string {
    return this.name
  }
  setName(name: string): void {
    this.name = name
  }
  getVersion(): string {
    return packageOf().version
  }
  getAppPath(): string {
    return packageOf().folder
  }
  getLocale(): string {
    return 'en-US'
  }

  // What only a system's own shell would show.
  setAppUserModelId(_id: string): void {}
  setAboutPanelOptions(_options: object): void {}
  showAboutPanel(): void {}
  focus(_options?: FocusOptions): void {}

  enableSandbox(): void {
    if (readiness.ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    commandLine.appendSwitch('enable-sandbox')
  }
}

export const app = strict('app', new AppStandIn())

// A listener of the application's own takes the place of Electron's.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) app.quit()
  })
