import type { BrowserWindow } from 'electron'
import type { DesktopEvent } from '../../contract/desktop.ts'
import { DESKTOP_EVENT_CHANNEL } from '../../contract/names.ts'
import { openWindow } from './window.ts'

/** The one window, whether it is open or not, and what waits for the page in it. */
export class PageWindow {
  readonly #preload: string
  readonly #waiting: DesktopEvent[] = []
  #window: BrowserWindow | null = null
  #onOpen: (window: BrowserWindow) => void = () => undefined
  #started = false
  #listening = false

  constructor(preload: string) {
    this.#preload = preload
  }

  /** The open window, or null. */
  get current(): BrowserWindow | null {
    return this.#window
  }

  onOpen(listener: (window: BrowserWindow) => void): void {
    this.#onOpen = listener
  }

  /** From now on there is an application to show. */
  start(): void {
    this.#started = true
  }

  /** From now on there is none any more. */
  end(): void {
    this.#started = false
    this.#window?.hide()
  }

  /** Brings the window to the front, and opens it when there is none. */
  show(): void {
    if (!this.#started) return
    if (!this.#window) return this.#open()
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.focus()
  }

  /** Sends to the page, if there is one that can receive. */
  send(channel: string, payload: unknown): void {
    if (this.#window && !this.#window.webContents.isCrashed()) this.#window.webContents.send(channel, payload)
  }

  /** Tells the page what the person wants; it hears it as soon as it listens. */
  tell(event: DesktopEvent): void {
    if (this.#listening) this.send(DESKTOP_EVENT_CHANNEL, event)
    else this.#waiting.push(event)
  }

  /** The page listens. */
  listens(): void {
    this.#listening = true
    for (const event of this.#waiting.splice(0)) this.tell(event)
  }

  #open(): void {
    const window = openWindow(this.#preload)
    this.#window = window
    window.on('closed', () => {
      this.#window = null
      this.#listening = false
    })
    const stopListening = (): void => {
      this.#listening = false
    }
    window.webContents.on('did-navigate', stopListening)
    window.webContents.on('render-process-gone', stopListening)
    this.#onOpen(window)
  }
}
