import {
  changesWith,
  MOST_CHANGES,
  optimizerAt,
  trainingAt,
  trainingUpTo,
  type RunChange,
} from '../../../src-engine/spec/run-changes.ts'
import { inferShapes, type LayerInfo } from '../../../src-engine/spec/shapes.ts'
import type { CommandArguments, CommandOutput } from '../../contract/contract.ts'
import { GlassboxError, toEnvelope } from '../../contract/errors.ts'
import { isResumable } from '../../contract/run-states.ts'
import type { RunDetail, RunKind } from '../../contract/types.ts'
import { kernelsFiles } from '../../kernels-files.ts'
import type { StoredDataset } from '../../storage/repositories/datasets/stored.ts'
import type { CheckpointRow } from '../../storage/repositories/checkpoints.ts'
import type { ReadStore, WriteStore } from '../../storage/store.ts'
import type { StartPoint } from '../../training/messages.ts'
import { bestEpochOf } from '../../training/epoch-log.ts'
import type { QueuedRun, RunSupervisor } from '../../training/supervisor.ts'
import { differenceFrom, thisEngine } from '../../training/this-engine.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { newId } from '../ids.ts'
import { defaultThreads, getSettings } from '../settings/settings.ts'
import { checkConfig } from './check-config.ts'
import { memoryOf } from './check-memory.ts'
import { chooseCheckpoint } from './choose-checkpoint.ts'
import { planOf } from './costs.ts'
import { beginningOf, withStatistics } from './fork.ts'
import type { Runs } from './runs.ts'

type Place = CommandOutput<'runs/resume'>['from']

/** Runs: begun, forked and taken up again. */
export class Training {
  readonly #read: ReadStore
  readonly #write: WriteStore
  readonly #datasets: Datasets
  readonly #runs: Runs
  readonly #supervisor: RunSupervisor

  constructor(services: {
    read: ReadStore
    write: WriteStore
    datasets: Datasets
    runs: Runs
    supervisor: RunSupervisor
  }) {
    this.#read = services.read
    this.#write = services.write
    this.#datasets = services.datasets
    this.#runs = services.runs
    this.#supervisor = services.supervisor
  }

