import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { inputShape } from '../../../src-engine/spec/data.ts'
import { defaultPreset, plainPreset } from '../../../src-engine/spec/presets.ts'
import { presetConfig, type ConfigRequest } from '../../../src-engine/spec/preset-config.ts'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { trainingAt } from '../../../src-engine/spec/run-changes.ts'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'
import type { App } from '../../app/app.ts'
import { newId } from '../../app/ids.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { usualPreparation } from '../../contract/preparation.ts'
import type { CheckpointName, DatasetSummary, RunDetail } from '../../contract/types.ts'
import { resolveData } from '../data-source.ts'
import { findRate } from '../find-rate.ts'
import { print, printJson } from '../output.ts'
import { groupResult, printRun, runResult, spreadLine } from '../run-result.ts'
import { tableChoice, type TableOptions } from '../table-options.ts'
import { exitCodeOfRun, watchRun } from '../watch-run.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface TrainOptions extends GlobalOptions, TableOptions {
  readonly preset?: string
  readonly config?: string
  readonly set: readonly (readonly [path: string, value: unknown])[]
  readonly epochs?: number
  readonly seed?: number
  readonly threads?: number
  readonly name?: string
  /** RUN@EPOCH */
  readonly fork?: string
  /** How many runs, each with another seed. */
  readonly seeds?: number
  readonly findLr?: boolean
}

type Given = NonNullable<ConfigRequest['given']>

/** Trains one run to its end, or one for each of some seeds, and prints what came out. */
export function train(data: string | undefined, options: TrainOptions): Promise<number> {
  return withApp(options, 'write', async (app) => {
    const from = options.fork === undefined ? null : await forkSource(app, options.fork)
    if (data === undefined && !from)
      throw new GlassboxError('input/invalid', 'There is nothing to train on.', {
        hint: 'Name a folder, a data set or built-in data, or a run to go on from with --fork RUN@EPOCH.',
      })
    const dataset =
      data === undefined
        ? await app.invoke('datasets/get', { id: from!.run.datasetId })
        : await resolveData(app, data, tableChoice(options))
    const given = options.config ? await readConfig(options.config) : from ? configThen(from) : {}
    const input = inputShape(dataset.prepare, dataset.columns?.length)
    const preset = options.preset ?? from?.run.preset ?? (given.network ? plainPreset(input) : defaultPreset(input))
    const config = configOf(dataset, preset, given, options)
    const settings = await app.invoke('settings/get', {})
    const start = {
      preset: options.config ? null : preset,
      threads: options.threads ?? settings.threads ?? Math.min(MAX_THREADS, availableParallelism()),
      ...(from && { from: { runId: from.run.id, checkpoint: from.checkpoint } }),
    }
    if (options.findLr) return findRate(app, { config, preset: start.preset, threads: start.threads }, options)
    const { seeds = 1, name } = options
    const { seed } = config.training
    const groupId = newId()
    const runs: RunDetail[] = []
    for (let i = 0; i < seeds; i++) {
      const one = { ...config, training: { ...config.training, seed: seed + i } }
      const named = name === undefined ? {} : { name: seeds > 1 ? `${name} seed ${seed + i}` : name }
      const watching = watchRun(app)
      const { runId } = await app.invoke('runs/start', {
        ...{ ...start, config: one, ...named },
        ...(seeds > 1 && { groupId }),
      })
      await watching(runId, config.training.epochs)
      const run = await app.invoke('runs/get', { id: runId })
      runs.push(run)
      if (!options.json) printRun(run)
      if (run.status !== 'completed') break
    }
    const last = runs.at(-1)!
    if (options.json) printJson(seeds > 1 ? groupResult(groupId, runs) : runResult(last))
    else if (seeds > 1) print(spreadLine(runs))
    // Other processes may have handed this one their work in the meantime.
    if (last.status === 'completed') await app.whenIdle()
    return exitCodeOfRun(last)
  })
}

/** The config of a run as it was trained from a checkpoint on. */
function configThen({ run, checkpoint }: { run: RunDetail; checkpoint: CheckpointName }): RunConfig {
  const { config, changes, kept, bestEpoch } = run
  const epoch = checkpoint === 'best' ? bestEpoch : checkpoint
  const place = epoch === 'last' || epoch === null ? kept.at(-1) : { epoch, step: 0 }
  return { ...config, training: trainingAt(config.training, changes, place ?? { epoch: 0, step: 0 }) }
}

/** RUN@EPOCH: the epoch is a number, best or last, and best when it is left out. */
async function forkSource(app: App, text: string): Promise<{ run: RunDetail; checkpoint: CheckpointName }> {
  const at = text.lastIndexOf('@')
  const name = at < 0 ? text : text.slice(0, at)
  const epoch = at < 0 ? 'best' : text.slice(at + 1)
  if (epoch !== 'best' && epoch !== 'last' && !/^\d{1,9}$/.test(epoch))
    throw new GlassboxError('input/invalid', `"${epoch}" is no epoch of a run.`, {
      hint: 'It looks like --fork RUN@12, RUN@best or RUN@last; RUN@0 begins with the same first weights.',
    })
  const { id } = await app.invoke('runs/find', { run: name })
  const run = await app.invoke('runs/get', { id })
  return { run, checkpoint: epoch === 'best' || epoch === 'last' ? epoch : Number(epoch) }
}

function configOf(dataset: DatasetSummary, preset: string, given: Given, options: TrainOptions): RunConfig {
  const set = [...options.set]
  if (options.epochs !== undefined) set.push(['training.epochs', options.epochs])
  if (options.seed !== undefined) set.push(['training.seed', options.seed])
  try {
    return presetConfig({
      source: dataset.id,
      columns: dataset.columns?.length,
      task: dataset.task,
      classes: dataset.classes.length,
      preset,
      trainCount: dataset.classes.reduce((sum, { counts }) => sum + counts.train, 0),
      ...usualPreparation(dataset),
      given: { ...given, data: { ...given.data, split: splitOf(dataset, given), ...tableOf(dataset, given, options) } },
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

/** What was measured of other data means nothing here, unless weights go on that have learnt with it. */
function tableOf(
  { id }: DatasetSummary,
  { data }: Given,
  { fork }: TrainOptions,
): Pick<NonNullable<Given['data']>, 'table'> {
  if (!data?.table || fork !== undefined || data.source === undefined || data.source === id) return {}
  return { table: { ...data.table, statistics: null } }
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
