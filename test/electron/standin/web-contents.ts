import type {
  LoadURLOptions,
  Session,
  WebContents,
  WebFrameMain,
  WebPreferences,
  WindowOpenHandlerResponse,
} from 'electron'
import type { CDPSession } from 'playwright-core'
import { encode } from './clone.ts'
import { receive } from './downloads.ts'
import { KnownEmitter } from './emitter.ts'
import type { Frame } from './frames.ts'
import { ipc } from './ipc-main.ts'
import { watchNavigation } from './navigation.ts'
import type { FromPage, KnownFile } from './page/isolated-world.ts'
import { PageSession } from './page-session.ts'
import { fromBrowser, toBrowser } from './scheme.ts'
import { defaultSession, permissions } from './session.ts'
import { strict } from './strict.ts'

const EVENTS = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'did-start-navigation',
  'did-navigate',
  'did-finish-load',
  'did-fail-load',
  'dom-ready',
  'render-process-gone',
  'before-input-event',
  'preload-error',
  'will-prevent-unload',
  'destroyed',
  'unresponsive',
  'responsive',
  'devtools-opened',
  'devtools-closed',
] as const

type Known = Pick<
  WebContents,
  | 'id'
  | 'session'
  | 'mainFrame'
  | 'send'
  | 'setWindowOpenHandler'
  | 'reload'
  | 'getURL'
  | 'isDestroyed'
  | 'isCrashed'
  | 'isLoading'
  | 'forcefullyCrashRenderer'
  | 'openDevTools'
  | 'closeDevTools'
  | 'toggleDevTools'
  | 'isDevToolsOpened'
  | 'setWebRTCIPHandlingPolicy'
  | 'getWebRTCIPHandlingPolicy'
>

let count = 0

export class WebContentsStandIn extends KnownEmitter implements Known {
  readonly id = ++count
  private readonly page: PageSession
  private windowOpen: Parameters<WebContents['setWindowOpenHandler']>[0] = () => ({ action: 'allow' })
  private readonly openWindow: (url: string, response: WindowOpenHandlerResponse) => void
  private loading = false
  private crashed = false
  private destroyed = false
  private devTools = false
  private webRTCPolicy = 'default'

  constructor(preferences: WebPreferences, openWindow: (url: string, response: WindowOpenHandlerResponse) => void) {
    super('webContents', EVENTS)
    this.openWindow = openWindow
    const self = strict<WebContentsStandIn>('webContents', this, () => this.destroyed)
    this.page = new PageSession(preferences, {
      message: (message, frame, current) => {
        if (!this.destroyed) self.receive(message, frame, current)
      },
      prepare: (session) => self.follow(session),
      download: (download) => void receive(download, self as never),
    })
    return self
  }

  get session(): Session {
    return defaultSession()
  }
  get mainFrame(): WebFrameMain {
    return this.page.frames.main as unknown as WebFrameMain
  }

  send(channel: string, ...args: unknown[]): void {
    void this.page.tell({ type: 'event', channel, args: encode(args) })
  }

  /** Resolves when the page has loaded; rejects with the browser's own name of the error. */
  async loadURL(url: string, _options?: LoadURLOptions): Promise<void> {
    const session = await this.page.opened
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()))
    this.loading = true
    const { errorText } = await session.send('Page.navigate', { url: toBrowser(url) })
    if (!errorText) return loaded
    const name = errorText.replace('net::', '')
    this.loading = false
    this.ask('did-fail-load', {}, -2, name, url, true)
    throw new Error(`${name} (-2) loading '${url}'`)
  }
  reload(): void {
    this.crashed = false
    this.loading = true
    this.command('Page.reload')
  }
  getURL(): string {
    return this.page.frames.main.url
  }
  isLoading(): boolean {
    return this.loading
  }
  setWindowOpenHandler(handler: typeof this.windowOpen): void {
    this.windowOpen = handler
  }

  isDestroyed(): boolean {
    return this.destroyed
  }
  isCrashed(): boolean {
    return this.crashed
  }
  forcefullyCrashRenderer(): void {
    this.command('Page.crash')
  }
  openDevTools(): void {
    this.devTools = true
    this.emit('devtools-opened')
  }
  closeDevTools(): void {
    this.devTools = false
    this.emit('devtools-closed')
  }
  toggleDevTools(): void {
    if (this.devTools) this.closeDevTools()
    else this.openDevTools()
  }
  isDevToolsOpened(): boolean {
    return this.devTools
  }
  getWebRTCIPHandlingPolicy(): string {
    return this.webRTCPolicy
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRTCPolicy = policy
  }

  /** Sends the browser a command when the page is there; nothing waits for the answer. */
  command(...[method, params]: Parameters<CDPSession['send']>): void {
    this.page.opened.then((session) => session.send(method, params)).catch(() => undefined)
  }
  async knowFiles(files: readonly KnownFile[]): Promise<void> {
    for (const frame of this.page.frames.all()) await this.page.tell({ type: 'files', files }, frame)
  }
  /** Only one that can already be spoken to. */
  frameAt(url: string): Frame | undefined {
    const { frames } = this.page
    return frames.all().find((one) => one.url === url && frames.contextOf(one) !== undefined)
  }
  /** Invokes as a page in this frame would that has broken out of its sandbox. */
  forge(frame: Frame, channel: string, args: readonly unknown[]): Promise<unknown> {
    return this.page.ask({ type: 'forge', channel, args: encode(args) }, frame)
  }
  showTheme(value: 'light' | 'dark'): void {
    this.command('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
  }
  async target(): Promise<string> {
    const session = await this.page.opened
    return (await session.send('Target.getTargetInfo')).targetInfo.targetId
  }
  async destroy(): Promise<void> {
    this.destroyed = true
    this.emit('destroyed')
    await this.page.close()
  }

  private receive(message: FromPage, frame: Frame, current: () => boolean): void {
    switch (message.type) {
      case 'invoke':
      case 'send':
        return ipc.deliver(message, {
          contents: this,
          frame,
          current,
          reply: (answer) => this.page.tell(answer, frame),
        })
      case 'open': {
        const url = fromBrowser(message.address)
        const details = { url, frameName: message.name, features: message.features, disposition: 'new-window' }
        const response = this.windowOpen({ ...details, referrer: { url: '', policy: 'default' } } as never)
        if (response.action === 'allow') this.openWindow(url, response)
        return
      }
      case 'permission':
        return void permissions
          .ask(this as never, message.permission, message.check, frame)
          .then((value) => this.page.tell({ type: 'reply', id: message.id, value: encode(value) }, frame))
      case 'preload-error': {
        const error = Object.assign(new Error(message.message), { stack: message.stack })
        console.error('Unable to load preload script:', message.stack || message.message)
        this.ask('preload-error', {}, '', error)
      }
    }
  }

  private async follow(session: CDPSession): Promise<void> {
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.ask('did-navigate', {}, fromBrowser(frame.url), 200, 'OK')
    })
    session.on('Page.domContentEventFired', () => this.ask('dom-ready'))
    session.on('Page.loadEventFired', () => {
      this.loading = false
      this.ask('did-finish-load')
    })
    session.on('Page.javascriptDialogOpening', ({ type }) => {
      // Here preventing the event means to leave the page all the same.
      const accept = type === 'beforeunload' && !this.ask('will-prevent-unload')
      session.send('Page.handleJavaScriptDialog', { accept }).catch(() => undefined)
    })
    session.on('Inspector.targetCrashed', () => {
      this.crashed = true
      this.page.frames.contextsGone()
      this.ask('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    })
    await watchNavigation(session, this, this.page.frames)
  }
}
