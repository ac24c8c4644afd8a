import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readIdx, writeIdx } from '../../../../src-engine/data/idx.ts'
import { GlassboxError } from '../../../../src-main/contract/errors.ts'
import { checkPictures } from '../../../../src-main/datasets/check.ts'
import { readIdxFile } from '../../../../src-main/datasets/arrays/idx/idx-file.ts'
import { findIdxSets } from '../../../../src-main/datasets/arrays/idx/idx-sets.ts'
import { preparePicture } from '../../../../src-main/datasets/prepare-picture.ts'
import { scanFolder } from '../../../../src-main/datasets/scan.ts'
import { PrepareSpec } from '../../../../src-engine/spec/data.ts'
import { quarter, quarterFiles } from '../../support/idx.ts'
import { errorOf, folderWith, sharedData, shares } from '../pictures.ts'

const listed = (...paths: string[]) => paths.map((path) => ({ path, file: `/${path}` }))
const setsOf = (...paths: string[]) =>
  findIdxSets(listed(...paths))?.map(({ split, images, labels }) => [split, images.path, labels.path])

describe('findIdxSets', () => {
  it('knows the names of MNIST and of its followers', () => {
    expect(
      setsOf(
        't10k-images-idx3-ubyte.gz',
        't10k-labels-idx1-ubyte.gz',
        'train-images-idx3-ubyte.gz',
        'train-labels-idx1-ubyte.gz',
      ),
    ).toEqual([
      ['train', 'train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'],
      ['test', 't10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'],
    ])
    expect(setsOf('raw/train-images.idx3-ubyte', 'raw/train-labels.idx1-ubyte')).toEqual([
      ['train', 'raw/train-images.idx3-ubyte', 'raw/train-labels.idx1-ubyte'],
    ])
    const emnist = ['test', 'train'].flatMap((one) => [
      `emnist-letters-${one}-images-idx3-ubyte`,
      `emnist-letters-${one}-labels-idx1-ubyte`,
    ])
    expect(setsOf(...emnist)?.map(([split]) => split)).toEqual(['train', 'test'])
    expect(setsOf('images-idx3-ubyte', 'labels-idx1-ubyte')?.map(([split]) => split)).toEqual([null])
  })

  it('takes a file before its packed copy, and lists what it does not need', async () => {
    const { images, labels } = quarterFiles(8)
    const root = folderWith({
      'train-images-idx3-ubyte.gz': gzipSync(images),
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte.gz': gzipSync(labels),
      'train-labels-idx1-ubyte': labels,
      'readme.txt': 'x',
      '.DS_Store': 'x',
    })
    const { files, skipped } = await scanFolder({ folder: root })
    expect(files?.map(({ path }) => path)).toEqual(['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'])
    expect(skipped.map(({ path }) => path)).toEqual([
      'readme.txt',
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
    ])
  })

  it('leaves every other folder alone', () => {
    expect(findIdxSets(listed('cat/1.png', 'dog/1.png', 'images.txt', 'train-labels-idx1-ubyte'))).toBeNull()
  })

  it('refuses pictures without labels, and two data sets at once', async () => {
    const alone = await errorOf('dataset/idx-invalid', () =>
      setsOf('train-images-idx3-ubyte', 't10k-labels-idx1-ubyte'),
    )
    expect(alone.message).toContain('train-images-idx3-ubyte')
    await errorOf('dataset/idx-invalid', () => setsOf('a/images-idx3-ubyte', 'b/images-idx3-ubyte'))
    await errorOf('dataset/idx-invalid', () =>
      setsOf('letters-train-images-idx3-ubyte', 'digits-train-images-idx3-ubyte'),
    )
  })
})

const splitsOf = ({ entries }: Awaited<ReturnType<typeof scanFolder>>) =>
  Object.entries(Object.groupBy(entries, ({ fixedSplit }) => String(fixedSplit))).map(([split, of]) => [
    split,
    of?.length,
  ])

