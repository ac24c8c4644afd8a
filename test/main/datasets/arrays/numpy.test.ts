import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIdx } from '../../../../src-engine/data/idx.ts'
import { PrepareSpec } from '../../../../src-engine/spec/data.ts'
import { preparePicture } from '../../../../src-main/datasets/prepare-picture.ts'
import type { PictureFolder } from '../../../../src-main/datasets/picture-folder.ts'
import { scanFolder } from '../../../../src-main/datasets/scan.ts'
import { npy } from '../../../engine/support/npy.ts'
import { npz } from '../../support/zip.ts'
import { errorOf, folderWith } from '../pictures.ts'

const CODE = 'dataset/file-invalid'
/** [1, 2, 3, …] modulo a limit. */
const counting = (count: number, limit = 256): number[] => Array.from({ length: count }, (_, i) => (i + 1) % limit)
const bytes = (shape: number[], values = counting(shape.reduce((a, b) => a * b))) =>
  npy({ descr: '|u1', shape, values })
const labels = (...values: number[]) => npy({ descr: '<i8', shape: [values.length], values })

/** A single file among others, as it is chosen. */
async function read(files: Record<string, Uint8Array | string>, file?: string): Promise<PictureFolder> {
  const folder = folderWith(files)
  const listed = Object.keys(files).map((path) => ({ path, file: join(folder, path) }))
  return file === undefined ? scanFolder({ folder }) : scanFolder({ files: listed, file })
}

/** uint8, [height, width] or [height, width, 3]. */
async function pixels(
  { entries }: PictureFolder,
  index: number,
): Promise<{ shape: readonly number[]; values: number[] }> {
  const one = await entries[index]!.read()
  const { shape, values } = readIdx(one, one[3] ?? 0)
  return { shape, values: [...values] }
}
const classesOf = ({ classes, entries }: PictureFolder) => entries.map(({ classIndex }) => classes[classIndex])

