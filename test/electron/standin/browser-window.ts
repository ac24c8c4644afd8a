import type {
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  ProgressBarOptions,
  Rectangle,
  WebContents,
} from 'electron'
import { app } from './app.ts'
import { KnownEmitter } from './emitter.ts'
import { nativeTheme } from './native-theme.ts'
import { readiness } from './readiness.ts'
import { plain, record } from './records.ts'
import { strict } from './strict.ts'
import { WebContentsStandIn } from './web-contents.ts'
import { windows } from './windows.ts'

const EVENTS = [
  'ready-to-show',
  'show',
  'hide',
  'close',
  'closed',
  'resize',
  'resized',
  'move',
  'moved',
  'focus',
  'blur',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
  'enter-full-screen',
  'leave-full-screen',
  'unresponsive',
  'responsive',
  'session-end',
  'query-session-end',
  'page-title-updated',
] as const

type Known = Pick<
  ElectronWindow,
  | 'id'
  | 'webContents'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isVisible'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'isMaximized'
  | 'maximize'
  | 'unmaximize'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'isDestroyed'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'setProgressBar'
  | 'setBackgroundColor'
  | 'setTitle'
  | 'getTitle'
  | 'close'
  | 'destroy'
>

let count = 0

export class BrowserWindowStandIn extends KnownEmitter implements Known {
  readonly id = ++count
  private readonly contents: WebContentsStandIn
  private bounds: Rectangle
  private state: 'normal' | 'minimized' | 'maximized' | 'full' = 'normal'
  private visible = false
  private focused = false
  private title: string
  private painted = false
  private destroyed = false

  constructor(options: BrowserWindowConstructorOptions = {}) {
    readiness.require('BrowserWindow')
    super('BrowserWindow', EVENTS)
    const self = strict<BrowserWindowStandIn>('BrowserWindow', this, () => this.destroyed)
    const { width = 800, height = 600, x = 0, y = 0, title = 'Electron', show = true, webPreferences = {} } = options
    this.bounds = { x, y, width, height }
    this.title = title
    record((records) => records.windows.push(plain(options)))
    this.contents = new WebContentsStandIn(webPreferences, (url, { action, ...rest }) => {
      const more = action === 'allow' && 'overrideBrowserWindowOptions' in rest ? rest.overrideBrowserWindowOptions : {}
      void new BrowserWindowStandIn({ ...options, ...more, show: true }).loadURL(url).catch(() => undefined)
    })
    this.contents.once('dom-ready', () => {
      this.painted = true
      if (!this.destroyed) this.ask('ready-to-show')
    })
    windows.add(self)
    self.resize()
    this.contents.showTheme(nativeTheme.mediaFeature)
    app.ask('web-contents-created', {}, this.contents)
    app.ask('browser-window-created', {}, self)
    if (show) self.show()
    return self
  }

  static getAllWindows(): ElectronWindow[] {
    return [...windows] as unknown as ElectronWindow[]
  }
  static getFocusedWindow(): ElectronWindow | null {
    return BrowserWindowStandIn.getAllWindows().find((one) => one.isFocused()) ?? null
  }
  static fromWebContents(contents: WebContents): ElectronWindow | null {
    return BrowserWindowStandIn.getAllWindows().find((one) => one.webContents === contents) ?? null
  }
  static fromId(id: number): ElectronWindow | null {
    return BrowserWindowStandIn.getAllWindows().find((one) => one.id === id) ?? null
  }

  get webContents(): WebContents {
    return this.contents as unknown as WebContents
  }
  loadURL(url: string): Promise<void> {
    return this.contents.loadURL(url)
  }

  show(): void {
    this.showInactive()
    this.focus()
  }
  showInactive(): void {
    if (this.visible) return
    this.visible = true
    this.ask('show')
  }
  hide(): void {
    this.blur()
    this.visible = false
    this.ask('hide')
  }
  focus(): void {
    if (this.focused) return
    BrowserWindowStandIn.getFocusedWindow()?.blur()
    this.focused = true
    this.ask('focus')
  }
  blur(): void {
    if (!this.focused) return
    this.focused = false
    this.ask('blur')
  }
  isFocused(): boolean {
    return this.focused
  }
  isVisible(): boolean {
    return this.visible
  }
  /** For the stand-in itself. */
  contentsOf(): WebContentsStandIn {
    return this.contents
  }
  /** Whether the page has been drawn once, which is when `ready-to-show` was sent. */
  isPainted(): boolean {
    return this.painted
  }

  isMinimized(): boolean {
    return this.state === 'minimized'
  }
  isMaximized(): boolean {
    return this.state === 'maximized'
  }
  isFullScreen(): boolean {
    return this.state === 'full'
  }
  minimize(): void {
    this.turn('minimized', 'minimize')
  }
  maximize(): void {
    this.turn('maximized', 'maximize')
  }
  unmaximize(): void {
    if (this.state === 'maximized') this.turn('normal', 'unmaximize')
  }
  restore(): void {
    this.turn('normal', 'restore')
  }
  setFullScreen(full: boolean): void {
    if (full) this.turn('full', 'enter-full-screen')
    else if (this.state === 'full') this.turn('normal', 'leave-full-screen')
  }

  getBounds(): Rectangle {
    const filled = this.state === 'maximized' || this.state === 'full'
    return filled ? { x: 0, y: 0, width: 1920, height: 1080 } : { ...this.bounds }
  }
  getNormalBounds(): Rectangle {
    return { ...this.bounds }
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds }
    this.resize()
    setImmediate(() => {
      if (this.destroyed) return
      if (bounds.width !== undefined || bounds.height !== undefined) this.ask('resize')
      if (bounds.x !== undefined || bounds.y !== undefined) this.ask('move')
    })
  }

  setProgressBar(progress: number, _options?: ProgressBarOptions): void {
    record((records) => records.progress.push(progress))
  }
  setBackgroundColor(_color: string): void {}
  setTitle(title: string): void {
    this.title = title
  }
  getTitle(): string {
    return this.title
  }

  isDestroyed(): boolean {
    return this.destroyed
  }
  /** As a person would: whoever listens may keep it open. */
  close(): void {
    if (this.ask('close')) this.destroy()
  }
  destroy(): void {
    if (this.destroyed) return
    this.destroyed = true
    this.focused = false
    for (const window of windows) if (window.id === this.id) windows.delete(window)
    this.ask('closed')
    void this.contents.destroy().then(() => app.windowClosed())
  }

  private turn(state: typeof this.state, event: string): void {
    if (this.state === state) return
    this.state = state
    this.resize()
    this.ask(event)
  }
  private resize(): void {
    const { width, height } = this.getBounds()
    this.contents.command('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  }
}

export const BrowserWindow = strict('BrowserWindow', BrowserWindowStandIn)
