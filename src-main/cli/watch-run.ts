import type { App } from '../app/app.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { RunDetail } from '../contract/types.ts'
import { EXIT } from './exit-codes.ts'
import { onInterrupt } from './interrupt.ts'
import { duration, loss, note, printError, visible } from './output.ts'
import { Progress } from './progress.ts'

/**
 * The exit code of a run that was waited for: one that was stopped or paused, here or from another window, did not do what
 * was asked.
 * @throws {GlassboxError} the run's own error; `home/owner-lost` when whoever trained it ended before it
 */
export function exitCodeOfRun({ id, name, status, error }: RunDetail): number {
  if (error) throw GlassboxError.fromEnvelope(error)
  if (status === 'completed') return EXIT.ok
  if (status === 'stopped' || status === 'paused') return EXIT.interrupted
  throw new GlassboxError('home/owner-lost', `The Glassbox that trained ${name} has ended.`, {
    hint: `Every epoch that was shown is kept. Go on with: glassbox resume ${id}`,
  })
}

/**
 * Shows a run's progress; Ctrl-C stops it with what it has reached. To be called before the run is started; the function
 * that it gives resolves when the run is over.
 */
export function watchRun(app: App): (runId: string, epochs: number) => Promise<void> {
  const progress = new Progress()
  const over = new Set<string>()
  let wake: () => void = () => undefined
  let mine = ''
  let epochs = 0
  const ends = [
    app.on('job/progress', ({ kind, done, total, perSecond }) => {
      if (kind === 'prepare')
        progress.bar(done / Math.max(total, 1), `preparing ${done}/${total}  ${Math.round(perSecond)}/s`)
    }),
    app.on('run/progress', ({ runId, epoch, step, steps, samplesPerSecond, secondsLeft }) => {
      if (runId !== mine) return
      const left = secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`
      progress.bar(
        (epoch - 1 + step / steps) / epochs,
        `epoch ${epoch}/${epochs}  ${Math.round(samplesPerSecond)}/s${left}`,
      )
    }),
    // Epochs are saved at most once a second, and of those saved together the last one speaks for all.
    app.on('run/epochs', ({ runId, high: _, ...history }) => {
      if (runId !== mine) return
      const last = (series: keyof typeof history): number => history[series].at(-1) ?? NaN
      // A regression has an error instead of an accuracy; without validation examples there are no figures of theirs.
      const figure = (name: keyof typeof history, format: (value: number) => string): string =>
        Number.isNaN(last(name)) ? '' : ` ${name} ${format(last(name))}`
      const share = (value: number): string => value.toFixed(3)
      const figures = [
        ...[` loss ${loss(last('loss'))}`, figure('accuracy', share), figure('mae', loss)],
        ...[figure('val_loss', loss), figure('val_accuracy', share), figure('val_mae', loss)],
      ]
      progress.line(`epoch ${last('epoch')}/${epochs}${figures.join('')} ${last('seconds').toFixed(1)}s`, true)
    }),
    app.on('run/alarm', ({ runId, epoch, severity, message, remedy }) => {
      if (runId === mine) progress.line(visible(`epoch ${epoch}: ${severity}: ${message} ${remedy}`))
    }),
    app.on('run/waiting', ({ runId, error }) => {
      if (runId === mine)
        progress.line(error ? `Waiting: ${error.message} It goes on by itself when there is space.` : 'Going on.')
    }),
    app.on('run/finished', ({ runId }) => {
      over.add(runId)
      wake()
    }),
  ]
  return async (runId, planned) => {
    mine = runId
    epochs = planned
    const release = onInterrupt(() => {
      progress.clear()
      note('Stopping after this step; press Ctrl-C again to leave at once.')
      app.invoke('runs/stop', { id: runId }).catch(printError)
    })
    try {
      await new Promise<void>((resolve) => {
        wake = () => over.has(runId) && resolve()
        wake()
      })
    } finally {
      release()
      for (const end of ends) end()
      progress.clear()
    }
  }
}
