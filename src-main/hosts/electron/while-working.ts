import { powerSaveBlocker } from 'electron'
import type { App } from '../../app/app.ts'
import type { EventPayload } from '../../contract/contract.ts'
import { runShare } from '../../contract/progress.ts'
import type { PageWindow } from './page-window.ts'

/** While a run trains: its share on the task bar, and a computer that does not fall asleep. */
export function showWork(app: App, page: PageWindow): void {
  const trains = new Set<string>()
  let blocker: number | null = null

  function show(share: number): void {
    page.current?.setProgressBar(share)
  }
  function follow({ id, status }: EventPayload<'run/changed'>): void {
    if (status === 'running') trains.add(id)
    else trains.delete(id)
    if (trains.size > 0) {
      blocker ??= powerSaveBlocker.start('prevent-app-suspension')
      return
    }
    if (blocker !== null) powerSaveBlocker.stop(blocker)
    blocker = null
    show(-1)
  }

  app.on('run/changed', follow)
  app.on('run/progress', (progress) => {
    if (trains.has(progress.runId)) show(runShare(progress))
  })
  app.on('job/progress', ({ done, total }) => {
    if (trains.size === 0 && total > 0) show(done / total)
  })
  app.on('job/finished', () => {
    if (trains.size === 0) show(-1)
  })
}
