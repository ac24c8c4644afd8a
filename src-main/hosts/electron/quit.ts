import { app as electron, dialog, type BrowserWindow } from 'electron'
import type { App } from '../../app/app.ts'
import type { PageWindow } from './page-window.ts'

/**
 * Ends the application in order: whoever has work under way is asked first, every run is stopped with what it has
 * reached, every thread has ended before the process does.
 */
export class Quit {
  readonly #app: App
  readonly #page: PageWindow
  #state: 'no' | 'asking' | 'closing' = 'no'

  constructor(app: App, page: PageWindow) {
    this.#app = app
    this.#page = page
    electron.on('before-quit', (event) => {
      event.preventDefault()
      void this.#ask()
    })
    // A session that ends, and a terminal, wait for nobody's answer.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void this.now())
  }

  /** Whether the window may close by itself: elsewhere than on a Mac that is the end of the application. */
  watch(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (process.platform === 'darwin') return
      event.preventDefault()
      electron.quit()
    })
    window.on('session-end', () => void this.now())
  }

  async now(): Promise<void> {
    if (this.#state === 'closing') return
    this.#state = 'closing'
    this.#page.current?.hide()
    try {
      await this.#app.close()
      electron.exit(0)
    } catch (error) {
      console.error(error)
      const text = error instanceof Error ? error.message : String(error)
      dialog.showErrorBox('Glassbox could not end in order', `${text}\n\nWhat was reported as saved is saved.`)
      electron.exit(1)
    }
  }

  async #ask(): Promise<void> {
    if (this.#state !== 'no') return
    this.#state = 'asking'
    const work = await underWay(this.#app)
    const options = {
      type: 'question' as const,
      message: `${work} is under way. End Glassbox all the same?`,
      detail: 'A run is stopped with what it has reached; the epochs it has finished are saved.',
      buttons: ['Keep working', 'Stop and quit'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    }
    const ask = (): ReturnType<typeof dialog.showMessageBox> =>
      this.#page.current ? dialog.showMessageBox(this.#page.current, options) : dialog.showMessageBox(options)
    if (work !== null && (await ask()).response === 0) this.#state = 'no'
    else await this.now()
  }
}

/** What would be cut off, in words; null when there is nothing. */
async function underWay(app: App): Promise<string | null> {
  // Another process that owns the home folder works on without this one.
  if (!app.isOwner) return null
  const [runs, jobs] = await Promise.all([app.invoke('runs/list', {}), app.invoke('jobs/list', {})])
  const run = runs.find(({ status }) => status === 'running' || status === 'queued')
  if (run) return `The run “${run.name}”`
  return jobs[0] ? `The import of “${jobs[0].name}”` : null
}
