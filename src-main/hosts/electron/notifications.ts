import { Notification } from 'electron'
import type { App } from '../../app/app.ts'
import type { RunSummary } from '../../contract/types.ts'
import type { PageWindow } from './page-window.ts'

/** Tells the end of a run to whoever is not looking; a click leads to the run. */
export function notifyOfRuns(app: App, page: PageWindow): void {
  const ended = new Map<string, RunSummary>()
  /** Electron forgets a notification that nobody holds, and with it the click. */
  const shown = new Set<Notification>()
  app.on('run/changed', (run) => {
    if (run.status === 'completed' || run.status === 'failed') ended.set(run.id, run)
  })
  app.on('run/finished', ({ runId }) => {
    const run = ended.get(runId)
    ended.delete(runId)
    if (!run || page.current?.isFocused() || !Notification.isSupported()) return
    const notification = new Notification({ title: run.name, body: sentence(run) })
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

function sentence({ status, metrics, epochsDone }: RunSummary): string {
  if (status === 'failed') return 'Training failed. The run says why.'
  const [split, measured] = metrics.validation ? ['validation', metrics.validation] : ['training', metrics.train]
  const share = measured?.accuracy ?? null
  const accuracy = share === null ? '' : `, ${split} accuracy ${(share * 100).toFixed(1)} %`
  return `Trained ${epochsDone} ${epochsDone === 1 ? 'epoch' : 'epochs'}${accuracy}.`
}
