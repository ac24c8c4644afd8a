import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtInTable } from '../../../src-engine/data/tables/built-in.ts'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { importFolder, openApp, smallConfig, trainToEnd } from '../support/app.ts'
import { stripes } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function take(app: App, name: string): Promise<string> {
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { builtIn: name } }),
    () => undefined,
  )
  return datasetId ?? ''
}

/** A truth table is learnt whole. */
const WHOLE = { split: [1, 0, 0] }

function configOf(source: string, preset: string, set: [string, unknown][] = []): RunConfig {
  return presetConfig({ source, columns: 2, classes: 2, preset, trainCount: 4, given: { data: WHOLE }, set })
}

test('built-in data become one data set, however often they are chosen', async () => {
  const app = await openApp()
  const id = await take(app, 'spirals')
  expect(await take(app, 'spirals')).toBe(id)
  const [dataset, ...others] = await app.invoke('datasets/list', {})
  expect(others).toEqual([])
  expect(dataset).toMatchObject({
    ...{ id, name: 'spirals', builtIn: 'spirals', folder: null, columns: ['x', 'y'], prepare: null },
    ...{ itemCount: 600, skippedCount: 0, split: [0.6, 0.2, 0.2] },
  })
  const counts = dataset!.classes.map(({ counts: { train, validation, test } }) => train + validation + test)
  expect(counts).toEqual([300, 300])
  expect(dataset!.classes.every(({ counts }) => counts.train > 150 && counts.validation > 30 && counts.test > 30)).toBe(
    true,
  )
})

test('chosen twice at once they are still one data set, and cancelled there is a whole one or none', async () => {
  const app = await openApp()
  const [one, other] = await Promise.all([take(app, 'xor'), take(app, 'xor')])
  expect(one).toBe(other)
  const { jobId } = await app.invoke('datasets/import', { source: { builtIn: 'and' } })
  await app.invoke('jobs/cancel', { jobId })
  const all = await app.invoke('datasets/list', {})
  expect(all.filter(({ name }) => name === 'xor')).toHaveLength(1)
  // Whoever cancels too late has it, and can read it.
  for (const { id } of all) expect((await app.invoke('datasets/rows', { id })).values).toHaveLength(8)
})

test('the rows are those of the table, also when their cache is gone', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const id = await take(app, 'moons')
  const { inputs, labels } = builtInTable('moons')!.table()
  const all = await app.invoke('datasets/rows', { id })
  expect([...all.values]).toEqual([...inputs])
  expect(all.items.map(({ classIndex }) => classIndex)).toEqual([...labels])
  await rm(join(home, 'cache', `${id}-rows.f32`))
  const some = await app.invoke('datasets/rows', { id, offset: 10, limit: 3 })
  expect(some.total).toBe(600)
  expect([...some.values]).toEqual([...inputs.subarray(20, 26)])
  expect(some.items.map(({ path }) => path)).toEqual(['row 11', 'row 12', 'row 13'])
})

test('a network with one output learns a gate, and answers with both classes', async () => {
  const app = await openApp()
  const source = await take(app, 'and')
  const { runId, error } = await trainToEnd(app, configOf(source, 'perceptron'))
  expect(error).toBeNull()
  const run = await app.invoke('runs/get', { id: runId })
  expect(run.metrics).toEqual({ train: { loss: 0, accuracy: 1, count: 4 }, validation: null, test: null })
  const { items, confusion, metrics } = await app.invoke('runs/evaluate', { id: runId, split: 'train' })
  expect(metrics).toEqual(run.metrics.train)
  expect(confusion).toEqual([
    [3, 0],
    [0, 1],
  ])
  expect(items.map(({ file, label, top }) => [file, label, top])).toEqual([
    ...[1, 2, 3].map((row) => [
      `row ${row}`,
      '0',
      [
        { label: '0', probability: 1 },
        { label: '1', probability: 0 },
      ],
    ]),
    [
      'row 4',
      '1',
      [
        { label: '1', probability: 1 },
        { label: '0', probability: 0 },
      ],
    ],
  ])
})

test('a tie of a single output is its second class, as in training', async () => {
  const app = await openApp()
  const source = await take(app, 'xor')
  const still = { type: 'constant', value: 0 }
  const network = {
    input: [2],
    layers: [{ type: 'dense', units: 1, activation: 'sigmoid', kernelInitializer: still, biasInitializer: still }],
  }
  const config = presetConfig({
    ...{ source, columns: 2, classes: 2, preset: 'xor', trainCount: 4 },
    // XOR from zero weights stays where it is: its gradient vanishes.
    given: {
      data: WHOLE,
      network,
      training: { epochs: 1, batching: 'full', optimizer: { type: 'sgd', learningRate: 1 } },
    },
    set: [['training.loss', 'meanSquaredError']],
  })
  const { runId } = await trainToEnd(app, config)
  const { confusion, metrics, items } = await app.invoke('runs/evaluate', { id: runId, split: 'train' })
  expect(metrics).toEqual({ loss: 0.25, accuracy: 0.5, count: 4 })
  expect(confusion).toEqual([
    [0, 2],
    [0, 2],
  ])
  expect(items[0]?.top[0]).toEqual({ label: '1', probability: 0.5 })
})

