import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function ready() {
  const app = await openApp()
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 30))
  const run = async (config: RunConfig, from?: { runId: string; checkpoint: number | 'best' | 'last' }) => {
    const { runId } = await app.invoke('runs/start', { config, preset: null, threads: 1, ...(from && { from }) })
    await runOver(app, runId)
    return app.invoke('runs/get', { id: runId })
  }
  return { app, source, run }
}

const withTraining = (config: RunConfig, changes: Partial<RunConfig['training']>): RunConfig => ({
  ...config,
  training: { ...config.training, ...changes },
})

const lossesOf = async (app: App, id: string): Promise<number[][]> => {
  const { epoch, loss, val_loss } = await app.invoke('runs/history', { id })
  return [...epoch].map((number, index) => [number, loss[index] ?? NaN, val_loss[index] ?? NaN])
}

test('a fork that changes nothing takes the course of its parent, to the last bit', async () => {
  const { app, source, run } = await ready()
  const config = smallConfig(source, { set: [['training.epochs', 8]] })
  const parent = await run(config)
  for (const { epoch } of parent.kept.filter((one) => one.epoch < 8)) {
    const child = await run(config, { runId: parent.id, checkpoint: epoch })
    expect(child.parent).toEqual({ runId: parent.id, epoch, step: 0 })
    expect(child.weightsSha256).toBe(parent.weightsSha256)
    expect(child).toMatchObject({ epochsDone: 8, status: 'completed' })
    expect(await lossesOf(app, child.id)).toEqual((await lossesOf(app, parent.id)).slice(epoch))
  }
})

test('a fork goes on under another rate, with more epochs, and its parent stays as it was', async () => {
  const { app, source, run } = await ready()
  const config = smallConfig(source, { set: [['training.epochs', 4]] })
  const parent = await run(config)
  const slower = withTraining(config, { epochs: 7, optimizer: { ...config.training.optimizer, learningRate: 1e-5 } })
  const child = await run(slower, { runId: parent.id, checkpoint: 'last' })
  expect((await lossesOf(app, child.id)).map(([epoch]) => epoch)).toEqual([5, 6, 7])
  expect(await app.invoke('runs/get', { id: parent.id })).toEqual(parent)
  // It begins with the weights that its parent ended with, stored once.
  const comparison = await app.invoke('runs/compare-weights', {
    a: { runId: parent.id, checkpoint: 4 },
    b: { runId: child.id, checkpoint: 4 },
  })
  expect(comparison.equal).toBe(true)
  expect(
    comparison.tensors.every(({ distance, cosine }) => distance === 0 && (cosine === null || cosine > 0.999)),
  ).toBe(true)
  const moved = await app.invoke('runs/compare-weights', {
    a: { runId: child.id, checkpoint: 4 },
    b: { runId: child.id, checkpoint: 7 },
  })
  expect(moved.equal).toBe(false)
  expect(moved.tensors[0]?.largestChange).toBeGreaterThan(0)
})

test('rewinding shares the first weights and changes one knob', async () => {
  const { app, source, run } = await ready()
  const config = smallConfig(source)
  const parent = await run(config)
  // Another seed would draw other first weights; these are taken from the parent.
  const rewound = await run(withTraining(config, { seed: 99 }), { runId: parent.id, checkpoint: 0 })
  const first = (id: string) => app.invoke('runs/weights', { id, checkpoint: 0 })
  expect((await first(rewound.id)).tensors).toEqual((await first(parent.id)).tensors)
  expect(rewound.weightsSha256).not.toBe(parent.weightsSha256)
  expect((await lossesOf(app, rewound.id)).map(([epoch]) => epoch)).toEqual([1, 2, 3])
})

test('what cannot be gone on from is said before anything is started', async () => {
  const { app, source, run } = await ready()
  const config = smallConfig(source)
  const parent = await run(config)
  const count = (await app.invoke('runs/list', {})).length
  const from = { runId: parent.id, checkpoint: 'last' as const }
  const start = (changed: RunConfig, place: typeof from | { runId: string; checkpoint: number } = from) =>
    app.invoke('runs/start', { config: changed, preset: null, from: place })
  await expect(start(config)).rejects.toMatchObject({
    code: 'run/cannot-continue',
    message: expect.stringContaining('nothing left to train'),
  })
  const other = smallConfig(source, { preset: 'mlp-8', set: [['training.epochs', 9]] })
  await expect(start(other)).rejects.toMatchObject({ code: 'run/cannot-continue' })
  await expect(start(config, { runId: parent.id, checkpoint: 77 })).rejects.toMatchObject({ code: 'run/no-checkpoint' })
  expect(await app.invoke('runs/list', {})).toHaveLength(count)
})
