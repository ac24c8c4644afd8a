import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { presetConfig, type ConfigRequest } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { importFolder, openApp, trainToEnd } from '../support/app.ts'
import { quarter, quarterFiles, quartersFolder } from '../support/idx.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** A config as the command line and the page make it from the data set. */
async function configFor(app: App, id: string, given: ConfigRequest['given'] = {}) {
  const { prepare, classes, split } = await app.invoke('datasets/get', { id })
  return presetConfig({
    source: id,
    classes: classes.length,
    preset: 'mlp-8',
    trainCount: 32,
    prepare,
    given: { data: { split, ...given.data }, training: { epochs: 40 } },
  })
}

test('IDX files become a data set that trains, is evaluated on its test file, and classifies picture files', async () => {
  const app = await openApp()
  const folder = await quartersFolder(join(await temporaryFolder(), 'quarters'))
  const id = await importFolder(app, folder)
  expect(await app.invoke('datasets/get', { id })).toMatchObject({
    name: 'quarters',
    itemCount: 52,
    skipped: [],
    classes: ['0', '1', '2', '3'].map((name) => ({ name, counts: { train: 8, validation: 2, test: 3 } })),
    prepare: { size: [8, 8], channels: 'gray', fit: 'squash', scale: '0..1', invert: false },
  })
  const config = await configFor(app, id)
  expect(config.network.input).toEqual([8, 8, 1])
  const { runId, error } = await trainToEnd(app, config)
  expect(error).toBeNull()

  const { items, metrics } = await app.invoke('runs/evaluate', { id: runId })
  expect(metrics).toMatchObject({ accuracy: 1, count: 12 })
  expect(items[5]).toMatchObject({ file: 't10k-images-idx3-ubyte/5', label: '1' })

  const png = await sharp(quarter(1, 1005), { raw: { width: 8, height: 8, channels: 1 } })
    .png()
    .toBuffer()
  const [answer] = await app.invoke('classify/pictures', {
    runId,
    pictures: [{ name: 'one.png', bytes: new Uint8Array(png) }],
  })
  expect(answer).toMatchObject({ tensorSha256: items[5]?.tensorSha256, top: items[5]?.top })
})

test('its pictures have thumbnails, which show them as they are', async () => {
  const app = await openApp()
  const id = await importFolder(app, await quartersFolder(await temporaryFolder()))
  const response = await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/42`))
  expect(response.headers.get('content-type')).toBe('image/webp')
  const { data, info } = await sharp(await response.arrayBuffer())
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([8, 8])
  const shown = Array.from({ length: 64 }, (_, i) => data[i * info.channels] ?? 0)
  // WebP loses a little.
  for (const [i, value] of quarter(2, 1002).entries()) expect(Math.abs((shown[i] ?? 0) - value)).toBeLessThan(48)
})

test('another preparation reads the files again, and tells when they have changed or are gone', async () => {
  const app = await openApp()
  const folder = await quartersFolder(await temporaryFolder())
  const id = await importFolder(app, folder)
  const larger = await configFor(app, id, { data: { prepare: { size: [12, 12] } } })
  expect((await trainToEnd(app, larger)).error).toBeNull()

  await writeFile(join(folder, 't10k-images-idx3-ubyte'), quarterFiles(12, 1001).images)
  const other = await configFor(app, id, { data: { prepare: { size: [10, 10] } } })
  expect((await trainToEnd(app, other)).error).toMatchObject({ code: 'dataset/changed' })
  await rm(folder, { recursive: true })
  expect((await trainToEnd(app, other)).error).toMatchObject({ code: 'dataset/changed' })
  expect((await trainToEnd(app, await configFor(app, id))).error).toBeNull()
})

test('the same files in another place are the same data set', async () => {
  const app = await openApp()
  const parent = await temporaryFolder()
  const id = await importFolder(app, await quartersFolder(join(parent, 'before')))
  await rename(join(parent, 'before'), join(parent, 'after'))
  expect(await importFolder(app, join(parent, 'after'))).toBe(id)
  expect((await app.invoke('datasets/get', { id })).folder).toBe(join(parent, 'after'))
})

test('uploaded IDX files are kept whole, under their hash', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const folder = await quartersFolder(await temporaryFolder())
  for (const name of await readdir(folder)) {
    const path = encodeURIComponent(`quarters/${name}`)
    const body = new Uint8Array(await readFile(join(folder, name)))
    await app.fetch(new Request(`http://127.0.0.1/uploads/upload1?path=${path}`, { method: 'PUT', body }))
  }
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { uploadId: 'upload1', name: 'quarters' } }),
    () => undefined,
  )
  const id = datasetId ?? ''
  expect((await readdir(join(home, 'uploads'))).filter((name) => name !== 'incoming')).toHaveLength(4)
  const larger = await configFor(app, id, { data: { prepare: { size: [12, 12] } } })
  expect((await trainToEnd(app, larger)).error).toBeNull()
  expect((await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/0`))).status).toBe(200)
})

test('files that lie are refused with what is wrong, and nothing is kept', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const folder = join(await temporaryFolder(), 'bad')
  await mkdir(folder)
  const { images, labels } = quarterFiles(40)
  await writeFile(join(folder, 'train-images-idx3-ubyte'), images.subarray(0, 1000))
  await writeFile(join(folder, 'train-labels-idx1-ubyte'), labels)
  await expect(importFolder(app, folder)).rejects.toMatchObject({
    code: 'dataset/idx-invalid',
    message: expect.stringContaining('"train-images-idx3-ubyte"') as string,
    hint: expect.any(String) as string,
  })
  expect(await readdir(join(home, 'cache'))).toEqual([])
  expect(await app.invoke('datasets/list', {})).toEqual([])
})
