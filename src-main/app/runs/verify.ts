import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { SplitName } from '../../../src-engine/spec/data.ts'
import { isBefore } from '../../../src-engine/spec/run-changes.ts'
import { eachSeries } from '../../contract/curve-history.ts'
import { GlassboxError, toEnvelope } from '../../contract/errors.ts'
import type { Receipt, RunDetail, RunHistory, Verification } from '../../contract/types.ts'
import type { JobOptions } from '../../datasets/each-picture.ts'
import type { Examples } from '../../inference/messages.ts'
import { kernelsFiles } from '../../kernels-files.ts'
import type { CheckpointRecord, CheckpointRow } from '../../storage/repositories/checkpoints.ts'
import type { StoredDataset } from '../../storage/repositories/datasets/stored.ts'
import type { ReadStore } from '../../storage/store.ts'
import { WANTED, type StartPoint } from '../../training/messages.ts'
import { specSha256 } from '../../training/receipt.ts'
import { segmentOf } from '../../training/segments.ts'
import { differenceFrom, thisEngine } from '../../training/this-engine.ts'
import { runTrainingThread, TrainingControl, type ThreadEnd } from '../../training/training-thread.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { defaultThreads, getSettings } from '../settings/settings.ts'
import type { Runs } from './runs.ts'

interface Services {
  readonly read: ReadStore
  readonly runs: Runs
  readonly datasets: Datasets
}

type Difference = Verification['firstDifference']
type DataFound = Verification['data'] & {
  readonly splits: Readonly<Record<SplitName, Examples>>
  readonly notes: string[]
}

/** Series that every epoch has to give again, bit for bit; how long it took may differ. */
const COMPARED = ['loss', 'accuracy', 'val_loss', 'val_accuracy'] as const
/** Most files that are named. */
const NAMED = 20

/**
 * Carries a run out once more, from data read anew, and compares every epoch and the weights with what is stored.
 * @param options.last only so many of its last epochs, from a kept checkpoint before them
 * @throws {GlassboxError} `run/wrong-state` for a run without a receipt
 */
