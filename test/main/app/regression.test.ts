import { expect, test } from 'vitest'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { openApp, runOver } from '../support/app.ts'

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
