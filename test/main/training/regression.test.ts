import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { Inference } from '../../../src-main/inference/infer.ts'
import { kernelsFiles } from '../../../src-main/kernels-files.ts'
import { CONTROL, type TrainingJob, type TrainingMessage } from '../../../src-main/training/messages.ts'
import { specSha256 } from '../../../src-main/training/receipt.ts'
import { trainRun } from '../../../src-main/training/train-run.ts'
import { solve } from '../support/least-squares.ts'

const DIABETES = join(import.meta.dirname, '../../../../shared/data/tabular/diabetes_regression.csv')
const hasDiabetes = existsSync(DIABETES)
if (!hasDiabetes)
  console.warn(`SKIPPED: ${DIABETES} is not here, so regression is not held against least squares on it.`)

type Split = 'train' | 'validation' | 'test'
/** Three rows of five are to train on. */
const splitOf = (row: number): Split => (row % 5 === 3 ? 'validation' : row % 5 === 4 ? 'test' : 'train')

/** Rows of numbers, the last of which is the target, as an import would have left them. */
function stored(rows: readonly (readonly number[])[]) {
  const cacheFile = join(mkdtempSync(join(tmpdir(), 'glassbox-regression-')), 'rows.f32')
  writeFileSync(cacheFile, new Uint8Array(Float32Array.from(rows.flatMap((row) => row.slice(0, -1))).buffer))
  const of = (split: Split) => {
    const positions = Uint32Array.from(rows.keys()).filter((row) => splitOf(row) === split)
    const targets = Float64Array.from(positions, (row) => rows[row]!.at(-1)!)
    return {
      cacheFile,
      itemCount: rows.length,
      items: { positions, labels: new Uint32Array(positions.length), targets },
    }
  }
  return { train: of('train'), validation: of('validation'), test: of('test') }
}

async function train(rows: readonly (readonly number[])[], preset: string, scale: 'none' | 'standardize' | 'minMax') {
  const splits = stored(rows)
  const config = presetConfig({
    ...{ source: 'data1', columns: rows[0]!.length - 1, classes: 1, task: 'regression', preset },
    ...{ trainCount: splits.train.items.positions.length, table: { scale, statistics: null } },
  })
  const { network, training, data } = config
  const messages: TrainingMessage[] = []
  const control = new SharedArrayBuffer(4 * CONTROL.length)
  const job: TrainingJob = {
    ...{
      kind: 'training',
      kernelsFiles,
      kernelWorker: '',
      network,
      training,
      splits,
      threads: 1,
      start: null,
      control,
    },
    ...{ preparation: { prepare: data.prepare, table: data.table }, oneHot: [] },
  }
  await trainRun(job, (message) => {
    messages.push(structuredClone(message))
    if (message.kind === 'epochs' || message.kind === 'checkpoint')
      Atomics.add(new Int32Array(control), CONTROL.acknowledged, 1)
  })
  const find = <K extends TrainingMessage['kind']>(kind: K) =>
    messages.filter((one): one is Extract<TrainingMessage, { kind: K }> => one.kind === kind)
  const { measured } = find('ready')[0]!
  const best = find('epochs').findLast(({ bestEpoch, best: kept, last }) => (kept ?? last).epoch === bestEpoch)!
  return {
    config,
    splits,
    measured,
    epochs: find('epochs'),
    best: best.best ?? best.last,
    metrics: find('finished')[0]!.metrics!,
  }
}

describe.skipIf(!hasDiabetes)('the progression of diabetes', () => {
  const rows = hasDiabetes
    ? readFileSync(DIABETES, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number))
    : []

  /** R² on the test rows of the line that least squares draws through those to train on. */
  function leastSquares(): number {
    const of = (split: Split) => rows.filter((_, row) => splitOf(row) === split)
    const weights = solve(
      of('train').map((row) => [...row.slice(0, -1), 1]),
      of('train').map((row) => row.at(-1)!),
    )
    const held = of('test')
    const mean = held.reduce((sum, row) => sum + row.at(-1)!, 0) / held.length
    const answer = (row: readonly number[]) => [...row.slice(0, -1), 1].reduce((sum, x, i) => sum + x * weights[i]!, 0)
    const off = held.reduce((sum, row) => sum + (answer(row) - row.at(-1)!) ** 2, 0)
    return 1 - off / held.reduce((sum, row) => sum + (row.at(-1)! - mean) ** 2, 0)
  }

  it.each([
    ['logistic', 'standardize', 0.02],
    ['logistic', 'minMax', 0.02],
    ['mlp-32', 'standardize', 0.05],
  ] as const)('is predicted by %s, %s, about as well as by least squares', async (preset, scale, within) => {
    const judge = leastSquares()
    const { metrics, splits, config, measured, best, epochs } = await train(rows, preset, scale)
    console.info(`${preset} ${scale}: R² ${metrics.test!.rSquared!.toFixed(4)}, least squares ${judge.toFixed(4)}`)
    expect(metrics.test!.rSquared!).toBeGreaterThan(judge - within)
    expect(metrics.test).toMatchObject({ accuracy: null, count: splits.test.items.positions.length })
    // In the target's own unit, which reaches from 25 to 346.
    expect(metrics.test!.meanAbsoluteError).toBeGreaterThan(30)
    expect(metrics.test!.meanAbsoluteError).toBeLessThan(60)
    expect(epochs[0]!.epochs.accuracy[0]).toBeNaN()
    expect(epochs[0]!.train.accuracy).toBeNull()

    // Evaluation needs nothing but what was measured: it comes to the same figures, and its numbers to the same errors.
    const found = new Inference(kernelsFiles).evaluate(
      { ...measured!, network: config.network, loss: config.training.loss, weights: best.weights },
      splits.test,
      1,
    )
    if (!found.targets) throw new Error('Numbers were expected.')
    expect(found.metrics.rSquared).toBeCloseTo(metrics.test!.rSquared!, 10)
    expect(found.targets).toEqual(splits.test.items.targets)
    const off = found.numbers.reduce((sum, number, i) => sum + Math.abs(number - found.targets[i]!), 0)
    expect(off / found.numbers.length).toBeCloseTo(metrics.test!.meanAbsoluteError!, 3)
    expect(new Set(found.tensorSha256).size).toBeGreaterThan(80)
  })

  it('is measured on the rows to train on alone, also where cells are empty', async () => {
    const gaps = rows.map((row, index) => row.map((value, column) => (index % 7 === 0 && column === 2 ? NaN : value)))
    const { measured, metrics } = await train(gaps, 'logistic', 'standardize')
    const known = gaps.filter((row, index) => splitOf(index) === 'train' && !Number.isNaN(row[2]))
    const mean = known.reduce((sum, row) => sum + Math.fround(row[2]!), 0) / known.length
    expect(measured!.table!.statistics!.fill[2]).toBeCloseTo(mean, 9)
    expect(metrics.test!.rSquared).toBeGreaterThan(0.3)
  })
})

test('a config of before there were scaled tables keeps the hash of what was stored', () => {
  const text =
    '{"data":{"prepare":null,"split":[0.6,0.2,0.2]},"network":{"input":[2]},"training":{"epochs":3,"seed":1}}'
  const { data, ...rest } = JSON.parse(text) as { data: object }
  const then = { ...rest, data: { source: 'a', ...data } } as unknown as Parameters<typeof specSha256>[0]
  expect(specSha256(then, [])).toBe(createHash('sha256').update(text).digest('hex'))
})
