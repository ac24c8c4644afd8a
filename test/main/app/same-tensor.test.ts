import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { PrepareSpec, SplitName } from '../../../src-engine/spec/data.ts'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import type { App } from '../../../src-main/app/app.ts'
import { Places } from '../../../src-main/app/datasets/places.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { cacheSource, exampleBytes, openCache } from '../../../src-main/datasets/cache.ts'
import { importFolder, openApp, trainToEnd } from '../support/app.ts'
import { quartersFolder } from '../support/idx.ts'
import { startHost } from '../support/loopback.ts'
import { stripes } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** A picture of every kind that could go another way somewhere. */
async function everyKind(): Promise<Record<string, Buffer>> {
  const picture = sharp(await stripes('bars', 99, 40))
  const half = sharp(await stripes('lines', 5, 36)).ensureAlpha(0.4)
  const pixels = await picture.clone().removeAlpha().raw().toBuffer()
  return {
    'alpha.png': await half.png().toBuffer(),
    'exif-6.jpg': await picture.clone().resize(40, 24).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    'gray16.png': await picture.clone().grayscale().toColourspace('grey16').png().toBuffer(),
    'cmyk.jpg': await picture.clone().toColourspace('cmyk').jpeg().toBuffer(),
    'palette.png': await half.clone().png({ palette: true, colours: 16 }).toBuffer(),
    'plain.bmp': bitmap(pixels, 40),
    'lossy.webp': await half.clone().webp().toBuffer(),
    'animated.gif': await picture.clone().gif().toBuffer(),
  }
}

/** A square 24-bit bitmap, its rows from the bottom up; the side is a multiple of 4. */
function bitmap(rgb: Buffer, side: number): Buffer {
  const file = Buffer.alloc(54 + rgb.length)
  file.write('BM')
  for (const [offset, value] of Object.entries({ 10: 54, 14: 40, 18: side, 22: side }))
    file.writeUInt32LE(value, Number(offset))
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  for (let y = 0; y < side; y++)
    for (let i = 0; i < side * 3; i++)
      file[54 + y * side * 3 + i] = rgb[(side - 1 - y) * side * 3 + i - (i % 3) + 2 - (i % 3)]!
  return file
}

/** All of them in every split, half in either class. */
async function kindsFolder(): Promise<{ folder: string; files: Record<string, Buffer> }> {
  const folder = await temporaryFolder()
  const files: Record<string, Buffer> = {}
  const kinds = Object.entries(await everyKind())
  for (const split of ['train', 'val', 'test'])
    for (const [i, [file, bytes]] of kinds.entries()) {
      const place = `${split}/${i % 2 === 0 ? 'a' : 'b'}`
      await mkdir(join(folder, place), { recursive: true })
      await writeFile(join(folder, place, file), bytes)
      files[`${place}/${file}`] = bytes
    }
  return { folder, files }
}

const PREPARATIONS = [
  { size: [10, 14], channels: 'gray', fit: 'pad', invert: true, scale: '-1..1' },
  { size: [12, 12], fit: 'crop', scale: 'standardized', background: '#2040c0' },
  { size: [9, 9], channels: 'gray', scale: 'standardized', invert: true },
].map((one) => PrepareSpec.parse(one))

/** A run of one epoch on pictures prepared like this, and its preparation with what was measured for it. */
async function runOn(app: App, source: string, prepare: PrepareSpec, classes: number) {
  const given = { data: { prepare }, training: { epochs: 1 } }
  const config = presetConfig({ source, classes, preset: 'mlp-4', trainCount: 8, given })
  const { runId, error } = await trainToEnd(app, config)
  expect(error).toBeNull()
  return { runId, prepare: (await app.invoke('runs/get', { id: runId })).config.data.prepare! }
}