test('what a table cannot do is said', async () => {
  const app = await openApp()
  const source = await take(app, 'xor')
  const { runId } = await trainToEnd(app, configOf(source, 'logistic', [['training.epochs', 1]]))
  const picture = { name: 'a.png', bytes: new Uint8Array([1]) }
  await expect(app.invoke('classify/pictures', { runId, pictures: [picture] })).rejects.toMatchObject({
    code: 'input/invalid',
  })
  await expect(app.invoke('runs/evaluate', { id: runId })).rejects.toMatchObject({ code: 'not-found' })

  const start = (config: unknown) => app.invoke('runs/start', { config: config as RunConfig, preset: null })
  const config = configOf(source, 'logistic')
  const pictures = { ...config, data: { ...config.data, prepare: { size: [1, 2], channels: 'gray' } } }
  await expect(start(pictures)).rejects.toMatchObject({
    code: 'run/spec-invalid',
    details: { path: 'data.prepare' },
  })
  const wide = { ...config, network: { ...config.network, input: [3] } }
  await expect(start(wide)).rejects.toMatchObject({ code: 'run/spec-invalid', details: { path: 'network.input' } })
  const layers = [{ type: 'dense', units: 1, activation: 'softmax' }]
  await expect(start({ ...config, network: { input: [2], layers } })).rejects.toMatchObject({
    code: 'run/spec-invalid',
    details: { path: 'network.layers[0]' },
  })
  // With a batch that is varied, a table would be turned and stretched.
  const varied = presetConfig({
    ...{ source, columns: 2, classes: 2, preset: 'logistic', trainCount: 4 },
    set: [['training.augmentation.flip', 'horizontal']],
  })
  await expect(start(varied)).rejects.toMatchObject({
    code: 'run/spec-invalid',
    details: { path: 'training.augmentation' },
  })
  for (const activation of ['linear', 'tanh'] as const)
    await expect(
      start({ ...config, network: { input: [2], layers: [{ type: 'dense', units: 1, activation }] } }),
    ).rejects.toMatchObject({ details: { path: 'network.layers[0]' } })
  const { error } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { builtIn: 'no such table' } }),
    () => undefined,
  ).catch((caught: unknown) => ({ error: caught as { code: string; hint?: string } }))
  expect(error).toMatchObject({ code: 'not-found', hint: expect.stringContaining('spirals') as string })
})

test('data of another kind are refused before anything is read', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const [and, not] = [await take(app, 'and'), await take(app, 'not')]
  const digits = await temporaryFolder()
  for (const [name, kind] of [
    ['0', 'bars'],
    ['1', 'lines'],
  ] as const) {
    await mkdir(join(digits, name))
    for (const seed of [1, 2, 3, 4]) await writeFile(join(digits, name, `${seed}.png`), await stripes(kind, seed))
  }
  const pictures = await importFolder(app, digits)
  const table = await trainToEnd(app, configOf(and, 'logistic', [['training.epochs', 1]]))
  const seen = await trainToEnd(app, smallConfig(pictures, { preset: 'logistic' }))
  const caches = (await readdir(join(home, 'cache'))).sort()
  for (const [run, datasetId, message] of [
    [table, not, '"not" has rows of 1 numbers, but'],
    [table, pictures, 'has pictures, but'],
    [seen, and, '"and" has rows of 2 numbers, but'],
  ] as const)
    await expect(app.invoke('runs/evaluate', { id: run.runId, datasetId, split: 'train' })).rejects.toMatchObject({
      code: 'input/invalid',
      message: expect.stringContaining(message) as string,
    })
  expect((await readdir(join(home, 'cache'))).sort()).toEqual(caches)
})

test('an empty split is refused with those that are not', async () => {
  const app = await openApp()
  const { runId } = await trainToEnd(app, configOf(await take(app, 'or'), 'logistic', [['training.epochs', 1]]))
  await expect(app.invoke('runs/evaluate', { id: runId })).rejects.toMatchObject({ hint: 'Choose another: train.' })
})

test('thousands of short epochs are announced in a few events, each epoch once', async () => {
  const app = await openApp()
  const config = configOf(await take(app, 'xor'), 'xor', [['training.epochs', 3000]])
  const announced: Float64Array[] = []
  app.on('run/epochs', ({ epoch }) => announced.push(epoch))
  const { runId } = await trainToEnd(app, config)
  expect(announced.flatMap((epochs) => [...epochs])).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1))
  expect(announced.length).toBeLessThan(100)
  expect((await app.invoke('runs/history', { id: runId })).epoch).toHaveLength(3000)
})

test('of a hundred thousand epochs a second few points are told, and every epoch is in one of them', async () => {
  const app = await openApp()
  const config = configOf(await take(app, 'xor'), 'xor', [['training.epochs', 200_000]])
  let reached = 0
  let points = 0
  app.on('run/epochs', ({ epoch, high }) => {
    for (const [index, first] of epoch.entries()) {
      expect(first).toBe(reached + 1)
      reached = (high?.epoch ?? epoch)[index] ?? NaN
    }
    points += epoch.length
  })
  const { runId } = await trainToEnd(app, config)
  expect(reached).toBe(200_000)
  expect(points).toBeLessThan(200_000)
  expect((await app.invoke('runs/history', { id: runId })).epoch).toHaveLength(200_000)
})
