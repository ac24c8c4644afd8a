import { EXIT } from '../exit-codes.ts'
import { duration, print, printJson, visible } from '../output.ts'
import { Progress } from '../progress.ts'
import { finishJob } from '../wait.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface VerifyOptions extends GlobalOptions {
  readonly last?: number
  readonly threads?: number
}

/** Carries a run out once more and compares; anything but equality is exit code 5. */
export function verify(name: string, { last, threads, ...options }: VerifyOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const { id } = await app.invoke('runs/find', { run: name })
    const progress = new Progress()
    const { verification } = await finishJob(
      app,
      () => app.invoke('runs/verify', { id, ...(last && { last }), ...(threads && { threads }) }),
      ({ done, total, secondsLeft }) => {
        const left = secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`
        progress.bar(done / Math.max(1, total), `verifying${left}`)
      },
    )
    progress.clear()
    if (!verification) return EXIT.failed
    if (options.json) printJson(verification)
    else {
      const { verdict, message, data, firstDifference, notes } = verification
      print(`${verdict === 'notComparable' ? 'not comparable' : verdict}: ${message}`)
      if (firstDifference && firstDifference.what !== 'weights')
        print(
          `epoch ${firstDifference.epoch}: ${firstDifference.what} was ${firstDifference.expected}, is ${firstDifference.actual}`,
        )
      if (data.changedCount > 0) print(`changed: ${data.changed.map((path) => visible(path)).join(', ')}`)
      for (const text of notes) print(text)
    }
    return verification.verdict === 'equal' ? EXIT.ok : EXIT.failed
  })
}
