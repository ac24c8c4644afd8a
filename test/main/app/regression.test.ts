import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TableSpec } from '../../../src-engine/spec/data.ts'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { openApp, runOver } from '../support/app.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function takePlane(app: App): Promise<string> {
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { builtIn: 'plane' } }),
    () => undefined,
  )
  return datasetId ?? ''
}

test('a number is learnt, measured in its own unit, evaluated and verified', async () => {
  const app = await openApp()
  const id = await takePlane(app)
  expect(await takePlane(app)).toBe(id)
  const dataset = await app.invoke('datasets/get', { id })
  expect(dataset).toMatchObject({ task: 'regression', columns: ['x', 'y'], itemCount: 600 })
  expect(dataset.classes.map(({ name }) => name)).toEqual(['height'])
  const { train, validation, test: held } = dataset.classes[0]!.counts
  expect(train + validation + held).toBe(600)
  const { items, values } = await app.invoke('datasets/rows', { id, limit: 50 })
  for (const [row, { target }] of items.entries())
    expect(target).toBeCloseTo((values[2 * row]! + values[2 * row + 1]!) / 2, 4)

  const asked = { source: id, columns: 2, classes: 1, preset: 'logistic', trainCount: train }
  const config = presetConfig({
    ...{ ...asked, task: 'regression', table: { scale: 'standardize', statistics: null } },
    given: { training: { epochs: 30 } },
  })
  const { runId } = await app.invoke('runs/start', { config, preset: 'logistic', threads: 1 })
  expect((await runOver(app, runId)).error).toBeNull()
  const run = await app.invoke('runs/get', { id: runId })
  expect(run).toMatchObject({ task: 'regression', classes: ['height'], status: 'completed' })
  expect(run.metrics.test).toMatchObject({ accuracy: null, count: held })
  expect(run.metrics.test!.rSquared).toBeGreaterThan(0.999)
  expect(run.metrics.test!.meanAbsoluteError).toBeLessThan(0.02)
  // What was measured of the rows to train on stands in the config, and the receipt is of that.
  expect(run.config.data.table?.statistics?.offset).toHaveLength(2)
  const { accuracy, val_accuracy, val_loss } = await app.invoke('runs/history', { id: runId })
  expect(accuracy).toHaveLength(30)
  expect([...accuracy, ...val_accuracy].every(Number.isNaN)).toBe(true)
  expect(val_loss.every(Number.isFinite)).toBe(true)

  const evaluation = await app.invoke('runs/evaluate', { id: runId, split: 'test' })
  expect(evaluation).toMatchObject({ accuracy: null, confusion: [], perClass: [], classes: ['height'], total: held })
  expect(evaluation.metrics.rSquared).toBeCloseTo(run.metrics.test!.rSquared!, 10)
  for (const { label, top, loss } of evaluation.items) {
    expect(top).toHaveLength(1)
    expect(loss).toBeCloseTo((top[0]!.probability - Number(label)) ** 2, 12)
  }
  const { items: worst } = await app.invoke('runs/evaluate', {
    ...{ id: runId, split: 'test', query: { sort: 'loss', limit: 3 } },
  })
  expect(worst.map(({ loss }) => loss)).toEqual(
    evaluation.items
      .map(({ loss }) => loss)
      .sort((a, b) => b - a)
      .slice(0, 3),
  )

  const { verification } = await finishJob(
    app,
    () => app.invoke('runs/verify', { id: runId, threads: 1 }),
    () => undefined,
  )
  expect(verification).toMatchObject({ verdict: 'equal' })

  // A fork goes on with what its weights have learnt with.
  const more = { ...config, training: { ...config.training, epochs: 32 } }
  const from = { runId, checkpoint: 'last' as const }
  const fork = await app.invoke('runs/start', { config: more, preset: 'logistic', threads: 1, from })
  expect((await runOver(app, fork.runId)).error).toBeNull()
  expect((await app.invoke('runs/get', { id: fork.runId })).config.data).toEqual(run.config.data)
})

/** Mean |w·x + b − y| over rows as they are in the file, computed plainly. */
function plainError(rows: readonly { inputs: readonly number[]; target: number }[], network: PlainNetwork): number {
  const { weights, bias, table } = network
  const { offset, factor, target } = table.statistics!
  const answers = rows.map(({ inputs }) => {
    const sum = inputs.reduce((z, x, i) => z + weights[i]! * (x - offset[i]!) * factor[i]!, bias)
    return sum / target!.factor + target!.offset
  })
  return answers.reduce((sum, answer, row) => sum + Math.abs(answer - rows[row]!.target), 0) / rows.length
}

