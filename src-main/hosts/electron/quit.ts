import { app as electron, dialog, powerMonitor, type BrowserWindow } from 'electron'
import type { App } from '../../app/app.ts'
import type { PageWindow } from './page-window.ts'
import { underWay } from './under-way.ts'

/** Stopping a run takes seconds; what takes longer than this hangs (milliseconds). */
const PATIENCE = 60_000

/**
 * Ends the application in order: whoever has work under way is asked first, every run is stopped with what it has
 * reached, every thread has ended before the process does.
 */
export class Quit {
  readonly #opening: Promise<App>
  readonly #page: PageWindow
  /** Whom to tell when ending fails: nobody waits for a box when a session ends. */
  #isPerson = false
  #state: 'no' | 'asking' | 'closing' = 'no'
  #again: (() => void) | null = null

  constructor(opening: Promise<App>, page: PageWindow) {
    this.#opening = opening
    this.#page = page
    electron.on('before-quit', (event) => {
      event.preventDefault()
      void this.#ask()
    })
    // A session that ends, and a terminal, wait for nobody's answer; whoever says it twice does not wait at all.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (this.isClosing) electron.exit(1)
        else void this.now()
      })
    const onShutdown = (event?: { preventDefault(): void }): void => {
      event?.preventDefault()
      void this.now()
    }
    powerMonitor.on('shutdown', onShutdown)
    page.onOpen((window) => this.#watch(window))
  }

  get isClosing(): boolean {
    return this.#state === 'closing'
  }

  /** Starts the application once more as soon as this one has ended: somebody opened it meanwhile. */
  startAgain(args: readonly string[]): void {
    this.#again = () => electron.relaunch({ args: [...args] })
  }

  /** Ends without a question. */
  async now(): Promise<void> {
    if (this.isClosing) return
    this.#state = 'closing'
    this.#page.end()
    setTimeout(() => electron.exit(1), PATIENCE).unref()
    let code = 0
    try {
      await (await this.#opening).close()
    } catch (error) {
      console.error(error)
      const text = error instanceof Error ? error.message : String(error)
      if (this.#isPerson)
        dialog.showErrorBox('Glassbox could not end in order', `${text}\n\nWhat was reported as saved is saved.`)
      code = 1
    }
    this.#again?.()
    electron.exit(code)
  }

  /** Elsewhere than on a Mac the end of the window is that of the application. */
  #watch(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (process.platform === 'darwin') return
      event.preventDefault()
      electron.quit()
    })
    // Windows gives little time here: a run that is not stopped in it is found interrupted, with every finished epoch.
    window.on('session-end', () => void this.now())
  }

  async #ask(): Promise<void> {
    if (this.#state !== 'no') return
    this.#state = 'asking'
    // Whoever cannot be asked what it does is ended.
    const work = await this.#opening.then(underWay).catch(() => null)
    const agreed = work === null || (await this.#agree(work))
    // A signal may have come meanwhile.
    if (this.isClosing) return
    this.#isPerson = true
    if (agreed) await this.now()
    else this.#state = 'no'
  }

  async #agree(work: string): Promise<boolean> {
    const options = {
      type: 'question' as const,
      message: `${work} is under way. End Glassbox all the same?`,
      detail: 'A run is stopped with what it has reached; the epochs it has finished are saved.',
      buttons: ['Keep working', 'Stop and quit'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    }
    const { current } = this.#page
    const asked = current ? dialog.showMessageBox(current, options) : dialog.showMessageBox(options)
    return asked.then(
      ({ response }) => response === 1,
      () => true,
    )
  }
}