describe('a folder of IDX files', () => {
  it('holds its pictures in order, with labels as classes, and the last of train for validation', async () => {
    const [train, test] = [quarterFiles(40), quarterFiles(12, 1000)]
    const root = folderWith({
      'MNIST/raw/train-images-idx3-ubyte': gzipSync(train.images),
      'MNIST/raw/train-labels-idx1-ubyte': train.labels,
      'MNIST/raw/t10k-images-idx3-ubyte.gz': test.images,
      'MNIST/raw/t10k-labels-idx1-ubyte.gz': gzipSync(test.labels),
    })
    const folder = await scanFolder({ folder: root })
    expect(folder).toMatchObject({
      classes: ['0', '1', '2', '3'],
      skipped: [],
      prepare: { size: [8, 8], channels: 'gray' },
    })
    expect(splitsOf(folder)).toEqual([
      ['train', 32],
      ['validation', 8],
      ['test', 12],
    ])
    expect(folder.entries.map(({ classIndex }) => classIndex)).toEqual(Array.from({ length: 52 }, (_, i) => i % 4))
    const [, second] = folder.entries
    expect(second).toMatchObject({ path: 'MNIST/raw/train-images-idx3-ubyte/1', fixedSplit: 'train' })
    expect(readIdx(await second!.read(), 2)).toEqual({ shape: [8, 8], values: quarter(1, 1) })
    expect(readIdx(await folder.entries[40]!.read(), 2).values).toEqual(quarter(0, 1000))
  })

  it('is divided like any other when no file says that it is for training', async () => {
    const { images, labels } = quarterFiles(8)
    const folder = await scanFolder({
      folder: folderWith({ 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels }),
    })
    expect(splitsOf(folder)).toEqual([['null', 8]])
  })

  it('gives labels their own numbers', async () => {
    const { images } = quarterFiles(3)
    const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 200, 9, 26)
    const folder = await scanFolder({
      folder: folderWith({ 'images-idx3-ubyte': images, 'labels-idx1-ubyte': labels }),
    })
    expect(folder.classes).toEqual(['9', '26', '200'])
    expect(folder.entries.map(({ classIndex }) => classIndex)).toEqual([2, 0, 1])
  })

  it('is refused with more pictures than anybody can list, and with pictures of two sizes', async () => {
    const count = 2_000_001
    const many = folderWith({
      'images-idx3-ubyte': gzipSync(writeIdx({ shape: [count, 1, 1], values: new Uint8Array(count) })),
      'labels-idx1-ubyte': gzipSync(writeIdx({ shape: [count], values: new Uint8Array(count) })),
    })
    expect((await errorOf('dataset/idx-invalid', scanFolder({ folder: many }))).message).toContain('2000001 pictures')
    const { images, labels } = quarterFiles(4)
    const { values } = readIdx(images, 3)
    const mixed = folderWith({
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte': labels,
      't10k-images-idx3-ubyte': writeIdx({ shape: [4, 4, 16], values }),
      't10k-labels-idx1-ubyte': labels,
    })
    const error = await errorOf('dataset/idx-invalid', scanFolder({ folder: mixed }))
    expect(error.message).toMatch(/t10k.*4×16 pixels.* 8×8/)
  })

  it('is refused without pictures, with one class, with too many labels and with pictures of no size', async () => {
    const folder = (images: Uint8Array, labels: Uint8Array) =>
      scanFolder({ folder: folderWith({ 'images-idx3-ubyte': images, 'labels-idx1-ubyte': labels }) })
    const [two, three] = [quarterFiles(2), quarterFiles(3)]
    await errorOf('dataset/no-pictures', folder(quarterFiles(0).images, quarterFiles(0).labels))
    await errorOf('dataset/one-class', folder(quarterFiles(1).images, quarterFiles(1).labels))
    const more = await errorOf('dataset/idx-invalid', folder(two.images, three.labels))
    expect(more.message).toMatch(/3 labels for the 2 pictures/)
    const header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 5]
    await errorOf('dataset/idx-invalid', folder(Uint8Array.from(header), two.labels))
  })

  it('is reported on without being taken in', async () => {
    const { images, labels } = quarterFiles(40)
    const root = folderWith({ 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels })
    const report = await checkPictures(await scanFolder({ folder: root }), shares, {})
    expect(report).toMatchObject({ itemCount: 40, duplicates: [], skipped: [] })
    expect(report.classes.map(({ counts }) => counts.validation)).toEqual([2, 2, 2, 2])
    expect(report.classes.every(({ counts }) => counts.test > 0 && counts.train > 0)).toBe(true)
  })
})

describe('a picture of an IDX file alone', () => {
  it('passes the one preparation unchanged', async () => {
    const { images } = quarterFiles(1)
    const one = Uint8Array.of(0, 0, 8, 2, ...images.subarray(8))
    const { prepared } = await preparePicture(one, PrepareSpec.parse({ size: [8, 8], channels: 'gray' }))
    expect(prepared).toMatchObject({ width: 8, height: 8, format: 'idx', pixels: quarter(0, 0) })
  })

  it('is refused when damaged', async () => {
    const prepare = PrepareSpec.parse({})
    await errorOf('picture/damaged', preparePicture(Uint8Array.of(0, 0, 8, 2, 0, 0), prepare))
    await errorOf('picture/damaged', preparePicture(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 5), prepare))
  })
})

