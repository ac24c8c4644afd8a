import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DatasetWorker } from '../../../src-main/datasets/client.ts'
import { Pause } from '../../../src-main/datasets/pause.ts'
import type { Progress } from '../../../src-main/datasets/progress.ts'
import { classFolders, drawn, encoder, errorOf, folderWith, png, prepare, shares } from './pictures.ts'

let worker: DatasetWorker
beforeEach(() => {
  worker = new DatasetWorker()
})
afterEach(() => worker.close())

describe('DatasetWorker', () => {
  it('imports a folder with progress, and prepares each of its pictures to the same tensor', async () => {
    const [root, out] = [await classFolders(['a', 'b'], 4), folderWith()]
    const reports: Progress[] = []
    const request = { source: { folder: root }, prepare, shares, cacheFile: join(out, 'cache') }
    const data = await worker.import(request, { onProgress: (progress) => reports.push(progress) })
    expect([data.classes, data.items.length, reports.at(-1)?.done]).toEqual([['a', 'b'], 8, 8])
    const cache = readFileSync(join(out, 'cache'))
    for (const { path, position, tensorSha256 } of data.items) {
      const file = join(root, path)
      for (const picture of [{ path: file }, { bytes: new Uint8Array(readFileSync(file)) }]) {
        const prepared = await worker.prepare({ picture, prepare })
        expect(prepared.tensorSha256).toBe(tensorSha256)
        expect(Buffer.from(prepared.pixels)).toEqual(cache.subarray(position * 192, position * 192 + 192))
      }
    }
  })

  it('prepares by path and by upload alike: EXIF 1–8, 16-bit, CMYK, alpha, gray', async () => {
    const picture = encoder(drawn(40, 30))
    const variants = await Promise.all([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => picture.clone().withMetadata({ orientation }).jpeg().toBuffer()),
      picture.clone().toColourspace('rgb16').png().toBuffer(),
      picture.clone().toColourspace('cmyk').jpeg().toBuffer(),
      picture.clone().ensureAlpha(0.5).png().toBuffer(),
      picture.clone().grayscale().png().toBuffer(),
    ])
    const files: Record<string, Buffer> = Object.fromEntries(
      variants.map((bytes, i) => [`${i % 2 ? 'odd' : 'even'}/${i}`, bytes]),
    )
    const [root, out] = [folderWith(files), folderWith()]
    const data = await worker.import({ source: { folder: root }, prepare, shares, cacheFile: join(out, 'cache') })
    expect(data.items.length).toBe(12)
    for (const { path, tensorSha256 } of data.items) {
      expect((await worker.prepare({ picture: { path: join(root, path) }, prepare })).tensorSha256).toBe(tensorSha256)
      expect((await worker.prepare({ picture: { bytes: files[path]! }, prepare })).tensorSha256).toBe(tensorSha256)
    }
  })

  it('imports an uploaded folder', async () => {
    const store = folderWith({ '1': await png(9, 7, 1), '2': await png(9, 7, 2) })
    const files = [
      { path: 'x/cat/a.png', file: join(store, '1') },
      { path: 'x/dog/a.png', file: join(store, '2') },
    ]
    const data = await worker.import({ source: { files }, prepare, shares, cacheFile: join(store, 'cache') })
    expect(data.classes).toEqual(['cat', 'dog'])
    expect(data.items.map(({ path }) => path)).toEqual(['x/cat/a.png', 'x/dog/a.png'])
  })

  it('checks a folder and changes nothing', async () => {
    const [same, other] = [await png(9, 7, 1), await png(9, 7, 2)]
    const root = folderWith({
      'a/1': same,
      'a/2': same,
      'b/1': same,
      'b/2': other,
      'b/3': other,
      'b/bad': 'x',
      'c/bad': '',
    })
    const report = await worker.check({ source: { folder: root }, shares })
    expect(report.itemCount).toBe(5)
    expect(report.classes.map(({ name, counts }) => [name, counts.train + counts.validation + counts.test])).toEqual([
      ['a', 2],
      ['b', 3],
      ['c', 0],
    ])
    expect(report.skipped.map(({ path, code }) => [path, code])).toEqual([
      ['b/bad', 'picture/unsupported'],
      ['c/bad', 'picture/empty'],
    ])
    expect(report.duplicates).toEqual([
      { paths: ['a/1', 'a/2', 'b/1'], classes: ['a', 'b'] },
      { paths: ['b/2', 'b/3'], classes: ['b'] },
    ])
    expect(readdirSync(root).sort()).toEqual(['a', 'b', 'c'])
  })

  it('keeps code, message, hint and details of errors', async () => {
    const error = await errorOf(
      'picture/unsupported',
      worker.prepare({ picture: { bytes: Buffer.from('%PDF-1.7') }, prepare }),
    )
    expect([error.message, error.hint]).toEqual(['This is a PDF document, not a picture.', 'Export its pages as PNG.'])
    await errorOf('picture/unreadable', worker.thumbnail({ path: join(folderWith(), 'none.png') }))
    const source = { folder: folderWith({ 'a/1': await png(9, 7), 'b/1': 'x' }) }
    const oneClass = await errorOf(
      'dataset/one-class',
      worker.import({ source, prepare, shares, cacheFile: join(folderWith(), 'c') }),
    )
    expect(oneClass.details).toMatchObject({ skipped: [{ path: 'b/1' }] })
  })

  it('makes thumbnails', async () => {
    const bytes = await worker.thumbnail({ bytes: await png(320, 200) })
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 160, height: 100 })
    const { thumbnail, width, height } = await worker.prepare({ picture: { bytes: await png(320, 200) }, prepare })
    expect([width, height]).toEqual([320, 200])
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 160, height: 100 })
  })

  it('cancels an import and leaves nothing, while other work goes on', async () => {
    const [root, out] = [await classFolders(['a', 'b'], 60), folderWith()]
    const abort = new AbortController()
    const request = { source: { folder: root }, prepare, shares, cacheFile: join(out, 'cache') }
    const pause = new Pause()
    const onProgress = (): void => abort.abort()
    // Resting, so that it cannot be done before it is cancelled.
    pause.set(true)
    const running = worker.import(request, { signal: abort.signal, onProgress, pause })
    const other = worker.thumbnail({ bytes: await png(9, 7) })
    await errorOf('cancelled', running)
    expect(readdirSync(out)).toEqual([])
    expect((await other).length).toBeGreaterThan(10)
    await errorOf('cancelled', worker.import(request, { signal: AbortSignal.abort() }))
  })

  it('closes with an import under way, and leaves nothing', async () => {
    const [root, out] = [await classFolders(['a', 'b'], 60), folderWith()]
    const running = errorOf(
      'cancelled',
      worker.import({ source: { folder: root }, prepare, shares, cacheFile: join(out, 'cache') }),
    )
    await worker.close()
    await running
    expect(readdirSync(out)).toEqual([])
  })
})
