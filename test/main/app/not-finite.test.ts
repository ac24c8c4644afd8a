import { expect, test } from 'vitest'
import { openForReading } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('a loss that stops being a number is traced to layer and picture, and the step before it is kept', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  const set = [
    ['training.optimizer', { type: 'sgd', learningRate: 90 }],
    ['training.loss', 'meanSquaredError'],
    ['training.epochs', 30],
  ] as const
  const config = smallConfig(source, {
    given: {
      data: { prepare: { size: [16, 16], channels: 'gray' } },
      network: {
        input: [16, 16, 1],
        layers: [
          { type: 'flatten' },
          { type: 'dense', units: 8, activation: 'relu' },
          { type: 'dense', units: 8, activation: 'relu' },
          { type: 'dense', units: 2, activation: 'linear' },
        ],
      },
      training: { batchSize: 8, schedule: { type: 'constant' } },
    },
    set,
  })
  const { runId } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  const { error } = await runOver(app, runId)
  expect(error?.code).toBe('run/loss-not-finite')
  const details = error?.details as { epoch: number; step: number; layer: number | null; position: number | null }
  const run = await app.invoke('runs/get', { id: runId })
  expect(run).toMatchObject({ status: 'failed', error })
  expect(details.epoch).toBe(run.epochsDone + 1)
  expect(error?.message).toMatch(/layer \d|the loss of an example|the weights|the gradient/)
  if (details.position !== null) {
    const { items } = await app.invoke('datasets/items', { id: source })
    const item = items.find(({ position }) => position === details.position)!
    expect(item.split).toBe('train')
    expect(error?.message).toContain(item.path)
  }
  // What is kept last is the place just before the failing step, with finite weights.
  const db = openForReading(home)
  const { runs } = readStore(db)
  const row = runs.checkpoints(runId).at(-1)!
  expect([row.epoch, row.step]).toEqual([details.epoch - 1, details.step - 1])
  const weights = new Float32Array(new Uint8Array(runs.loadCheckpoint(row).weights).buffer)
  db.close()
  expect(weights.every(Number.isFinite)).toBe(true)
  await expect(app.invoke('runs/resume', { id: runId })).rejects.toMatchObject({ code: 'run/cannot-continue' })
})
