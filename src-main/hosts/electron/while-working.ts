import { powerSaveBlocker } from 'electron'
import type { App } from '../../app/app.ts'
import { runShare } from '../../contract/progress.ts'
import type { PageWindow } from './page-window.ts'
import { followTraining } from './training-runs.ts'

/** While a run trains: its share on the task bar, and, where that is wanted, a computer that does not fall asleep. */
export async function showWork(app: App, page: PageWindow): Promise<void> {
  let training: readonly string[] = []
  let blocker: number | null = null
  let { keepAwake } = await app.invoke('settings/get', {})
  const show = (share: number): void => page.current?.setProgressBar(share)

  function stayAwake(): void {
    if (training.length > 0 && keepAwake) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }

  app.on('settings/changed', (settings) => {
    keepAwake = settings.keepAwake
    stayAwake()
  })
  await followTraining(app, (ids) => {
    training = ids
    stayAwake()
    if (ids.length === 0) show(-1)
  })
  app.on('run/progress', (progress) => {
    if (training.includes(progress.runId)) show(runShare(progress))
  })
  app.on('job/progress', ({ done, total }) => {
    if (training.length === 0 && total > 0) show(done / total)
  })
  app.on('job/finished', () => {
    if (training.length === 0) show(-1)
  })
}
