import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { preparePixels } from '../../../src-engine/data/prepare/prepare.ts'
import { tensorBytes } from '../../../src-engine/data/prepare/scale.ts'
import { importPictures, type ImportedDataset } from '../../../src-main/datasets/import.ts'
import type { JobOptions } from '../../../src-main/datasets/each-picture.ts'
import type { Progress } from '../../../src-main/datasets/progress.ts'
import { scanFolder } from '../../../src-main/datasets/scan.ts'
import { classFolders, drawn, errorOf, folderWith, png, prepare, shares } from './pictures.ts'

const ITEM = 8 * 8 * 3

async function importFolder(root: string, out: string, options: JobOptions = {}): Promise<ImportedDataset> {
  const folder = await scanFolder({ folder: root })
  return importPictures({ folder, prepare, shares, cacheFile: join(out, 'cache'), ...options })
}

describe('importPictures', () => {
  it('writes every picture once, in order, with its hashes', async () => {
    const [root, out] = [await classFolders(['b', 'a'], 4), folderWith()]
    const data = await importFolder(root, out)
    expect(data).toMatchObject({ classes: ['a', 'b'], skipped: [], findings: [] })
    expect(data.items.map(({ path, position, classIndex }) => [path, position, classIndex])).toEqual(
      ['a/000.png', 'a/001.png', 'a/002.png', 'a/003.png', 'b/000.png', 'b/001.png', 'b/002.png', 'b/003.png'].map(
        (path, i) => [path, i, i < 4 ? 0 : 1],
      ),
    )
    expect(readdirSync(out)).toEqual(['cache'])
    const cache = readFileSync(join(out, 'cache'))
    expect(cache.length).toBe(8 * ITEM)
    const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
    for (const item of data.items) {
      const pixels = preparePixels(drawn(9, 7, (item.classIndex === 0 ? 1000 : 0) + (item.position % 4)), prepare)
      expect(cache.subarray(item.position * ITEM, (item.position + 1) * ITEM)).toEqual(Buffer.from(pixels))
      const file = readFileSync(join(root, item.path))
      expect(item).toMatchObject({
        width: 9,
        height: 7,
        format: 'png',
        bytes: file.length,
        contentSha256: sha(file),
        tensorSha256: sha(tensorBytes(pixels, prepare)),
      })
    }
    for (const classIndex of [0, 1])
      expect(new Set(data.items.filter((item) => item.classIndex === classIndex).map(({ split }) => split)).size).toBe(
        3,
      )
  })

  it('gives the same data set twice, and the same content under other names', async () => {
    const [root, out] = [await classFolders(['a', 'b'], 5), folderWith()]
    const first = await importFolder(root, out)
    const bytes = readFileSync(join(out, 'cache'))
    const second = await importFolder(root, out)
    expect(second).toEqual(first)
    expect(readFileSync(join(out, 'cache'))).toEqual(bytes)
    renameSync(join(root, 'a/000.png'), join(root, 'a/zzz.png'))
    const renamed = await importFolder(root, out)
    expect(renamed.contentSha256).toBe(first.contentSha256)
    renameSync(join(root, 'a/zzz.png'), join(root, 'b/zzz.png'))
    expect((await importFolder(root, out)).contentSha256).not.toBe(first.contentSha256)
  })

  it('keeps train, validation and test folders', async () => {
    const files: Record<string, Buffer> = {}
    for (const [i, path] of ['train/a', 'train/b', 'val/a', 'val/b', 'test/a', 'test/b'].entries())
      files[`${path}/1.png`] = await png(9, 7, i)
    const { items, classes } = await importFolder(folderWith(files), folderWith())
    expect(classes).toEqual(['a', 'b'])
    expect(items.map(({ path, split }) => [path.split('/')[0], split])).toEqual([
      ['test', 'test'],
      ['train', 'train'],
      ['val', 'validation'],
      ['test', 'test'],
      ['train', 'train'],
      ['val', 'validation'],
    ])
  })

  it('skips and lists what is not a picture, and leaves out a class without one', async () => {
    const root = folderWith({
      'a/1.png': await png(9, 7, 1),
      'a/zero.png': '',
      'a/note.txt': 'hello',
      'a/half.png': (await png(99, 99)).subarray(0, 900),
      'b/broken.jpg': 'not a picture',
      'c/1.jpg': await png(9, 7, 2),
      'loose.png': await png(9, 7, 3),
    })
    mkdirSync(join(root, 'd'))
    const { classes, items, skipped, findings } = await importFolder(root, folderWith())
    expect(classes).toEqual(['a', 'c'])
    expect(items.map(({ path, classIndex, position }) => [path, classIndex, position])).toEqual([
      ['a/1.png', 0, 0],
      ['c/1.jpg', 1, 1],
    ])
    expect(skipped.map(({ path, code }) => [path, code])).toEqual([
      ['loose.png', 'dataset/no-classes'],
      ['a/half.png', 'picture/damaged'],
      ['a/note.txt', 'picture/unsupported'],
      ['a/zero.png', 'picture/empty'],
      ['b/broken.jpg', 'picture/unsupported'],
    ])
    for (const { reason } of skipped) expect(reason.length).toBeGreaterThan(15)
    expect(findings.map(({ className, code }) => [className, code])).toEqual([
      ['b', 'dataset/no-pictures'],
      ['d', 'dataset/no-pictures'],
    ])
  })

  it('needs pictures in two classes, and leaves nothing otherwise', async () => {
    const out = folderWith()
    const one = await errorOf(
      'dataset/one-class',
      importFolder(folderWith({ 'a/1': await png(9, 7), 'b/1': 'x' }), out),
    )
    expect(one.details).toMatchObject({ skipped: [{ path: 'b/1', code: 'picture/unsupported' }] })
    await errorOf('dataset/no-pictures', importFolder(folderWith({ 'a/1': 'x', 'b/1': 'x' }), out))
    expect(readdirSync(out)).toEqual([])
  })

  it('keeps copies in one split', async () => {
    const [same, other] = [await png(9, 7, 5), await png(9, 7, 6)]
    const root = folderWith({ 'a/1': same, 'a/2': same, 'b/1': same, 'b/2': other, 'a/3': other })
    const { items } = await importFolder(root, folderWith())
    for (const copies of Map.groupBy(items, ({ contentSha256 }) => contentSha256).values())
      expect(new Set(copies.map(({ split }) => split)).size).toBe(1)
  })

  it('reports progress, the first and the last time exactly', async () => {
    const reports: Progress[] = []
    const root = await classFolders(['a', 'b'], 20)
    writeFileSync(join(root, 'a/bad'), 'x')
    await importFolder(root, folderWith(), { onProgress: (progress) => reports.push(progress) })
    expect(reports[0]).toMatchObject({ done: 0, total: 41, skipped: 0, secondsLeft: null })
    expect(reports.at(-1)).toMatchObject({ done: 41, total: 41, skipped: 1, secondsLeft: 0 })
    expect(reports.at(-1)!.perSecond).toBeGreaterThan(0)
    expect(reports.length).toBeLessThan(15)
  })

  it('leaves nothing when cancelled', async () => {
    const [root, out] = [await classFolders(['a', 'b'], 20), folderWith()]
    const abort = new AbortController()
    let during: string[] = []
    const onProgress = (): void => {
      during = readdirSync(out)
      abort.abort()
    }
    await errorOf('cancelled', importFolder(root, out, { onProgress, signal: abort.signal }))
    expect(during).toEqual([expect.stringMatching(/^cache\..*\.part$/)])
    expect(readdirSync(out)).toEqual([])
  })

  it('lists files that vanish, and fails when the folder itself does', async () => {
    const [root, out] = [await classFolders(['a', 'b'], 20), folderWith()]
    const copy = folderWith()
    cpSync(root, copy, { recursive: true })
    const { skipped, items } = await importFolder(root, out, {
      onProgress: () => rmSync(join(root, 'b/019.png'), { force: true }),
    })
    expect(skipped).toEqual([
      {
        path: 'b/019.png',
        code: 'picture/unreadable',
        reason: expect.stringContaining('not there any more') as string,
      },
    ])
    expect(items.length).toBe(39)
    rmSync(join(out, 'cache'))
    const gone = importFolder(copy, out, { onProgress: () => rmSync(copy, { recursive: true, force: true }) })
    expect((await errorOf('dataset/not-found', gone)).message).toContain(copy)
    expect(readdirSync(out)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('says when the disk is full, and leaves nothing', async (context) => {
    const disk = folderWith()
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', disk], { stdio: 'pipe' })
    } catch (error) {
      console.warn(`skipped: ${context.task.name}: cannot mount a small disk here: ${String(error).split('\n')[0]}`)
      return context.skip()
    }
    onTestFinished(() => void execFileSync('umount', [disk]))
    const error = await errorOf('storage/disk-full', importFolder(await classFolders(['a', 'b'], 30), disk))
    expect(error.hint).toContain('space')
    expect(readdirSync(disk)).toEqual([])
  })
})
