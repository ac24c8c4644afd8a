import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { Evaluation, type EvaluatedItem } from '../../../src-main/contract/types.ts'
import { importFolder, openApp, smallConfig, trainToEnd } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function ready(perClass = 40): Promise<{ app: App; source: string }> {
  const app = await openApp()
  return { app, source: await importFolder(app, await stripesFolder(await temporaryFolder(), perClass)) }
}
const called = ({ top }: EvaluatedItem): string => top[0]?.label ?? ''

test('a table of four rows is measured as by hand', async () => {
  const app = await openApp()
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { builtIn: 'xor' } }),
    () => undefined,
  )
  const still = { type: 'constant', value: 0 } as const
  const layers = [{ type: 'dense', units: 1, activation: 'sigmoid', kernelInitializer: still, biasInitializer: still }]
  const config = presetConfig({
    ...{ source: datasetId ?? '', columns: 2, classes: 2, preset: 'xor', trainCount: 4 },
    given: {
      data: { split: [1, 0, 0] },
      network: { input: [2], layers },
      training: { epochs: 1, batching: 'full', optimizer: { type: 'sgd', learningRate: 1 } },
    },
    set: [['training.loss', 'meanSquaredError']],
  })
  const { runId } = await trainToEnd(app, config)
  const evaluation = Evaluation.parse(await app.invoke('runs/evaluate', { id: runId, split: 'train' }))
  // Every answer is ½, which counts as the second class.
  expect(evaluation.confusion).toEqual([
    [0, 2],
    [0, 2],
  ])
  const [zero, one] = evaluation.perClass
  expect(zero).toEqual({
    ...{ name: '0', count: 2, predicted: 0, precision: null },
    ...{ recall: { value: 0, low: 0, high: 0 }, f1: { value: 0, low: 0, high: 0 } },
  })
  expect(one).toMatchObject({ name: '1', count: 2, predicted: 4, precision: { value: 0.5, low: 0, high: 1 } })
  expect(one).toMatchObject({ recall: { value: 1, low: 1, high: 1 }, f1: { value: 2 / 3 } })
  // Wilson's interval of 2 of 4.
  expect(evaluation.accuracy).toEqual({ value: 0.5, low: near(0.15004), high: near(0.84996) })
  expect(evaluation.items.map(({ file, loss }) => [file, loss])).toEqual(
    [1, 2, 3, 4].map((row) => [`row ${row}`, near(Math.LN2)]),
  )
})
const near = (value: number): number => expect.closeTo(value, 5) as number

test('a query chooses and orders the items of the same evaluation', async () => {
  const { app, source } = await ready()
  // So little trained that some answers are wrong.
  const { runId: id } = await trainToEnd(app, smallConfig(source, { set: [['training.epochs', 1]] }))
  const whole = await app.invoke('runs/evaluate', { id, split: 'train', checkpoint: 0 })
  expect([whole.total, whole.items.length]).toEqual([whole.metrics.count, whole.metrics.count])
  const ask = (query: object) =>
    app.invoke('runs/evaluated-items', { id, split: 'train', checkpoint: 0, query: { ...query } })

  const wrong = whole.items.filter((item) => called(item) !== item.label)
  expect(wrong.length).toBeGreaterThan(0)
  const byLoss = await ask({ onlyWrong: true, sort: 'loss' })
  expect(byLoss.total).toBe(wrong.length)
  expect(byLoss.items).toEqual(wrong.toSorted((a, b) => b.loss - a.loss))
  for (const [trueClass, row] of whole.confusion.entries())
    for (const [predictedClass, count] of row.entries()) {
      const cell = await ask({ trueClass, predictedClass, sort: 'confidence' })
      expect([cell.total, cell.items.length]).toEqual([count, count])
      const sure = cell.items.map(({ top }) => top[0]!.probability)
      expect(sure).toEqual(sure.toSorted((a, b) => b - a))
      for (const item of cell.items)
        expect([item.label, called(item)]).toEqual([whole.classes[trueClass], whole.classes[predictedClass]])
    }
  const page = await ask({ offset: 3, limit: 2 })
  expect([page.total, page.items]).toEqual([whole.total, whole.items.slice(3, 5)])
  const without = await app.invoke('runs/evaluate', { id, split: 'train', checkpoint: 0, query: { limit: 0 } })
  expect(without).toEqual({ ...whole, items: [] })
})