const sha256 = (numbers: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    .digest('hex')

/** The hash of every example as a training step is given it, by path. */
async function trainedOn(app: App, home: string, id: string, prepare: PrepareSpec): Promise<Map<string, string>> {
  const { items, total } = await app.invoke('datasets/items', { id })
  const shape = [...prepare.size, prepare.channels === 'rgb' ? 3 : 1]
  const size = exampleBytes(shape, prepare)
  const hashes = new Map<string, string>()
  // Held in memory, and read one by one.
  for (const held of [undefined, 0]) {
    const cache = openCache(new Places(home).cache(id, prepare), size, total, held)
    const positions = Uint32Array.from({ length: total }, (_, i) => i)
    const source = cacheSource({ cache, items: { positions, labels: positions }, prepare })
    const into = new Float32Array(size * total)
    source.readInputs(positions, total, into)
    cache.close()
    for (const { path, position } of items) {
      const hash = sha256(into.subarray(position * size, (position + 1) * size))
      expect(hashes.get(path) ?? hash).toBe(hash)
      hashes.set(path, hash)
    }
  }
  return hashes
}

test('every way to a network gives the same tensor, whatever the picture and the preparation', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const { folder, files } = await kindsFolder()
  const id = await importFolder(app, folder)
  const { items, total } = await app.invoke('datasets/items', { id })
  expect(total).toBe(Object.keys(files).length)
  const own = (await app.invoke('datasets/get', { id })).prepare!

  for (const asked of [own, ...PREPARATIONS]) {
    const { runId, prepare } = await runOn(app, id, asked, 2)
    expect(prepare.statistics === undefined).toBe(asked.scale !== 'standardized')
    const hashes = await trainedOn(app, home, id, prepare)
    for (const split of SplitName.options) {
      const { items: evaluated } = await app.invoke('runs/evaluate', { id: runId, split })
      expect(evaluated.length).toBe(8)
      for (const { file, tensorSha256 } of evaluated) expect(tensorSha256, file).toBe(hashes.get(file))
    }
    const names = [...hashes.keys()]
    const byPath = await app.invoke('classify/pictures', {
      runId,
      pictures: names.map((name) => ({ path: join(folder, name) })),
    })
    const byBytes = await app.invoke('classify/pictures', {
      runId,
      pictures: names.map((name) => ({ name, bytes: new Uint8Array(files[name]!) })),
    })
    for (const [i, name] of names.entries()) {
      expect(byPath[i], name).toMatchObject({ tensorSha256: hashes.get(name) })
      expect(byBytes[i], name).toMatchObject({ tensorSha256: hashes.get(name) })
    }
    for (const { path, position } of items) {
      const preview = await app.invoke('datasets/preview', { id, position, prepare })
      expect(preview.tensorSha256, path).toBe(hashes.get(path))
      expect(sha256(preview.tensor), path).toBe(hashes.get(path))
      // What was measured for the run is what is found without being told.
      if (prepare.scale === 'standardized')
        expect(await app.invoke('datasets/preview', { id, position, prepare: asked })).toEqual(preview)
    }
    if (asked === own) for (const { path, tensorSha256 } of items) expect(tensorSha256, path).toBe(hashes.get(path))
  }
})

test('a folder sent by a browser becomes the same tensors', async () => {
  const app = await openApp()
  const { folder, files } = await kindsFolder()
  const { ask, own, origin } = await startHost(app)
  for (const [path, body] of Object.entries(files))
    expect(
      (await ask(`/uploads/upload01?path=${encodeURIComponent(path)}`, { ...own, Origin: origin }, 'PUT', body)).status,
    ).toBe(204)
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { uploadId: 'upload01', name: 'kinds' } }),
    () => undefined,
  )
  const uploaded = await app.invoke('datasets/items', { id: datasetId! })
  const other = await openApp()
  const id = await importFolder(other, folder)
  const imported = await other.invoke('datasets/items', { id })
  expect(uploaded.total).toBe(24)
  const hashes = ({ items }: typeof uploaded) => items.map(({ path, tensorSha256 }) => [path, tensorSha256])
  expect(hashes(uploaded)).toEqual(hashes(imported))
  for (const prepare of PREPARATIONS)
    for (const position of [0, 7, 20])
      expect(await app.invoke('datasets/preview', { id: datasetId!, position, prepare })).toEqual(
        await other.invoke('datasets/preview', { id, position, prepare }),
      )
})

test('pictures of IDX files too, standardized as well', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const id = await importFolder(app, await quartersFolder(join(await temporaryFolder(), 'quarters')))
  const { items, total } = await app.invoke('datasets/items', { id })
  const own = (await app.invoke('datasets/get', { id })).prepare!
  for (const asked of [own, { ...own, scale: 'standardized' as const }, PREPARATIONS[2]!]) {
    const { runId, prepare } = await runOn(app, id, asked, 4)
    const hashes = await trainedOn(app, home, id, prepare)
    const { items: evaluated } = await app.invoke('runs/evaluate', { id: runId, split: 'test' })
    for (const { file, tensorSha256 } of evaluated) expect(tensorSha256, file).toBe(hashes.get(file))
    for (const { path, position } of items.filter((_, i) => i % 5 === 0)) {
      const { tensorSha256, pixels, shape } = await app.invoke('datasets/preview', { id, position, prepare })
      expect(tensorSha256, path).toBe(hashes.get(path))
      const png = await sharp(pixels, { raw: { height: shape[0], width: shape[1], channels: 1 } })
        .png()
        .toBuffer()
      // A picture of that size is what it is, prepared again; inverted twice it would be another one.
      if (prepare.invert) continue
      const [answer] = await app.invoke('classify/pictures', {
        runId,
        pictures: [{ name: 'one.png', bytes: new Uint8Array(png) }],
      })
      expect(answer, path).toMatchObject({ tensorSha256 })
    }
  }
  expect(total).toBe(52)
})
