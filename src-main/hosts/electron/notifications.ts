import { Notification } from 'electron'
import type { App } from '../../app/app.ts'
import type { RunSummary } from '../../contract/types.ts'
import { endSentence } from '../../contract/run-end.ts'
import type { PageWindow } from './page-window.ts'

/** Tells the end of a run to whoever is not looking; a click leads to the run. */
export async function notifyOfRuns(app: App, page: PageWindow): Promise<void> {
  let { notifyAtEnd } = await app.invoke('settings/get', {})
  app.on('settings/changed', (settings) => (notifyAtEnd = settings.notifyAtEnd))
  const ended = new Map<string, RunSummary>()
  /** Electron forgets a notification that nobody holds, and with it the click. */
  const shown = new Set<Notification>()
  app.on('run/changed', (run) => {
    if (run.status === 'completed' || run.status === 'failed') ended.set(run.id, run)
  })
  app.on('run/finished', ({ runId }) => {
    const run = ended.get(runId)
    ended.delete(runId)
    if (!run || !notifyAtEnd || page.current?.isFocused() || !Notification.isSupported()) return
    const notification = new Notification({ title: run.name, body: endSentence(run) })
    shown.add(notification)
    notification.on('close', () => shown.delete(notification))
    notification.on('click', () => {
      shown.delete(notification)
      page.tell({ kind: 'go', path: `/runs/${runId}` })
      page.show()
    })
    notification.show()
  })
}
