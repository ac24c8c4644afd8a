import { expect, test } from 'vitest'
import type { App } from '../../../src-main/app/app.ts'
import { importFolder, openApp, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

async function ready() {
  const app = await openApp()
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  const config = smallConfig(source, { set: [['training.epochs', 100_000]] })
  const start = async (threads = 2) => (await app.invoke('runs/start', { config, preset: null, threads })).runId
  return { app, start }
}

const statusOf = async (app: App, id: string) => (await app.invoke('runs/get', { id })).status

/** Resolves once these runs train. */
const running = (app: App, ids: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    const left = new Set(ids)
    const end = app.on('run/progress', ({ runId }) => {
      left.delete(runId)
      if (left.size > 0) return
      end()
      resolve()
    })
  })

test('runs wait for their turn, which can be changed, and a waiting run can be paused and stopped', async () => {
  const { app, start } = await ready()
  const [a, b, c, d] = [await start(), await start(), await start(), await start()]
  await running(app, [a])
  expect(await app.invoke('runs/queue', {})).toEqual([b, c, d])
  expect(await app.invoke('runs/move', { id: d, position: 0 })).toEqual([d, b, c])
  expect(await app.invoke('runs/pause', { id: b })).toEqual({ paused: true })
  expect(await app.invoke('runs/stop', { id: c })).toEqual({ stopped: true })
  expect(await Promise.all([a, b, c, d].map((id) => statusOf(app, id)))).toEqual([
    ...['running', 'paused', 'stopped', 'queued'],
  ])
  const next = running(app, [d])
  expect(await app.invoke('runs/pause', { id: a })).toEqual({ paused: true })
  await next
  // A paused run waits behind those that were there before.
  await app.invoke('runs/resume', { id: a })
  await app.invoke('runs/resume', { id: b })
  expect(await app.invoke('runs/queue', {})).toEqual([a, b])
  await expect(app.invoke('runs/resume', { id: a })).rejects.toMatchObject({ code: 'run/wrong-state' })
  const last = running(app, [a])
  await app.invoke('runs/stop', { id: d })
  await last
  expect(await app.invoke('runs/pause', { id: d })).toEqual({ paused: false })
})

test('as many runs as are allowed train at once and share the threads evenly', async () => {
  const { app, start } = await ready()
  await app.invoke('settings/set', { concurrency: 2 })
  const [a, b, c] = [await start(), await start(), await start()]
  await running(app, [a, b])
  expect(await app.invoke('runs/queue', {})).toEqual([c])
  const threads = async (id: string) => (await app.invoke('runs/get', { id })).environment?.threads
  expect([await threads(a), await threads(b)]).toEqual([1, 1])
  const third = running(app, [c])
  await app.invoke('settings/set', { concurrency: 3 })
  await third
  expect(await app.invoke('runs/queue', {})).toEqual([])
  // Closing stops every one of them with a checkpoint.
  await app.close()
})

test('closing the application stops every run with a checkpoint, and they go on where they were', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 40))
  const config = smallConfig(source, { set: [['training.epochs', 100_000]] })
  const { runId } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  const { runId: waiting } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  await running(app, [runId])
  await app.close()
  const again = await openApp(home)
  const run = await again.invoke('runs/get', { id: runId })
  expect([run.status, await statusOf(again, waiting)]).toEqual(['stopped', 'stopped'])
  const last = run.kept.at(-1)!
  expect(last.isExact).toBe(true)
  expect(await again.invoke('runs/resume', { id: runId })).toEqual({
    from: { epoch: last.epoch, step: last.step },
    notes: [],
  })
})