  /** @returns the id of the run, which is stored and waits for its turn. */
  async start(
    { config: wanted, preset, name, threads, from, groupId, predictedSeconds }: CommandArguments<'runs/start'>,
    kind: RunKind = 'training',
  ): Promise<string> {
    const dataset = await this.#datasets.get(wanted.data.source)
    const config = from ? withStatistics(wanted, (await this.#runs.detail(from.runId)).config) : wanted
    const layers = checkConfig(config, dataset)
    const settings = await getSettings(this.#read)
    const { refusal } = memoryOf(planOf(config, dataset, threads ?? settings.threads ?? defaultThreads()))
    if (refusal) throw refusal
    const id = newId()
    await this.#write.runs.insert({
      ...{
        id,
        name: name ?? (kind === 'rateFinder' ? 'learning-rate finder' : null),
        kind,
        datasetId: dataset.id,
        preset,
        config,
        groupId: groupId ?? null,
        predictedSeconds,
      },
      classes: dataset.classes.map((entry) => entry.name),
      parameterCount: layers.reduce((sum, layer) => sum + layer.parameterCount, 0),
      from: from ? await this.#beginning(from, config, layers) : null,
    })
    await this.#enqueue(await this.#runs.detail(id), dataset, threads)
    return id
  }

  /**
   * Queues a run that rests once more.
   * @throws {GlassboxError} `run/wrong-state`, or `run/cannot-continue` where it would only come to the same end
   */
  async resume({ id, threads, limit }: CommandArguments<'runs/resume'>): Promise<CommandOutput<'runs/resume'>> {
    const detail = await this.#runs.detail(id)
    const { status, error, name } = detail
    if (!isResumable(status) || this.#supervisor.isActive(id))
      throw new GlassboxError('run/wrong-state', `"${name}" is ${status}.`, {
        hint: status === 'completed' ? 'Fork it with more epochs to train on.' : 'It goes on by itself.',
      })
    if (detail.kind === 'rateFinder')
      throw new GlassboxError('run/cannot-continue', 'A range test is over in a moment and is not resumed.', {
        hint: 'Find a learning rate once more.',
      })
    if (error?.code === 'run/loss-not-finite')
      throw new GlassboxError(
        'run/cannot-continue',
        `"${name}" would come to the same end: its loss stops being a number.`,
        { hint: 'Fork it from a kept epoch with a smaller learning rate.' },
      )
    const dataset = await this.#datasets.get(detail.datasetId)
    const { row, notes } = await this.#newestIntact(detail)
    const place: Place | null = row && { epoch: row.epoch, step: row.step }
    await this.#write.runs.resume(id, place)
    const { environment } = detail
    const difference = environment && differenceFrom(environment, thisEngine(kernelsFiles).facts)
    await this.#enqueue(await this.#runs.detail(id), dataset, threads, limit)
    return { from: place ?? { epoch: 0, step: 0 }, notes: difference ? [...notes, difference] : notes }
  }

  /**
   * Records what is set otherwise from where a run stands; one that trains halts there and goes on at once.
   * @returns null when nothing is otherwise
   * @throws {GlassboxError} `run/wrong-state` for a run that waits for its turn or is over
   */
  async change({ id, learningRate, optimizer }: CommandArguments<'runs/change'>): Promise<RunChange | null> {
    const detail = await this.#runs.detail(id)
    const { name, status, kind, config, changes, epochsDone } = detail
    const isUnderWay = this.#supervisor.isUnderWay(id)
    const rests = (status === 'paused' || status === 'interrupted') && !this.#supervisor.isActive(id)
    if (kind === 'rateFinder' || !(isUnderWay || rests))
      throw new GlassboxError('run/wrong-state', `"${name}" is ${status}: it cannot be changed now.`, {
        hint:
          status === 'queued'
            ? 'Pause it first, or wait for its turn.'
            : 'Fork it from a kept epoch with other settings.',
      })
    const place = { epoch: epochsDone, step: Infinity }
    const now = optimizerAt(trainingAt(config.training, changes, place), place)
    const isOther = (optimizer ?? now.type) !== now.type || (learningRate ?? now.learningRate) !== now.learningRate
    if (!isOther) return null
    const record = (): Promise<RunChange | null> => this.#record(id, { learningRate, method: optimizer })
    return isUnderWay ? this.#supervisor.change(id, record) : record()
  }

  async #record(id: string, wanted: Parameters<typeof changesWith>[3]): Promise<RunChange | null> {
    const { config, changes, name } = await this.#runs.detail(id)
    const place = (await this.#read.runs.checkpoints(id)).at(-1) ?? { epoch: 0, step: 0 }
    const next = changesWith(config.training, changes, place, wanted)
    if (next.changes.length > MOST_CHANGES)
      throw new GlassboxError('input/invalid', `"${name}" was changed ${MOST_CHANGES} times already.`, {
        hint: 'Fork it, and change the fork.',
      })
    await this.#write.runs.setChanges(id, next.changes)
    return next.change
  }

  /** The newest checkpoint whose bytes are what they were; those behind it are lost. */
  async #newestIntact(detail: RunDetail): Promise<{ row: CheckpointRow | null; notes: string[] }> {
    const notes: string[] = []
    const exact = (row: CheckpointRow): boolean => row.state !== null || (row.epoch === 0 && row.step === 0)
    const rows = (await this.#read.runs.checkpoints(detail.id)).filter(exact)
    for (const row of rows.toReversed()) {
      try {
        await this.#read.runs.loadCheckpoint(row)
        return { row, notes }
      } catch (error) {
        if (toEnvelope(error).code !== 'storage/damaged') throw error
        notes.push(`The checkpoint of ${placeOf(row)} is damaged; the one before it is used.`)
      }
    }
    if (!detail.begunFrom) return { row: null, notes }
    throw new GlassboxError('run/cannot-continue', `No checkpoint of "${detail.name}" is intact.`, {
      hint: 'Fork the run that it came from once more.',
    })
  }

  async #beginning(
    { runId, checkpoint }: NonNullable<CommandArguments<'runs/start'>['from']>,
    config: RunDetail['config'],
    layers: readonly LayerInfo[],
  ): Promise<{ runId: string; checkpoint: CheckpointRow }> {
    const parent = await this.#runs.detail(runId)
    const row = chooseCheckpoint(parent, await this.#read.runs.checkpoints(runId), checkpoint)
    await this.#read.runs.loadCheckpoint(row) // a damaged one is found now, not when its turn comes
    const { config: begun, changes } = parent
    // Whose state the checkpoint holds: what was changed right there had no part in it.
    const training = trainingUpTo(begun.training, changes, row)
    const before = { config: { ...begun, training }, layers: inferShapes(begun.network) }
    return { runId, checkpoint: beginningOf(row, before, { config, layers }) }
  }

  async #enqueue(
    detail: RunDetail,
    dataset: StoredDataset,
    threads: number | undefined,
    limit?: CommandArguments<'runs/resume'>['limit'],
  ): Promise<void> {
    const { id, kind, config, begunFrom } = detail
    const settings = await getSettings(this.#read)
    const [first] = begunFrom ? await this.#read.runs.checkpoints(id) : []
    const run: QueuedRun = {
      ...{ id, kind, config, limit, threads: threads ?? settings.threads ?? defaultThreads() },
      dataSha256: dataset.contentSha256,
      oneHot: dataset.reading?.oneHot ?? [],
      examples: (signal) => this.#datasets.examples(dataset, config.data, signal),
      start: () => this.#startPoint(id),
      origin: first
        ? { epoch: first.epoch, step: first.step, weights: first.weightsSha256, optimizer: first.optimizerSha256 }
        : null,
    }
    await this.#supervisor.enqueue(run)
  }

  async #startPoint(id: string): Promise<StartPoint | null> {
    const row = (await this.#read.runs.checkpoints(id)).at(-1)
    if (!row) return null
    const { config, wallSeconds, alarms } = await this.#runs.detail(id)
    const earlier = await this.#runs.history(id)
    const bestEpoch = bestEpochOf(config.training.loss, earlier)
    const [checkpoint, best] = await Promise.all([
      this.#read.runs.loadCheckpoint(row),
      // Without them it can still go on: the best is then the best of the epochs to come.
      bestEpoch === null ? null : this.#read.runs.weights(id, bestEpoch).catch(() => null),
    ])
    return { checkpoint, earlier, best, alarms, wallSeconds }
  }
}

const placeOf = ({ epoch, step }: CheckpointRow): string =>
  step === 0 ? `epoch ${epoch}` : `step ${step} of epoch ${epoch + 1}`