describe('IDX files made to mislead', () => {
  it('get the verdict they should', async (context) => {
    const folder = sharedData('corpus-bad', context)
    const labels = join(folder, 'idx/ok-labels-idx1-ubyte')
    const lines = readFileSync(join(folder, 'idx.EXPECTED.csv'), 'utf8').trim().split('\n').slice(1)
    expect(lines.length).toBeGreaterThan(15)
    for (const line of lines) {
      const [name = '', expected = ''] = line.split(',')
      const file = join(folder, 'idx', name)
      const got = await (name.includes('labels') ? labelsVerdict(file) : picturesVerdict(file, labels))
      if (expected !== 'either')
        expect([name, got]).toEqual([name, expected === 'ok' ? 'ok' : expect.stringMatching(/^dataset\//)])
      if (expected === 'mismatch') expect(got).toContain('labels for the 100 pictures')
    }
  })

  it('get it as single files too, whose labels are found by their names', async (context) => {
    const folder = sharedData('corpus-bad/idx', context)
    const verdicts = readdirSync(folder).map(async (name) => {
      const files = [
        { path: 'p-images', file: join(folder, name.includes('labels') ? 'ok-images-idx3-ubyte' : name) },
        { path: 'p-labels.gz', file: join(folder, name.includes('labels') ? name : 'ok-labels-idx1-ubyte.gz') },
      ]
      return [name, await verdictOf(async () => void (await scanFolder({ files, file: 'p-images' })))]
    })
    expect(Object.fromEntries(await Promise.all(verdicts))).toMatchObject({
      'ok-images-idx3-ubyte': 'ok',
      'ok-labels-idx1-ubyte': 'ok',
      'ok-images-idx3-ubyte.gz': 'ok',
      'ok-labels-idx1-ubyte.gz': 'ok',
      'ok-images-gz-without-suffix': 'ok',
      'ok-images-raw-named.gz': 'ok',
      'ok-images-multimember.gz': 'ok',
      'bad-truncated-images': expect.stringMatching(/^dataset.idx-invalid: .*promises/) as string,
      'bad-magic': expect.stringMatching(/^dataset.*invalid/) as string,
      'bad-magic-png': expect.stringMatching(/^dataset.file-invalid: .*single picture/) as string,
      'bad-count-huge': expect.stringMatching(/^dataset.idx-invalid: .*4294967295/) as string,
      'bad-dims-huge': expect.stringMatching(/^dataset.idx-invalid: .*promises/) as string,
      'bad-labels-short': expect.stringMatching(/^dataset.idx-invalid: .*99 labels for the 100/) as string,
      'bad-labels-long': expect.stringMatching(/^dataset.idx-invalid: .*101 labels for the 100/) as string,
      'odd-labels-all-same': expect.stringMatching(/^dataset.one-class/) as string,
      'bad-gz-crc.gz': expect.stringMatching(/^dataset.*invalid/) as string,
      'odd-double-gz.gz': expect.stringMatching(/^dataset.*invalid/) as string,
      // Its few pictures are not those of the labels; that they are not square is no reason.
      'odd-32x20-images': expect.stringMatching(/^ok$|labels for the \d+ pictures/) as string,
    })
  })

  it('of pictures that are not square are read as they are', async (context) => {
    const file = join(sharedData('corpus-bad/idx', context), 'odd-32x20-images')
    expect((await readIdxFile({ path: file, file }, 3)).shape.slice(1)).toEqual([32, 20])
  })

  /** With the other half of the corpus: 100 pictures, or as many labels as the pictures need. */
  async function picturesVerdict(file: string, labels: string): Promise<string> {
    return verdictOf(async () => {
      const pictures = await readIdxFile({ path: file, file }, 3)
      if (pictures.shape[0] === 100) await scan(file, labels)
    })
  }
  async function labelsVerdict(file: string): Promise<string> {
    return verdictOf(() => scan(join(file, '../ok-images-idx3-ubyte'), file))
  }
  async function scan(images: string, labels: string): Promise<void> {
    const files = [
      { path: 'train-images-idx3-ubyte', file: images },
      { path: 'train-labels-idx1-ubyte', file: labels },
    ]
    const { entries } = await scanFolder({ files })
    expect(entries).toHaveLength(100)
  }
  async function verdictOf(read: () => Promise<void>): Promise<string> {
    try {
      await read()
      return 'ok'
    } catch (error) {
      if (!(error instanceof GlassboxError)) throw error
      return `${error.code}: ${error.message}`
    }
  }
})

describe('MNIST', () => {
  it('is read whole: 55,000 for training, 5,000 for validation, 10,000 for testing', async (context) => {
    const folder = await scanFolder({ folder: sharedData('mnist', context) })
    expect(folder.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(folder.prepare).toEqual({ size: [28, 28], channels: 'gray' })
    expect(splitsOf(folder)).toEqual([
      ['train', 55_000],
      ['validation', 5_000],
      ['test', 10_000],
    ])
    // The labels that every description of the set begins with.
    expect(folder.entries.slice(0, 5).map(({ classIndex }) => classIndex)).toEqual([5, 0, 4, 1, 9])
    expect(folder.entries.slice(60_000, 60_003).map(({ classIndex }) => classIndex)).toEqual([7, 2, 1])
  })
})
