import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { inputShape } from '../../../src-engine/spec/data.ts'
import { defaultPreset, plainPreset } from '../../../src-engine/spec/presets.ts'
import { presetConfig, type ConfigRequest } from '../../../src-engine/spec/preset-config.ts'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'
import type { App } from '../../app/app.ts'
import { GlassboxError } from '../../contract/errors.ts'
import type { DatasetSummary, RunStatus } from '../../contract/types.ts'
import { resolveData } from '../data-source.ts'
import { EXIT } from '../exit-codes.ts'
import { onInterrupt } from '../interrupt.ts'
import { duration, loss, note, percent, print, printError, printJson } from '../output.ts'
import { Progress } from '../progress.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface TrainOptions extends GlobalOptions {
  readonly preset?: string
  readonly config?: string
  readonly set: readonly (readonly [path: string, value: unknown])[]
  readonly epochs?: number
  readonly seed?: number
  readonly threads?: number
  readonly name?: string
}

type Given = NonNullable<ConfigRequest['given']>

/** A run that was stopped, here or from another window, did not do what was asked. */
const EXIT_OF: Readonly<Record<RunStatus, number>> = {
  queued: EXIT.failed,
  running: EXIT.failed,
  completed: EXIT.ok,
  stopped: EXIT.interrupted,
  failed: EXIT.failed,
  interrupted: EXIT.failed,
}

/** Trains one run to its end and prints what came out. */
export function train(data: string, options: TrainOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const dataset = await resolveData(app, data)
    const given = options.config ? await readConfig(options.config) : {}
    const input = inputShape(dataset.prepare, dataset.columns?.length)
    const preset = options.preset ?? (given.network ? plainPreset(input) : defaultPreset(input))
    const config = configOf(dataset, preset, given, options)
    const settings = await app.invoke('settings/get', {})
    const watching = watch(app, config)
    const { runId } = await app.invoke('runs/start', {
      config,
      preset: options.config ? null : preset,
      threads: options.threads ?? settings.threads ?? Math.min(MAX_THREADS, availableParallelism()),
      ...(options.name === undefined ? {} : { name: options.name }),
    })
    await watching(runId)
    const run = await app.invoke('runs/get', { id: runId })
    if (run.error) throw GlassboxError.fromEnvelope(run.error)
    const { train: onTrain, validation, test } = run.metrics
    if (options.json)
      printJson({
        runId,
        status: run.status,
        epochs: run.epochsDone,
        evaluated: 'best',
        metrics: run.metrics,
        weightsSha256: run.weightsSha256,
        samplesPerSecond: run.samplesPerSecond,
        wallSeconds: run.wallSeconds,
      })
    else {
      print(
        `${run.name} (${runId}): ${run.status} after ${run.epochsDone} ${run.epochsDone === 1 ? 'epoch' : 'epochs'} in ${duration(run.wallSeconds)}`,
      )
      print(
        `best epoch ${run.bestEpoch ?? '–'}: train ${percent(onTrain?.accuracy)}, validation ${percent(validation?.accuracy)}, test ${percent(test?.accuracy)}`,
      )
    }
    // Other processes may have handed this one their work in the meantime.
    if (run.status === 'completed') await app.whenIdle()
    return EXIT_OF[run.status]
  })
}

function configOf(dataset: DatasetSummary, preset: string, given: Given, options: TrainOptions): RunConfig {
  const set = [...options.set]
  if (options.epochs !== undefined) set.push(['training.epochs', options.epochs])
  if (options.seed !== undefined) set.push(['training.seed', options.seed])
  try {
    return presetConfig({
      source: dataset.id,
      columns: dataset.columns?.length,
      classes: dataset.classes.length,
      preset,
      trainCount: dataset.classes.reduce((sum, { counts }) => sum + counts.train, 0),
      prepare: dataset.prepare,
      given: { ...given, data: { ...given.data, split: splitOf(dataset, given) } },
      set,
    })
  } catch (error) {
    if (error instanceof RangeError)
      throw new GlassboxError('run/spec-invalid', error.message, {
        hint: '`glassbox train --help` shows the presets and an example of a path.',
      })
    throw error
  }
}

/** The shares belong to a data set: those of a file that names another one are not for this. */
function splitOf({ id, split }: DatasetSummary, { data = {} }: Given): unknown {
  if (typeof data !== 'object' || (data as object | null) === null)
    throw new GlassboxError('input/invalid', '"data" in the config is no object.', {
      hint: 'It looks like { "split": [0.6, 0.2, 0.2] }, or leave it out.',
    })
  const isOfThis = data.source === undefined || data.source === id
  return isOfThis && 'split' in data ? data.split : split
}

/** The JSON object that a config file holds. */
export async function readConfig(file: string): Promise<Given> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new GlassboxError('not-found', `The config "${file}" cannot be read: ${cause.message}`)
  })
  let reason = ''
  try {
    const config: unknown = JSON.parse(text)
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config
  } catch (error) {
    reason = error instanceof Error ? ` ${error.message}.` : ''
  }
  throw new GlassboxError('input/invalid', `"${file}" holds no JSON object.${reason}`, {
    hint: 'A config looks like { "network": …, "training": … }; `glassbox runs show RUN --json` prints one under "config".',
  })
}

/** Shows the run's progress; Ctrl-C stops it with what it has reached. The promise resolves when the run is over. */
function watch(app: App, config: RunConfig): (runId: string) => Promise<void> {
  const progress = new Progress()
  const { epochs } = config.training
  const over = new Set<string>()
  let wake: () => void = () => undefined
  let mine = ''
  app.on('job/progress', ({ kind, done, total, perSecond }) => {
    if (kind === 'prepare')
      progress.bar(done / Math.max(total, 1), `preparing ${done}/${total}  ${Math.round(perSecond)}/s`)
  })
  app.on('run/progress', ({ runId, epoch, step, steps, samplesPerSecond, secondsLeft }) => {
    if (runId !== mine) return
    const left = secondsLeft === null ? '' : `  ${duration(secondsLeft)} left`
    progress.bar(
      (epoch - 1 + step / steps) / epochs,
      `epoch ${epoch}/${epochs}  ${Math.round(samplesPerSecond)}/s${left}`,
    )
  })
  // Epochs are saved at most once a second, and of those saved together the last one speaks for all.
  app.on('run/epochs', ({ runId, ...history }) => {
    if (runId !== mine) return
    const last = (series: keyof typeof history): number => history[series].at(-1) ?? NaN
    const validated = ` val_loss ${loss(last('val_loss'))} val_accuracy ${last('val_accuracy').toFixed(3)}`
    progress.line(
      `epoch ${last('epoch')}/${epochs} loss ${loss(last('loss'))} accuracy ${last('accuracy').toFixed(3)}` +
        `${Number.isNaN(last('val_accuracy')) ? '' : validated} ${last('seconds').toFixed(1)}s`,
      true,
    )
  })
  app.on('run/finished', ({ runId }) => {
    over.add(runId)
    wake()
  })
  return async (runId) => {
    mine = runId
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
      progress.clear()
    }
  }
}
