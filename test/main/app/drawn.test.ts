import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { BUILT_IN_PICTURES, builtInPictures } from '../../../src-engine/data/pictures/built-in.ts'
import { presetConfig, type ConfigRequest } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { openApp, trainToEnd } from '../support/app.ts'
import { temporaryFolder } from '../support/temporary.ts'

const { pictures } = builtInPictures('man-vs-chicken')!

async function take(app: App, name = 'man-vs-chicken'): Promise<string> {
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { builtIn: name } }),
    () => undefined,
  )
  return datasetId ?? ''
}

async function configFor(app: App, id: string, given: ConfigRequest['given'] = {}) {
  const { prepare, classes, split } = await app.invoke('datasets/get', { id })
  return presetConfig({
    ...{ source: id, classes: classes.length, preset: 'mlp-64', trainCount: 1200, prepare },
    given: { ...given, data: { split, ...given.data } },
  })
}

async function verify(app: App, id: string) {
  const { verification } = await finishJob(
    app,
    () => app.invoke('runs/verify', { id, threads: 1 }),
    () => undefined,
  )
  return verification!
}

test('drawn pictures become one data set of the pictures that are drawn, however often they are chosen', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const id = await take(app)
  expect(await take(app)).toBe(id)
  const [dataset, ...others] = await app.invoke('datasets/list', {})
  expect(others).toEqual([])
  expect(dataset).toMatchObject({
    ...{ name: 'man-vs-chicken', builtIn: 'man-vs-chicken', folder: null, columns: null, task: 'classification' },
    ...{ itemCount: 2000, skippedCount: 0, split: [0.6, 0.2, 0.2] },
    prepare: { size: [8, 8], channels: 'gray', fit: 'squash', scale: '0..1', invert: false },
  })
  expect(dataset!.classes.map(({ name }) => name)).toEqual(['man', 'chicken'])
  const { items } = await app.invoke('datasets/items', { id, offset: 999, limit: 2 })
  expect(items).toMatchObject([
    { position: 999, path: 'man/1000', classIndex: 0, width: 8, height: 8, format: 'drawn' },
    { position: 1000, path: 'chicken/0001', classIndex: 1, width: 8, height: 8, format: 'drawn' },
  ])
  // One cache, though it was drawn twice.
  expect((await readdir(join(home, 'cache'))).filter((name) => name.endsWith('.u8'))).toHaveLength(1)
})

test('a thumbnail shows the picture as it is drawn', async () => {
  const app = await openApp()
  const id = await take(app)
  const response = await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/1000`))
  expect(response.headers.get('content-type')).toBe('image/webp')
  const { data, info } = await sharp(await response.arrayBuffer())
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([8, 8])
  // WebP loses a little.
  for (const [i, value] of pictures.draw(1000).entries())
    expect(Math.abs((data[i * info.channels] ?? 0) - value)).toBeLessThan(64)
})

test('the default run on the little pictures gets every one right, and is the same once more', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const config = await configFor(app, await take(app))
  expect(config.network.input).toEqual([8, 8, 1])
  const { runId, error } = await trainToEnd(app, config)
  expect(error).toBeNull()
  const run = await app.invoke('runs/get', { id: runId })
  const { train, validation, test: tested } = run.metrics
  expect([train?.accuracy, validation?.accuracy, tested?.accuracy]).toEqual([1, 1, 1])
  // Without its cache it is drawn again.
  for (const name of await readdir(join(home, 'cache'))) if (name.endsWith('.u8')) await rm(join(home, 'cache', name))
  expect(await verify(app, runId)).toMatchObject({ verdict: 'equal', data: { changedCount: 0 }, notes: [] })
  expect((await app.invoke('runs/evaluate', { id: runId })).metrics).toMatchObject({ accuracy: 1 })
})

test('prepared in another way they are drawn anew', async () => {
  const app = await openApp()
  const id = await take(app)
  const config = await configFor(app, id, {
    data: { prepare: { invert: true, size: [16, 16] } },
    training: { epochs: 2 },
  })
  expect(config.network.input).toEqual([16, 16, 1])
  expect((await trainToEnd(app, config)).error).toBeNull()
})

test('an import that is cancelled leaves nothing', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  let jobId = ''
  await finishJob(
    app,
    async () => {
      const started = await app.invoke('datasets/import', { source: { builtIn: 'drawn-digits' } })
      jobId = started.jobId
      return started
    },
    ({ done }) => {
      if (done > 0) void app.invoke('jobs/cancel', { jobId })
    },
  ).catch(() => undefined)
  expect(await app.invoke('datasets/list', {})).toEqual([])
  expect((await readdir(join(home, 'cache'))).filter((name) => name !== 'thumbnails')).toEqual([])
})

test.each(BUILT_IN_PICTURES.map(({ name }) => name))('%s is found by its name', async (name) => {
  const app = await openApp()
  const known = builtInPictures(name)!.pictures
  const dataset = await app.invoke('datasets/get', { id: await take(app, name) })
  expect([dataset.itemCount, dataset.classes.map((one) => one.name)]).toEqual([known.count, known.classes])
  for (const { counts } of dataset.classes) {
    expect(counts.train + counts.validation + counts.test).toBe(known.count / known.classes.length)
    expect(Math.min(counts.train, counts.validation, counts.test)).toBeGreaterThan(50)
  }
})