interface PlainNetwork {
  readonly weights: readonly number[]
  readonly bias: number
  readonly table: TableSpec
}

test('the mean absolute error of every epoch is kept, in its own unit, and comes through a file', async () => {
  const app = await openApp()
  const id = await takePlane(app)
  const { items, values } = await app.invoke('datasets/rows', { id })
  const rows = items.map(({ split, target }, row) => ({
    ...{ split, target: target ?? NaN, inputs: [values[2 * row]!, values[2 * row + 1]!] },
  }))
  const of = (split: string) => rows.filter((row) => row.split === split)
  const config = presetConfig({
    ...{ source: id, columns: 2, classes: 1, preset: 'logistic', trainCount: of('train').length },
    ...{ task: 'regression', table: { scale: 'standardize', statistics: null } },
    // One step an epoch: its training error is that of the weights before it.
    given: { training: { epochs: 4, batchSize: 600 } },
  })
  const { runId } = await app.invoke('runs/start', { config, preset: 'logistic', threads: 1 })
  expect((await runOver(app, runId)).error).toBeNull()
  const { mae, val_mae } = await app.invoke('runs/history', { id: runId })
  expect([mae.length, val_mae.length]).toEqual([4, 4])

  const { table } = (await app.invoke('runs/get', { id: runId })).config.data
  for (const epoch of (await app.invoke('runs/get', { id: runId })).checkpoints) {
    const { tensors } = await app.invoke('runs/weights', { id: runId, checkpoint: epoch })
    const [weights, bias] = tensors.map((tensor) => [...tensor.values])
    const network = { weights: weights!, bias: bias![0]!, table: table! }
    if (epoch < 4) expect(mae[epoch]).toBeCloseTo(plainError(of('train'), network), 5)
    if (epoch > 0) expect(val_mae[epoch - 1]).toBeCloseTo(plainError(of('validation'), network), 5)
  }
  const drawn = await app.invoke('runs/curves', { id: runId, series: ['mae', 'val_mae', 'accuracy'], points: 100 })
  expect([[...drawn.mae], [...drawn.val_mae], drawn.accuracy.length]).toEqual([[...mae], [...val_mae], 4])
  expect((await app.invoke('runs/get', { id: runId })).last).toMatchObject({ mae: mae[3], val_mae: val_mae[3] })

  const file = join(await temporaryFolder(), 'plane.glassbox')
  await finishJob(
    app,
    () => app.invoke('runs/export', { ids: [runId], file }),
    () => undefined,
  )
  const other = await openApp()
  await finishJob(
    other,
    () => other.invoke('runs/import', { file }),
    () => undefined,
  )
  const taken = await other.invoke('runs/history', { id: runId })
  expect([[...taken.mae], [...taken.val_mae]]).toEqual([[...mae], [...val_mae]])
})

test('what a number cannot be learnt with is refused', async () => {
  const app = await openApp()
  const id = await takePlane(app)
  const refused = async (asked: Partial<Parameters<typeof presetConfig>[0]>) => {
    const request = {
      source: id,
      columns: 2,
      classes: 1,
      task: 'regression' as const,
      preset: 'mlp-32',
      trainCount: 360,
    }
    const config = presetConfig({ ...request, ...asked })
    return app.invoke('runs/start', { config, preset: null }).then(
      () => null,
      (error: { code: string; details: { path: string } }) => [error.code, error.details.path],
    )
  }
  expect(await refused({ task: 'classification' })).toEqual(['run/spec-invalid', 'training.loss'])
  expect(await refused({ classes: 2, task: 'classification' })).toEqual(['run/spec-invalid', 'network.layers[1]'])
  expect(await refused({ set: [['network.layers[1].activation', 'softmax']] })).toEqual([
    'run/spec-invalid',
    'network.layers[1]',
  ])
  expect(await refused({ set: [['training.loss', 'binaryCrossentropy']] })).toEqual([
    'run/spec-invalid',
    'training.loss',
  ])
  const statistics = { fill: [0], offset: [0], factor: [1], target: null }
  expect(await refused({ table: { scale: 'standardize', statistics } })).toEqual([
    'run/spec-invalid',
    'data.table.statistics',
  ])
})