describe('NumPy arrays', () => {
  it('are read as Keras has them: splits by name, labels as classes, colour kept', async () => {
    const file = npz({
      x_train: bytes([5, 2, 3, 3]),
      y_train: labels(7, 3, 7, 3, 7),
      x_test: bytes([2, 2, 3, 3]),
      y_test: npy({ descr: '|u1', shape: [2, 1], values: [3, 3] }),
    })
    const folder = await read({ 'set.npz': file, 'readme.txt': 'x' })
    expect(folder).toMatchObject({
      classes: ['3', '7'],
      prepare: { size: [2, 3], channels: 'rgb' },
      skipped: [{ path: 'readme.txt' }],
      format: 'npy',
    })
    expect(classesOf(folder)).toEqual(['7', '3', '7', '3', '7', '3', '3'])
    expect(folder.entries.map(({ path, fixedSplit }) => [path, fixedSplit])).toEqual([
      ...[0, 1, 2, 3].map((i) => [`set/x_train/${i}`, 'train']),
      ['set/x_train/4', 'validation'],
      ['set/x_test/0', 'test'],
      ['set/x_test/1', 'test'],
    ])
    expect(await pixels(folder, 1)).toEqual({ shape: [2, 3, 3], values: counting(36).slice(18) })
    expect(folder.files?.map(({ path }) => path)).toEqual(['set.npz'])
    const spec = PrepareSpec.parse(folder.prepare)
    const { prepared } = await preparePicture(await folder.entries[1]!.read(), spec)
    expect([...prepared.pixels]).toEqual(counting(36).slice(18))
  })

  it('lie in a folder as two files, packed or not', async () => {
    const files = { 'a/images.npy': bytes([4, 2, 2]), 'a/labels.npy.gz': gzipSync(labels(0, 1, 1, 0)) }
    const folder = await read(files)
    expect(classesOf(folder)).toEqual(['0', '1', '1', '0'])
    expect(await pixels(folder, 3)).toEqual({ shape: [2, 2], values: [13, 14, 15, 16] })
    expect(folder.files?.map(({ path }) => path).sort()).toEqual(['a/images.npy', 'a/labels.npy.gz'])
  })

  it('are read from one file, whatever it is called, with labels from beside it', async () => {
    const files = {
      'x.npy': bytes([2, 1, 1]),
      'y.npy': labels(0, 1),
      'x_test.npy': bytes([1, 1, 1]),
      'y_test.npy': labels(4),
    }
    expect(classesOf(await read(files, 'x.npy'))).toEqual(['0', '1'])
    expect((await read(files, 'y.npy')).reading).toEqual({ file: 'y.npy' })
    const archive = npz({ arr_0: bytes([2, 1, 1]), arr_1: labels(0, 1) })
    expect(classesOf(await read({ data: archive, 'x.npy': bytes([1, 1, 1]) }, 'data'))).toEqual(['0', '1'])
    expect(classesOf(await read({ 'data.npz.gz': gzipSync(archive) }))).toEqual(['0', '1'])
  })

  it('scale floats of 0..1 to 0..255, and all alike', async () => {
    const floats = (values: number[]) => npy({ descr: '<f4', shape: [2, 1, 2], values })
    const y = labels(0, 1)
    const scaled = await read({ 'd.npz': npz({ x: floats([0, 0.5, 1, 0.002]), y }) })
    expect([await pixels(scaled, 0), await pixels(scaled, 1)].map(({ values }) => values)).toEqual([
      [0, 128],
      [255, 1],
    ])
    const both = await read({
      'd.npz': npz({ x_train: floats([0, 254.6, 255, 1]), y_train: y, x_test: floats([0, 1, 1, 0]), y_test: y }),
    })
    expect((await pixels(both, 0)).values).toEqual([0, 255])
    expect((await pixels(both, 2)).values).toEqual([0, 1])
    const bools = await read({ 'd.npz': npz({ x: npy({ descr: '|b1', shape: [2, 1, 1], values: [1, 0] }), y }) })
    expect((await pixels(bools, 0)).values).toEqual([255])
  })

  it('hold the same pictures in every order, type and place of the channels', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          height: fc.integer({ min: 4, max: 6 }),
          width: fc.integer({ min: 4, max: 6 }),
          channels: fc.constantFrom(1, 3),
          fortran: fc.boolean(),
          first: fc.boolean(),
          descr: fc.constantFrom('|u1', '<u2', '>i4', '<i8', '<f4', '>f8'),
          seed: fc.nat(1000),
        }),
        async ({ height, width, channels, fortran, first, descr, seed }) => {
          const count = 2
          // What picture n has at (y, x, c), and then the same laid out as the array is.
          const at = (n: number, y: number, x: number, c: number) =>
            ((seed + n * 97 + y * 31 + x * 7 + c * 3) % 250) + 2
          const shape = first ? [count, channels, height, width] : [count, height, width, channels]
          const flat: number[] = []
          const total = shape.reduce((a, b) => a * b)
          for (let i = 0; i < total; i++) {
            const index: number[] = []
            let rest = i
            const axes = fortran ? [0, 1, 2, 3] : [3, 2, 1, 0]
            for (const axis of axes) {
              index[axis] = rest % shape[axis]!
              rest = Math.floor(rest / shape[axis]!)
            }
            const [n = 0, a = 0, b = 0, c = 0] = index
            flat.push(first ? at(n, b, c, a) : at(n, a, b, c))
          }
          const folder = await read({
            'd.npz': npz({ x: npy({ descr, shape, values: flat, fortran }), y: labels(0, 1) }),
          })
          const expected = Array.from({ length: height * width * channels }, (_, i) => {
            const [y, x] = [Math.floor(i / channels / width), Math.floor(i / channels) % width]
            return at(1, y, x, i % channels)
          })
          expect((await pixels(folder, 1)).values).toEqual(expected)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('take text and one-hot rows as labels', async () => {
    const x = bytes([3, 1, 1])
    const text = (values: string[]) => npy({ descr: '<U5', shape: [values.length], values })
    const folder = await read({
      'd.npz': npz({
        x_train: x,
        y_train: text(['dog', 'cat', 'dog']),
        x_test: x,
        y_test: text(['ant', 'cat', 'cat']),
      }),
    })
    expect(folder.classes).toEqual(['ant', 'cat', 'dog'])
    expect(classesOf(folder)).toEqual(['dog', 'cat', 'dog', 'ant', 'cat', 'cat'])
    const y = npy({ descr: '<f4', shape: [3, 3], values: [0, 0, 1, 1, 0, 0, 0, 0, 1] })
    expect(classesOf(await read({ 'd.npz': npz({ x, y }) }))).toEqual(['2', '0', '2'])
  })

  const x = bytes([2, 1, 1])
  const y = labels(0, 1)
  const floats = (...values: number[]) => npy({ descr: '<f4', shape: [2, 1, 1], values })
  const header = (text: string) => {
    const file = bytes([1])
    return Buffer.concat([file.subarray(0, 8), Uint8Array.of(text.length, 0), Buffer.from(text)])
  }
  it.each([
    [
      'pickled objects',
      { x: header("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}"), y },
      /pickle can run any/,
    ],
    ['rows of numbers', { x: bytes([2, 4]), y }, /shape \(2, 4\): rows of numbers.*reshape.*CSV/],
    ['an alpha channel', { x: bytes([2, 2, 2, 4]), y }, /shape \(2, 2, 2, 4\).*alpha/],
    ['five dimensions', { x: bytes([2, 1, 1, 1, 1]), y }, /shape \(2, 1, 1, 1, 1\)/],
    ['numbers below 0', { x: floats(-1, 1), y }, /from -1 to 1; pictures have/],
    ['numbers above 255', { x: npy({ descr: '<u2', shape: [2, 1, 1], values: [0, 256] }), y }, /from 0 to 256/],
    ['no numbers', { x: floats(NaN, 1), y }, /no finite numbers/],
    ['text for pictures', { x: npy({ descr: '<U1', shape: [2, 1, 1], values: ['a', 'b'] }), y }, /text, not numbers/],
    ['fractions for labels', { x, y: npy({ descr: '<f4', shape: [2], values: [0, 0.5] }) }, /label 0.5/],
    ['rows that are not one-hot', { x, y: bytes([2, 2], [1, 1, 0, 1]) }, /row 0 is not one 1/],
    ['rows without a class', { x, y: bytes([2, 2], [0, 1, 0, 0]) }, /Row 1 names no class/],
    ['too few labels', { x, y: labels(1) }, /1 labels for the 2 pictures/],
    ['pictures of two sizes', { x_train: x, y_train: y, x_test: bytes([2, 1, 2]), y_test: y }, /1×2 pixels, .* 1×1/],
    [
      'colour beside gray',
      { x_train: bytes([2, 1, 1, 3]), y_train: y, x_test: x, y_test: y },
      /the file before it colour/,
    ],
    [
      'text beside numbers',
      { x_train: x, y_train: y, x_test: x, y_test: npy({ descr: '|S1', shape: [2], values: ['a', 'b'] }) },
      /some are numbers/,
    ],
    ['no labels', { x, z: y }, /No array of pictures with its labels.*"d\/x", "d\/z"/],
    ['damaged data', { x: x.subarray(0, -1), y }, /"x" of "d.npz".*promises/],
  ])('are refused: %s', async (_, arrays, message) => {
    const error = await errorOf(CODE, read({ 'd.npz': npz(arrays) }))
    expect(error.message).toMatch(message)
    expect(error.hint).toBeTruthy()
  })

  it('leave folders of pictures alone', async () => {
    const folder = await read({ 'a/1.png': 'x', 'b/1.png': 'x', 'x.npy': x, 'y.npy': y })
    expect(folder).toMatchObject({ classes: ['a', 'b'], format: null })
  })

  it('that NumPy itself wrote are what NumPy says they are', async (context) => {
    const root = folderWith()
    const script = `
import numpy, sys, json
r = numpy.random.default_rng(1)
x = r.integers(0, 256, (6, 5, 7, 3), dtype=numpy.uint8)
y = numpy.array([2, 0, 1, 2, 1, 0], dtype=numpy.int32)
numpy.savez(sys.argv[1] + '/plain.npz', x_train=x, y_train=y)
numpy.savez_compressed(sys.argv[1] + '/packed.npz', images=numpy.asfortranarray(x / 255), labels=y.astype('>i8')[:, None])
numpy.savez(sys.argv[1] + '/first.npz', data=x.transpose(0, 3, 1, 2), target=numpy.eye(3, dtype=numpy.float16)[y])
numpy.savez(sys.argv[1] + '/objects.npz', x=numpy.array([{}, []], dtype=object), y=y)
print(json.dumps([x.reshape(6, -1).tolist(), y.tolist()]))`
    let said: string
    try {
      said = execFileSync('python3', ['-c', script, root], { encoding: 'utf8', stdio: 'pipe' })
    } catch {
      console.warn(`skipped: ${context.task.name}: there is no Python with NumPy`)
      return context.skip()
    }
    const [pictures, numbers] = JSON.parse(said) as [number[][], number[]]
    for (const name of ['plain', 'packed', 'first']) {
      const folder = await scanFolder({
        files: [{ path: `${name}.npz`, file: join(root, `${name}.npz`) }],
        file: `${name}.npz`,
      })
      expect(classesOf(folder), name).toEqual(numbers.map(String))
      for (const [i, picture] of pictures.entries()) expect((await pixels(folder, i)).values, name).toEqual(picture)
    }
    const objects = { files: [{ path: 'objects.npz', file: join(root, 'objects.npz') }], file: 'objects.npz' }
    expect((await errorOf(CODE, scanFolder(objects))).message).toContain('pickle')
  })
})
