import { availableParallelism } from 'node:os'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'
import { note, printJson } from '../output.ts'
import { printRun, runResult } from '../run-result.ts'
import { exitCodeOfRun, watchRun } from '../watch-run.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface ResumeOptions extends GlobalOptions {
  readonly threads?: number
}

/** Takes a run up where it stopped, however it stopped, and trains it to its end. */
export function resume(name: string, options: ResumeOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const { id, epochs } = await app.invoke('runs/find', { run: name })
    const settings = await app.invoke('settings/get', {})
    const watching = watchRun(app)
    const { from, notes } = await app.invoke('runs/resume', {
      id,
      threads: options.threads ?? settings.threads ?? Math.min(MAX_THREADS, availableParallelism()),
    })
    note(
      from.step > 0
        ? `Going on behind step ${from.step} of epoch ${from.epoch + 1}.`
        : `Going on behind epoch ${from.epoch}.`,
    )
    for (const text of notes) note(text)
    await watching(id, epochs)
    const run = await app.invoke('runs/get', { id })
    if (options.json) printJson(runResult(run))
    else printRun(run)
    if (run.status === 'completed') await app.whenIdle()
    return exitCodeOfRun(run)
  })
}