test('more classes than are kept can be named, and a best checkpoint that moves is asked anew', async () => {
  const { app, source } = await ready(12)
  const { runId: id } = await trainToEnd(app, smallConfig(source, { set: [['training.epochs', 2]] }))
  const one = await app.invoke('runs/evaluate', { id, topK: 1 })
  const all = await app.invoke('runs/evaluate', { id, topK: 1000 })
  expect(one.items.map(({ top }) => top.length)).toEqual(one.items.map(() => 1))
  expect(all.items.map(({ top }) => top.length)).toEqual(one.items.map(() => 2))
  expect((await app.invoke('runs/evaluate', { id, checkpoint: 0 })).checkpoint).toBe(0)
  expect((await app.invoke('runs/evaluate', { id, checkpoint: 'last' })).checkpoint).toBe(2)
})

test('looks at test results are counted by data, each run once', async () => {
  const { app, source } = await ready(12)
  const other = await importFolder(app, await stripesFolder(await temporaryFolder(), 13))
  const train = async (data: string) =>
    (await trainToEnd(app, smallConfig(data, { set: [['training.epochs', 1]] }))).runId
  const [first, second, elsewhere] = [await train(source), await train(source), await train(other)]
  expect(await app.invoke('runs/look', { id: first })).toEqual({ looks: 1 })
  expect(await app.invoke('runs/look', { id: first })).toEqual({ looks: 1 })
  expect(await app.invoke('runs/look', { id: elsewhere })).toEqual({ looks: 1 })
  expect(await app.invoke('runs/look', { id: second })).toEqual({ looks: 2 })
  await expect(app.invoke('runs/look', { id: 'nosuchrun' })).rejects.toMatchObject({ code: 'not-found' })
})

const digits = join(import.meta.dirname, '../../../../shared/data/folders/sign-digits-dev')
const hasDigits = existsSync(digits)
if (!hasDigits) console.warn(`\n*** ${digits} is not there: the evaluation of a real run is SKIPPED. ***\n`)

describe.skipIf(!hasDigits)('on photographed digits', () => {
  test('every figure is what counting the answers one by one gives', async () => {
    const app = await openApp()
    const source = await importFolder(app, digits)
    const { classes } = await app.invoke('datasets/get', { id: source })
    const config = smallConfig(source, { classes: classes.length, set: [['training.epochs', 2]] })
    const { runId: id } = await trainToEnd(app, config, 2)
    const { items, confusion, perClass, metrics, accuracy } = await app.invoke('runs/evaluate', { id })
    const right = items.filter((item) => called(item) === item.label)
    expect(metrics.accuracy).toBe(right.length / items.length)
    expect(accuracy?.value).toBe(metrics.accuracy)
    expect(items.reduce((sum, { loss }) => sum + loss, 0) / items.length).toBeCloseTo(metrics.loss, 5)
    for (const [index, { name, count, predicted, precision, recall, f1 }] of perClass.entries()) {
      const there = items.filter(({ label }) => label === name).length
      const calls = items.filter((item) => called(item) === name).length
      const hits = right.filter(({ label }) => label === name).length
      expect([count, predicted, confusion[index]?.[index]]).toEqual([there, calls, hits])
      expect(recall?.value).toBe(hits / there)
      expect(precision?.value ?? null).toBe(calls === 0 ? null : hits / calls)
      expect(f1?.value).toBeCloseTo((2 * hits) / (there + calls), 12)
      for (const figure of [precision, recall, f1])
        if (figure) expect(figure.low <= figure.value && figure.value <= figure.high).toBe(true)
    }
  })
})
