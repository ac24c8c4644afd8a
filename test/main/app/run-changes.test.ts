import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src-engine/spec/config.ts'
import { trainingAt } from '../../../src-engine/spec/run-changes.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function ready(epochs = 4) {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 20))
  const config = smallConfig(source, { set: [['training.epochs', epochs]] })
  return { home, app, source, config }
}

/** Starts a run that is paused before its first step. */
async function pausedRun(app: App, config: RunConfig): Promise<string> {
  const { runId: id } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  await app.invoke('runs/pause', { id })
  return id
}

async function resume(app: App, id: string, limit?: 'step' | 'epoch') {
  const over = runOver(app, id)
  await app.invoke('runs/resume', { id, threads: 1, ...(limit && { limit }) })
  expect((await over).error).toBeNull()
  return app.invoke('runs/get', { id })
}

async function verify(app: App, id: string, last?: number) {
  const { verification } = await finishJob(
    app,
    () => app.invoke('runs/verify', { id, threads: 2, ...(last && { last }) }),
    () => undefined,
  )
  return verification!
}

const lossesOf = async (app: App, id: string): Promise<number[]> => [...(await app.invoke('runs/history', { id })).loss]

test('rate and method that are set inside an epoch hold from there on, are recorded, and are verified', async () => {
  const { app, config } = await ready(3)
  const id = await pausedRun(app, config)
  await resume(app, id, 'step')
  const { change } = await app.invoke('runs/change', { id, learningRate: 0.02 })
  expect(change).toEqual({ epoch: 0, step: 1, path: 'optimizer.learningRate', before: 0.001, after: 0.02 })
  await resume(app, id, 'epoch')
  await resume(app, id, 'step')
  const method = await app.invoke('runs/change', { id, optimizer: 'rmsprop' })
  expect(method.change).toMatchObject({
    ...{ epoch: 1, step: 1, path: 'optimizer' },
    before: { type: 'adam', learningRate: 0.02 },
    after: { type: 'rmsprop', learningRate: 0.001 },
  })
  const run = await resume(app, id)
  expect(run).toMatchObject({ status: 'completed', config, changes: [change, method.change] })
  expect(run.receipt?.weights).toBe(run.weightsSha256)

  // The same until the change, another course behind it.
  const plain = await pausedRun(app, config)
  const straight = await resume(app, plain)
  expect(straight.weightsSha256).not.toBe(run.weightsSha256)
  expect(straight.receipt?.spec).not.toBe(run.receipt?.spec)
  const differences = (await app.invoke('runs/compare', { a: [id], b: [plain] })).differences.map(({ path }) => path)
  expect(differences).toContain('changes[0].after')

  expect(await verify(app, id)).toMatchObject({ verdict: 'equal', from: 0, to: 3, firstDifference: null })
  expect(await verify(app, id, 1)).toMatchObject({ verdict: 'equal', to: 3 })
})

test('a run under way keeps its turn: it halts, goes on by itself, and takes the course of one that was paused there', async () => {
  const { app, config } = await ready(60)
  const { runId: id } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  const { runId: next } = await app.invoke('runs/start', { config: { ...config }, preset: null, threads: 1 })
  const statuses = new Set<string>()
  app.on('run/changed', (run) => void (run.id === id && statuses.add(run.status)))
  await new Promise((resolve) => app.on('run/epochs', resolve))
  const over = runOver(app, id)
  expect((await app.invoke('runs/change', { id, learningRate: 0.001 })).change).toBeNull()
  const { change } = await app.invoke('runs/change', { id, optimizer: 'sgd', learningRate: 0.05 })
  expect(change).toMatchObject({ path: 'optimizer', after: { type: 'sgd', learningRate: 0.05 } })
  expect((await app.invoke('runs/get', { id })).status).toBe('running')
  expect((await over).error).toBeNull()
  expect(statuses).toEqual(new Set(['running', 'completed']))
  await app.invoke('runs/stop', { id: next })
  expect(await verify(app, id)).toMatchObject({ verdict: 'equal', from: 0, to: 60 })
})

test('a run that is resumed before its change makes it again at its place', async () => {
  const { home, app, config } = await ready(3)
  const id = await pausedRun(app, config)
  await resume(app, id, 'epoch')
  await resume(app, id, 'epoch')
  await app.invoke('runs/change', { id, learningRate: 0.02 })
  const expected = (await resume(app, id)).weightsSha256
  await app.close()
  // As after a crash from which only the first epoch was saved.
  const { openForWriting } = await import('../../../src-main/storage/open.ts')
  const db = openForWriting(home)
  db.prepare(`UPDATE runs SET status = 'interrupted' WHERE id = ?`).run(id)
  db.prepare('DELETE FROM checkpoints WHERE run_id = ? AND epoch > 1').run(id)
  db.close()
  const again = await openApp(home)
  const over = runOver(again, id)
  expect((await again.invoke('runs/resume', { id, threads: 1 })).from).toEqual({ epoch: 1, step: 0 })
  await over
  expect((await again.invoke('runs/get', { id })).weightsSha256).toBe(expected)
})

test('a fork from before a change is trained as the run was then, one from behind it as it is now', async () => {
  const { app, config } = await ready(3)
  const id = await pausedRun(app, config)
  await resume(app, id, 'epoch')
  await app.invoke('runs/change', { id, optimizer: 'nadam' })
  const changed = await resume(app, id)
  const plain = await lossesOf(app, (await resume(app, await pausedRun(app, config))).id)
  const fork = async (checkpoint: number, training: RunConfig['training']) => {
    const from = { runId: id, checkpoint }
    const { runId } = await app.invoke('runs/start', {
      ...{ config: { ...config, training }, preset: null, threads: 1, from },
    })
    await runOver(app, runId)
    return lossesOf(app, runId)
  }
  // At the very place of the change the state is still Adam's: who goes on with Adam goes on exactly.
  expect(await fork(1, config.training)).toEqual(plain.slice(1))
  const now = trainingAt(config.training, changed.changes, { epoch: 1, step: 0 })
  expect(await fork(1, now)).toEqual((await lossesOf(app, id)).slice(1))
  expect(await fork(2, trainingAt(config.training, changed.changes, { epoch: 2, step: 0 }))).toEqual(
    (await lossesOf(app, id)).slice(2),
  )
})

test('what cannot be changed is said, and nothing is recorded', async () => {
  const { app, config } = await ready(2)
  const id = await pausedRun(app, config)
  for (const learningRate of [0, -1, NaN, Infinity, 101])
    await expect(app.invoke('runs/change', { id, learningRate })).rejects.toMatchObject({ name: 'ZodError' })
  const unknown = { id, optimizer: 'adamw' as never }
  await expect(app.invoke('runs/change', unknown)).rejects.toMatchObject({ name: 'ZodError' })
  for (const same of [{}, { learningRate: 0.001 }, { optimizer: 'adam' as const }])
    expect(await app.invoke('runs/change', { id, ...same })).toEqual({ change: null })
  await app.invoke('runs/change', { id, learningRate: 0.5 })
  expect((await app.invoke('runs/change', { id, learningRate: 0.001 })).change).toBeNull()
  const run = await resume(app, id)
  expect(run.changes).toEqual([])
  await expect(app.invoke('runs/change', { id, learningRate: 0.5 })).rejects.toMatchObject({
    ...{ code: 'run/wrong-state', message: expect.stringContaining('completed') },
    hint: expect.stringContaining('Fork'),
  })
  await expect(app.invoke('runs/change', { id: 'nothing1', learningRate: 0.5 })).rejects.toMatchObject({
    code: 'not-found',
  })
})
