import { expect, test } from 'vitest'
import type { App } from '../../../src-main/app/app.ts'
import type { EventPayload } from '../../../src-main/contract/contract.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** Two runs of few steps an epoch: one that trains to its end at once, and one that was paused before its first step. */
async function ready(epochs = 2) {
  const app = await openApp()
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 12))
  const config = smallConfig(source, { set: [['training.epochs', epochs]] })
  const start = async () => (await app.invoke('runs/start', { config, preset: null, threads: 1 })).runId
  const whole = await start()
  await runOver(app, whole)
  const id = await start()
  await app.invoke('runs/pause', { id })
  return { app, whole: await app.invoke('runs/get', { id: whole }), id }
}

/** One step, or to the end of the epoch. @returns the progress that was told, and where the run stands */
async function advance(app: App, id: string, limit: 'step' | 'epoch') {
  const told: EventPayload<'run/progress'>[] = []
  const end = app.on('run/progress', (progress) => told.push(progress))
  const over = runOver(app, id)
  await app.invoke('runs/resume', { id, limit, threads: 1 })
  expect((await over).error).toBeNull()
  end()
  const { status, kept } = await app.invoke('runs/get', { id })
  const { epoch, step } = kept.at(-1)!
  return { told, status, place: [epoch, step] }
}

test('a run advanced step by step gives the same bits as one that was never paused, and tells the loss of each', async () => {
  const { app, whole, id } = await ready()
  const losses: number[] = []
  let at = await advance(app, id, 'step')
  expect(at).toMatchObject({ status: 'paused', place: [0, 1] })
  const { steps } = at.told[0]!
  expect(steps).toBeGreaterThan(1)
  for (let done = 2; at.status === 'paused'; done++) {
    losses.push(at.told[0]!.loss)
    expect(at.told).toHaveLength(1)
    at = await advance(app, id, 'step')
    const isEnd = done % steps === 0
    expect(at.place).toEqual([Math.floor(done / steps), isEnd ? 0 : done % steps])
  }
  expect(at.status).toBe('completed')
  expect(new Set(losses).size).toBe(2 * steps - 1)
  const run = await app.invoke('runs/get', { id })
  expect(run.weightsSha256).toBe(whole.weightsSha256)
  expect([run.metrics, run.bestEpoch]).toEqual([whole.metrics, whole.bestEpoch])
  await expect(advance(app, id, 'step')).rejects.toMatchObject({ code: 'run/wrong-state' })
})

test('one epoch ends at the next whole one, from wherever the run stands; a paused start makes no step', async () => {
  const { app, whole, id } = await ready(3)
  expect((await app.invoke('runs/get', { id })).epochsDone).toBe(0)
  await advance(app, id, 'step')
  expect(await advance(app, id, 'epoch')).toMatchObject({ status: 'paused', place: [1, 0] })
  expect(await advance(app, id, 'epoch')).toMatchObject({ status: 'paused', place: [2, 0] })
  expect(await advance(app, id, 'step')).toMatchObject({ status: 'paused', place: [2, 1] })
  const over = runOver(app, id)
  await app.invoke('runs/resume', { id, threads: 2 })
  await over
  expect((await app.invoke('runs/get', { id })).weightsSha256).toBe(whole.weightsSha256)
})

test('who watches a layer sees weights and gradients behind a single step', async () => {
  const { app, id } = await ready()
  const live: EventPayload<'run/weights'>[] = []
  app.on('run/weights', (weights) => live.push(weights))
  await app.invoke('runs/watch', { id, watcher: 'page0001', layers: [0] })
  for (const step of [1, 2]) {
    const { told } = await advance(app, id, 'step')
    expect(live.at(-1)).toMatchObject({ runId: id, layer: 0, epoch: step / told[0]!.steps })
    expect(live.at(-1)!.gradients[0]!.some((value) => value !== 0)).toBe(true)
  }
  expect(live).toHaveLength(2)
})
