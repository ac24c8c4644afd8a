import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import type { RunHistory, SplitMetrics } from '../../../src-main/contract/types.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { writeStore } from '../../../src-main/storage/store.ts'

export interface HomeSize {
  readonly runs: number
  readonly points: number
  /** So many of the runs have `longPoints` instead. */
  readonly long: number
  readonly longPoints: number
}

const DATA = ['sign-digits', 'grocery', 'omniglot', 'mnist']
const PRESETS = ['mlp-32', 'mlp-128', 'cnn-small'] as const
const OPTIMIZERS = ['adam', 'sgd', 'nadam'] as const
const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03]
const SEEDS = 5
const WEIGHTS = 500
const environment = {
  ...{ engine: '0.1.0', build: null, runtime: 'node', threads: 1 },
  ...{ fusedMultiplyAdd: true, relaxedSimd: true, sharedMemory: true },
}

/** Fills a home folder with runs as training stores them: groups of five seeds, some without an end and some without figures. */
export function fillHome(home: string, { runs, points, long, longPoints }: HomeSize): void {
  const db = openForWriting(home)
  db.pragma('synchronous = OFF')
  const store = writeStore(db)
  const classes = ['a', 'b']
  const base = presetConfig({ source: 'data0', classes: 2, preset: 'mlp-8', trainCount: 100 })
  for (const [index, name] of DATA.entries())
    store.datasets.insert({
      ...{ id: `data${index}`, name, folder: `/${name}`, root: `/${name}`, fingerprint: name, contentSha256: name },
      ...{ classes, split: base.data.split, prepare: base.data.prepare, files: null, columns: null, builtIn: null },
      ...{ items: [], skipped: [], task: 'classification', reading: null, version: 1, parentId: null },
    })
  const [short, whole] = [historyOf(points), long > 0 ? historyOf(longPoints) : null]
  for (let number = 0; number < runs; number++) {
    const id = `run${String(number).padStart(5, '0')}`
    const sweep = Math.floor(number / SEEDS)
    const rng = createRng(number, 'data')
    const preset = PRESETS[sweep % PRESETS.length]!
    const data = sweep % DATA.length
    const config = presetConfig({
      ...{ source: `data${data}`, classes: 2, preset, trainCount: 100 },
      set: [
        ['training.seed', number % SEEDS],
        [
          'training.optimizer',
          { type: OPTIMIZERS[sweep % OPTIMIZERS.length], learningRate: RATES[sweep % RATES.length] },
        ],
        ['training.batchSize', sweep % 2 ? 32 : 64],
        ['training.labelSmoothing', sweep % 7 ? 0 : 0.1],
      ],
    })
    store.runs.insert({
      ...{
        id,
        name: `${preset} on ${DATA[data]}, ${number}`,
        kind: 'training',
        datasetId: `data${data}`,
        preset,
        config,
      },
      ...{ classes, parameterCount: 10_000 + 37 * (sweep % 50), from: null, groupId: `group${sweep}` },
    })
    const weights = Uint8Array.from({ length: 4 * WEIGHTS }, () => rng.uniform() * 256)
    const checkpoint = { epoch: 0, step: 0, weights, optimizer: null, state: null }
    // What still waits when the program ends.
    if (number % 199 === 7) continue
    store.runs.begin(id, { initial: checkpoint, environment, measured: null })
    if (number % 97 === 5) {
      store.runs.finish(id, { status: 'stopped', reason: null, error: null, wallSeconds: 0.2 })
      continue
    }
    const accuracy = 0.6 + 0.35 * rng.uniform()
    const of = (gap: number): SplitMetrics => ({ loss: 2 * (1 - accuracy) + gap, accuracy: accuracy - gap, count: 100 })
    const train = of(0)
    const validation = number % 101 === 3 ? { ...of(0.02), loss: NaN } : of(0.02)
    const epochs = number < long && whole ? whole : short
    const last = { ...checkpoint, epoch: epochs.epoch.length }
    store.runs.saveEpochs(
      id,
      {
        ...{ epochs, train, validation, last, best: null, bestEpoch: Math.ceil(last.epoch * 0.8), diagnostics: null },
        ...{ alarms: [], wallSeconds: 20 + 300 * rng.uniform(), samplesPerSecond: 3000 },
      },
      1e9,
    )
    const status = number % 41 === 11 ? 'stopped' : 'completed'
    store.runs.finish(id, {
      ...{ status, reason: status === 'completed' ? 'epochs' : null, error: null },
      metrics: { train, validation, test: of(0.03) },
    })
    store.record.edit(id, {
      ...(sweep % 3 === 0 && {
        experiment: ['widths', 'learning rates', 'smoothing'][sweep % 9 === 0 ? 0 : sweep % 2 ? 1 : 2],
      }),
      ...(number % 11 === 0 && { addTags: ['paper', ...(number % 22 ? ['old'] : [])] }),
      ...(number % 29 === 0 && { note: '**Wider** than before.' }),
    })
  }
  db.prepare('UPDATE runs SET epochs = epochs_done WHERE epochs_done > 0').run()
  // A minute apart, the last one now.
  db.prepare('UPDATE runs SET started_at = ? - 60000 * (? - number)').run(Date.now(), runs)
  db.close()
}

/** Curves that fall with noise on them. */
export function historyOf(points: number): RunHistory {
  const rng = createRng(1, 'data')
  const series = (of: (index: number) => number): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length: points }, (_, i) => of(i))
  const falling = (i: number): number => 1 / (1 + (40 * i) / points) + 0.02 * rng.normal()
  return {
    ...{
      epoch: series((i) => i + 1),
      seconds: series((i) => i / 10),
      loss: series(falling),
      val_loss: series(falling),
    },
    ...{ accuracy: series((i) => 1 - falling(i)), val_accuracy: series((i) => 1 - falling(i)) },
    ...{ mae: series(() => NaN), val_mae: series(() => NaN) },
  }
}
