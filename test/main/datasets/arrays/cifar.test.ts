import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readIdx } from '../../../../src-engine/data/idx.ts'
import type { PictureFolder } from '../../../../src-main/datasets/picture-folder.ts'
import { scanFolder } from '../../../../src-main/datasets/scan.ts'
import { errorOf, folderWith } from '../pictures.ts'

/** A record as the page of the data set describes it: labels, then 1,024 red, 1,024 green and 1,024 blue values. */
function record(labels: number[], seed: number): Uint8Array {
  const planes = Array.from({ length: 3 * 1024 }, (_, i) => (seed + i + Math.floor(i / 1024) * 50) % 256)
  return Uint8Array.of(...labels, ...planes)
}
const batch = (...labels: number[][]): Uint8Array =>
  new Uint8Array(Buffer.concat(labels.map((of, index) => record(of, index * 11))))
const tens = 'airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n'

const scan = (files: Record<string, Uint8Array | string>): Promise<PictureFolder> =>
  scanFolder({ folder: folderWith(files) })
const one = async (files: Record<string, Uint8Array | string>, file: string): Promise<PictureFolder> => {
  const folder = folderWith(files)
  return scanFolder({ files: Object.keys(files).map((path) => ({ path, file: join(folder, path) })), file })
}
const placed = ({ classes, entries }: PictureFolder) =>
  entries.map(({ path, classIndex, fixedSplit }) => `${path} ${classes[classIndex]} ${fixedSplit}`)

describe('CIFAR', () => {
  it('10 is read with its names, its batches in order, the last pictures of train for validation', async () => {
    const folder = await scan({
      'c/data_batch_2.bin': batch([3], [9], [1]),
      'c/data_batch_1.bin.gz': gzipSync(batch([0], [1])),
      'c/test_batch.bin': batch([5]),
      'c/batches.meta.txt': tens,
      'c/readme.html': '<p>',
    })
    expect(folder).toMatchObject({ prepare: { size: [32, 32], channels: 'rgb' }, format: 'cifar' })
    expect(folder.classes).toEqual(tens.trim().split('\n'))
    expect(placed(folder)).toEqual([
      'c/data_batch_1.bin.gz/0 airplane train',
      'c/data_batch_1.bin.gz/1 automobile train',
      'c/data_batch_2.bin/0 cat train',
      'c/data_batch_2.bin/1 truck train',
      'c/data_batch_2.bin/2 automobile validation',
      'c/test_batch.bin/0 dog test',
    ])
    expect(folder.skipped.map(({ path }) => path)).toEqual(['c/readme.html'])
    const { shape, values } = readIdx(await folder.entries[3]!.read(), 3)
    expect(shape).toEqual([32, 32, 3])
    // Pixel 40 of a picture that begins at 11: red 51, green 51 + 1024 + 50, blue 51 + 2048 + 100, modulo 256.
    expect([...values.subarray(120, 123)]).toEqual([51, 101, 151])
  })

  it('100 is read with its fine labels', async () => {
    const fine = Array.from({ length: 100 }, (_, i) => `fine ${i}`).join('\n')
    const folder = await scan({
      'train.bin': batch([4, 99], [0, 7]),
      'test.bin': batch([4, 0]),
      'fine_label_names.txt': fine,
      'coarse_label_names.txt': 'a\nb',
    })
    expect(placed(folder)).toEqual(['train.bin/0 fine 99 train', 'train.bin/1 fine 7 train', 'test.bin/0 fine 0 test'])
  })

  it('is read without names, and from one file, whose kind its length tells', async () => {
    expect(placed(await scan({ 'data_batch_1.bin': batch([4], [2]) }))).toEqual([
      'data_batch_1.bin/0 4 train',
      'data_batch_1.bin/1 2 train',
    ])
    const files = { 'test_batch.bin': batch([5], [6]), 'batches.meta.txt': tens, 'x.bin': batch([1, 2], [1, 3]) }
    expect(placed(await one(files, 'test_batch.bin'))).toEqual([
      'test_batch.bin/0 dog null',
      'test_batch.bin/1 frog null',
    ])
    expect(placed(await one(files, 'x.bin'))).toEqual(['x.bin/0 2 null', 'x.bin/1 3 null'])
    expect(placed(await one({ 'y.bin': batch([8], [9]) }, 'y.bin'))).toEqual(['y.bin/0 8 null', 'y.bin/1 9 null'])
  })

  it.each([
    ['a file that is cut off', { 'data_batch_1.bin': batch([1], [2]).subarray(0, 6000) }, /6000 bytes.*3073 each/],
    ['an empty one', { 'data_batch_1.bin': '' }, /0 bytes/],
    [
      'a label without a name',
      { 'data_batch_1.bin': batch([10], [1]), 'batches.meta.txt': tens },
      /label 10.*10 names/,
    ],
    ['names that come twice', { 'data_batch_1.bin': batch([1], [2]), 'batches.meta.txt': 'a\na' }, /twice/],
    ['the Python version', { data_batch_1: 'x', 'batches.meta': 'x' }, /pickle can run any program/],
  ])('is refused: %s', async (_, files, message) => {
    expect((await errorOf('dataset/file-invalid', scan(files as Record<string, string>))).message).toMatch(message)
  })
})
