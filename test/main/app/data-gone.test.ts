import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('a run goes on to its end when its data go away meanwhile, and who asks for them afterwards is told', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const folder = await stripesFolder(await temporaryFolder(), 40)
  const source = await importFolder(app, folder)
  const config = smallConfig(source, { set: [['training.epochs', 30]] })
  const { runId: id } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  const over = runOver(app, id)
  await new Promise((resolve) => app.on('run/progress', resolve))
  await rm(folder, { recursive: true })
  await rm(join(home, 'cache'), { recursive: true })
  expect((await over).error).toBeNull()
  const run = await app.invoke('runs/get', { id })
  expect([run.status, run.epochsDone]).toEqual(['completed', 30])
  expect(run.metrics.test?.count).toBeGreaterThan(0)

  // The prepared pictures would have to be made again from originals that are gone.
  const { runId: next } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  const { error } = await runOver(app, next)
  expect(error).toMatchObject({ code: 'dataset/changed', hint: expect.stringContaining('import') })
})