export async function verifyRun(
  services: Services,
  { id, last, threads }: { id: string; last?: number | undefined; threads?: number | undefined },
  { onProgress, signal }: JobOptions,
): Promise<Verification> {
  const { read, runs, datasets } = services
  const detail = await runs.detail(id)
  const receipt = requireReceipt(detail, await read.runs.storedConfig(id))
  const dataset = await datasets.get(detail.datasetId)
  const { start, notes } = await beginning(read, detail, receipt, last)
  const from = start?.checkpoint.epoch ?? 0
  const { facts } = thisEngine(kernelsFiles)
  const base = { runId: id, from, to: receipt.epochs }
  const unfit = { expected: receipt.data, actual: receipt.data, changed: [], changedCount: 0 }
  const sameWeights = { expected: receipt.weights, actual: '' }
  const otherEngine = differenceFrom(receipt.environment, facts)
  if (receipt.environment.fusedMultiplyAdd !== facts.fusedMultiplyAdd)
    return {
      ...{ ...base, verdict: 'notComparable', firstDifference: null, data: unfit, weights: sameWeights, notes },
      message: `Not comparable: ${lowered(otherEngine ?? '')}`,
    }
  const history = await runs.history(id)
  const kept = await read.runs.checkpoints(id)
  const folder = await mkdtemp(join(tmpdir(), 'glassbox-verify-'))
  try {
    const data = await readData(datasets, dataset, detail, receipt, join(folder, 'data'), signal)
    notes.push(...data.notes)
    let firstDifference: Difference = null
    let weights = start ? sha256(start.checkpoint.weights) : ''
    const settings = await getSettings(read)
    let control = new TrainingControl()
    const stop = (): void => control.halt(WANTED.stop)
    signal?.addEventListener('abort', stop)
    const {
      network,
      training,
      data: { prepare, table },
    } = detail.config
    const job = {
      ...({ kind: 'training', network, preparation: { prepare, table }, oneHot: [], splits: data.splits } as const),
      ...{ threads: threads ?? settings.threads ?? defaultThreads(), until: receipt.epochs },
    }
    /** Where the run was changed next, once it stands there. */
    let reached: CheckpointRecord | null = null
    /** From one change to the next; time limits nothing here: it is known how far the run came. */
    const train = (point: StartPoint | null): Promise<ThreadEnd> => {
      const segment = segmentOf({ ...training, timeBudget: null }, detail.changes, point, null)
      reached = null
      const keep = (checkpoint: CheckpointRecord): void => {
        const { restAt } = segment
        if (restAt && !isBefore(checkpoint, restAt)) reached = copyOf(checkpoint)
      }
      return runTrainingThread(Promise.resolve({ ...job, ...segment }), control, async (message) => {
        if (message.kind === 'progress') {
          const { epoch, step, steps, samplesPerSecond, secondsLeft } = message.progress
          const done = Math.floor((epoch - 1 + step / steps - from) * steps)
          const total = (receipt.epochs - from) * steps
          onProgress?.({ done, total, skipped: 0, perSecond: samplesPerSecond, secondsLeft })
        }
        if (message.kind === 'checkpoint') {
          keep(message.checkpoint)
          control.acknowledge()
        }
        if (message.kind !== 'epochs') return
        weights = sha256(message.last.weights)
        const found = [message.best, message.last].flatMap((one) =>
          one ? [{ epoch: one.epoch, sha: sha256(one.weights) }] : [],
        )
        keep(message.last)
        // From here on the worker may use their memory again.
        control.acknowledge()
        firstDifference ??= differenceIn(history, message.epochs) ?? otherWeights(kept, found)
        // The rest can only differ as well.
        if (firstDifference) control.halt(WANTED.stop)
      })
    }
    let error: ThreadEnd['error'] = null
    try {
      for (let point = start; ; point = { ...(point ?? BEGINNING), checkpoint: reached }) {
        error = (await train(point)).error
        if (error || control.isEnding || !reached) break
        control = new TrainingControl()
      }
    } finally {
      signal?.removeEventListener('abort', stop)
    }
    if (signal?.aborted) throw new GlassboxError('cancelled', 'Cancelled.')
    if (error) throw GlassboxError.fromEnvelope(error)
    if (!firstDifference && weights !== receipt.weights)
      firstDifference = { epoch: receipt.epochs, what: 'weights', expected: receipt.weights, actual: weights }
    const { splits: _, notes: __, ...sources } = data
    const isEqual = !firstDifference && data.changedCount === 0
    const verdict = isEqual
      ? 'equal'
      : firstDifference && otherEngine && data.changedCount === 0
        ? 'notComparable'
        : 'different'
    return {
      ...{ ...base, verdict, firstDifference, data: sources, weights: { expected: receipt.weights, actual: weights } },
      message: sentence(base, firstDifference, data.changedCount, otherEngine),
      notes: otherEngine && isEqual ? [...notes, `${otherEngine} Here they do not.`] : notes,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function requireReceipt({ name, receipt, status, kind, changes }: RunDetail, stored: RunConfig | null): Receipt {
  if (!receipt || kind !== 'training')
    throw new GlassboxError('run/wrong-state', `"${name}" has no receipt to verify: it is ${status}.`, {
      hint: 'A run gets its receipt when it has completed or was stopped behind its first epoch.',
    })
  if (!stored || receipt.spec !== specSha256(stored, changes))
    throw new GlassboxError('storage/damaged', `The settings stored of "${name}" are not those of its receipt.`, {
      hint: 'Check the integrity of the database.',
    })
  return receipt
}

/** From where the run is carried out again: its own beginning, or the newest exact checkpoint before the last epochs. */
async function beginning(
  read: ReadStore,
  { id, parent, name }: RunDetail,
  { epochs, start }: Receipt,
  last: number | undefined,
): Promise<{ start: StartPoint | null; notes: string[] }> {
  const first = start?.epoch ?? 0
  const latest = last === undefined ? first : Math.max(first, epochs - last)
  const rows = (await read.runs.checkpoints(id)).filter(
    (row) => row.epoch <= latest && (row.state !== null || row.epoch === 0) && (row.step === 0 || row.epoch === first),
  )
  const row = latest === first ? (start ? rows[0] : undefined) : rows.at(-1)
  const notes =
    row && row.epoch < latest ? [`Epoch ${latest} is not kept: it begins behind epoch ${row.epoch} instead.`] : []
  if (!row || (row.epoch === 0 && row.step === 0 && !start)) {
    if (start)
      throw new GlassboxError('run/no-checkpoint', `Where "${name}" began is not kept any more.`, {
        hint: parent ? 'Verify the run that it came from.' : 'Train it again.',
      })
    return { start: null, notes }
  }
  const checkpoint = await read.runs.loadCheckpoint(row)
  return { start: { ...BEGINNING, checkpoint }, notes }
}

const NO_EPOCHS = eachSeries(() => new Float64Array())

/** Of a run that is carried out once more nothing else has to be known. */
const BEGINNING = { earlier: NO_EPOCHS, best: null, alarms: [], wallSeconds: 0 } satisfies Omit<
  StartPoint,
  'checkpoint'
>

/** With bytes of its own. */
const copyOf = (checkpoint: CheckpointRecord): CheckpointRecord => ({
  ...checkpoint,
  weights: checkpoint.weights.slice(),
  optimizer: checkpoint.optimizer?.slice() ?? null,
})

/** The data as its originals are now; where they are out of reach, what was prepared of them. */
async function readData(
  datasets: Datasets,
  dataset: StoredDataset,
  { config }: RunDetail,
  receipt: Receipt,
  file: string,
  signal: AbortSignal | undefined,
): Promise<DataFound> {
  const { data } = config
  const stored = await datasets.allItems(dataset.id)
  try {
    const found = await datasets.readAgain(dataset, data.prepare, file, signal ? { signal } : {})
    const now = new Map(found.items.map(({ path, contentSha256 }) => [path, contentSha256]))
    const changed = stored.filter(({ path, contentSha256 }) => now.get(path) !== contentSha256).map(({ path }) => path)
    const sources = {
      ...{ expected: receipt.data, actual: found.contentSha256 },
      ...{ changed: changed.slice(0, NAMED), changedCount: changed.length },
    }
    if (found.items.length === stored.length && stored.every(({ path }, i) => path === found.items[i]?.path))
      return { ...sources, splits: await datasets.examplesIn(file, dataset, data), notes: [] }
    const note = 'Files are gone since the run, so it was carried out on what was prepared of them before.'
    return { ...sources, splits: await datasets.examples(dataset, data, signal), notes: [note] }
  } catch (error) {
    if (toEnvelope(error).code !== 'dataset/changed') throw error
    return {
      ...{ expected: receipt.data, actual: dataset.contentSha256, changed: [], changedCount: 0 },
      splits: await datasets.examples(dataset, data, signal),
      notes: ['The originals are out of reach, so it was carried out on what was prepared of them.'],
    }
  }
}

/** The first epoch that did not give the same numbers, to the last bit. */
function differenceIn(history: RunHistory, epochs: RunHistory): Difference {
  const places = new Map(Array.from(history.epoch, (epoch, index) => [epoch, index]))
  for (const [index, epoch] of epochs.epoch.entries()) {
    const place = places.get(epoch)
    for (const what of COMPARED) {
      const expected = place === undefined ? NaN : history[what][place]!
      const actual = epochs[what][index]!
      if (place === undefined || !Object.is(expected, actual))
        return { epoch, what, expected: String(expected), actual: String(actual) }
    }
  }
  return null
}

/** The same numbers can come of other weights: those that are kept are compared too. */
function otherWeights(kept: readonly CheckpointRow[], found: readonly { epoch: number; sha: string }[]): Difference {
  for (const { epoch, sha } of found) {
    const row = kept.find((one) => one.epoch === epoch && one.step === 0)
    if (row && row.weightsSha256 !== sha) return { epoch, what: 'weights', expected: row.weightsSha256, actual: sha }
  }
  return null
}

function sentence(
  { from, to }: { from: number; to: number },
  difference: Difference,
  changed: number,
  otherEngine: string | null,
): string {
  const epochs = from === 0 ? `All ${to} epochs` : `Epochs ${from + 1} to ${to}`
  const files = changed === 1 ? '1 file of the data has' : `${changed} files of the data have`
  if (difference) {
    const where = `The first epoch that differs is epoch ${difference.epoch}, in its ${difference.what}`
    if (changed > 0) return `${where}: ${files} changed since the run.`
    return otherEngine
      ? `Not comparable: ${lowered(otherEngine)} ${where}.`
      : `${where}, although the data are the same.`
  }
  if (changed > 0)
    return `${epochs} are the same to the last bit, but ${files} changed since the run; no number of these epochs depends on it.`
  return `${epochs} and the weights are the same to the last bit.`
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
