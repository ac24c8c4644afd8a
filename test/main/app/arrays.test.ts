import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import type { DatasetSource } from '../../../src-main/contract/types.ts'
import { npy } from '../../engine/support/npy.ts'
import { importFolder, openApp, smallConfig, trainToEnd } from '../support/app.ts'
import { quartersFolder } from '../support/idx.ts'
import { stripes } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { npz } from '../support/zip.ts'

async function importSource(app: App, source: DatasetSource): Promise<string> {
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source }),
    () => undefined,
  )
  return datasetId ?? ''
}

/** 20 pictures of 8×8 pixels, red ones and blue ones by turns. */
function redAndBlue(): Buffer {
  const values = Array.from({ length: 20 * 192 }, (_, i) => {
    const isRed = Math.floor(i / 192) % 2 === 0
    return [isRed ? 200 : 30, 60 + Math.floor(i / 192), isRed ? 30 : 200][i % 3] ?? 0
  })
  return npz({
    x: npy({ descr: '|u1', shape: [20, 8, 8, 3], values }),
    y: npy({ descr: '<U4', shape: [20], values: Array.from({ length: 20 }, (_, i) => (i % 2 ? 'blue' : 'red')) }),
  })
}

async function averageColour(app: App, id: string, position: number): Promise<number[]> {
  const response = await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/${position}`))
  const { channels } = await sharp(await response.arrayBuffer()).stats()
  return channels.map(({ mean }) => Math.round(mean))
}

test('a file of colour pictures is a data set with thumbnails, and is read again for another preparation', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const folder = await temporaryFolder()
  const file = join(folder, 'colours.npz')
  await writeFile(file, redAndBlue())
  const id = await importSource(app, { file })
  expect(await app.invoke('datasets/get', { id })).toMatchObject({
    ...{ name: 'colours', folder, itemCount: 20, skipped: [] },
    prepare: { size: [8, 8], channels: 'rgb' },
    classes: [{ name: 'blue' }, { name: 'red' }],
  })
  const { items } = await app.invoke('datasets/items', { id })
  expect(items[0]).toMatchObject({
    path: 'colours/x/0',
    classIndex: 1,
    width: 8,
    height: 8,
    format: 'npy',
    bytes: 16 + 192,
  })
  const [red = 0, , blue = 0] = await averageColour(app, id, 0)
  expect(red - blue).toBeGreaterThan(100)
  const [red1 = 0, , blue1 = 0] = await averageColour(app, id, 1)
  expect(blue1 - red1).toBeGreaterThan(100)

  // Read once more from the file alone, under its own name, whatever lies beside it now.
  await rm(join(home, 'cache'), { recursive: true })
  await mkdir(join(home, 'cache'))
  await writeFile(join(folder, 'other.npz'), redAndBlue())
  const [again = 0, , other = 0] = await averageColour(app, id, 2)
  expect(again - other).toBeGreaterThan(100)
  expect(await importSource(app, { file })).toBe(id)

  await rename(file, join(folder, 'moved.npz'))
  await rm(join(home, 'cache'), { recursive: true })
  await mkdir(join(home, 'cache'))
  const gone = await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/3`))
  expect(await gone.json()).toMatchObject({ code: 'dataset/changed' })
})

test('one uploaded file is told by its content and kept', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const body = new Uint8Array(redAndBlue())
  await app.fetch(new Request('http://127.0.0.1/uploads/upload1?path=drop', { method: 'PUT', body }))
  const id = await importSource(app, { uploadId: 'upload1', name: 'drop' })
  expect(await app.invoke('datasets/get', { id })).toMatchObject({ name: 'drop', folder: null, itemCount: 20 })
  await rm(join(home, 'cache'), { recursive: true })
  await mkdir(join(home, 'cache'))
  expect((await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/0`))).status).toBe(200)
})

test('one IDX file brings its labels along', async () => {
  const app = await openApp()
  const folder = await quartersFolder(await temporaryFolder())
  const id = await importSource(app, { file: join(folder, 't10k-labels-idx1-ubyte') })
  expect(await app.invoke('datasets/get', { id })).toMatchObject({ name: 't10k-labels-idx1-ubyte', itemCount: 12 })
  await rm(join(folder, 'train-labels-idx1-ubyte.gz'))
  await expect(importSource(app, { file: join(folder, 'train-images-idx3-ubyte.gz') })).rejects.toMatchObject({
    code: 'dataset/idx-invalid',
    message: expect.stringContaining('no labels') as string,
  })
})

test('a folder that can be read in two ways asks, and is read again as it was chosen', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const folder = await temporaryFolder()
  for (const [i, name] of ['animals/cat', 'animals/dog', 'cars/bus', 'cars/van'].entries()) {
    await mkdir(join(folder, name), { recursive: true })
    for (let n = 0; n < 3; n++) await writeFile(join(folder, name, `${n}.png`), await stripes('bars', i * 10 + n))
  }
  await expect(importFolder(app, folder)).rejects.toMatchObject({
    code: 'dataset/ambiguous-layout',
    details: {
      readings: [{ layout: { depth: 0, splits: false } }, { layout: { depth: 1, splits: false }, classCount: 4 }],
    },
  })
  expect(await readdir(join(home, 'cache'))).toEqual([])
  const upper = await importSource(app, { folder, layout: { depth: 0, splits: false } })
  const lower = await importSource(app, { folder, layout: { depth: 1, splits: false } })
  const classes = async (id: string) => (await app.invoke('datasets/get', { id })).classes.map(({ name }) => name)
  expect(await classes(upper)).toEqual(['animals', 'cars'])
  expect(await classes(lower)).toEqual(['bus', 'cat', 'dog', 'van'])
  // Whoever has chosen is not asked again.
  expect(await importFolder(app, folder)).toBe(lower)
  expect(await importSource(app, { folder, layout: { depth: 1, splits: false } })).toBe(lower)
  const data = { prepare: { size: [12, 12] as [number, number], channels: 'gray' as const } }
  const config = smallConfig(lower, { classes: 4, given: { data, training: { epochs: 1, batchSize: 4 } } })
  expect((await trainToEnd(app, config)).error).toBeNull()
})
