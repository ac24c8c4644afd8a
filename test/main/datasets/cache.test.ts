import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ExampleSource } from '../../../src-engine/train/source.ts'
import { cacheSource, openCache, type PictureCache } from '../../../src-main/datasets/cache.ts'
import { CacheWriter } from '../../../src-main/datasets/cache-writer.ts'
import { errorOf, folderWith } from './pictures.ts'

const labelOf = (source: ExampleSource, index: number): number => ('label' in source ? source.label(index) : NaN)

const picture = (first: number): Uint8Array => Uint8Array.of(first, first + 1, 255)

function written(count: number): string {
  const file = join(folderWith(), 'cache')
  const writer = new CacheWriter(file)
  for (let i = 0; i < count; i++) writer.append(picture(i * 10))
  writer.finish()
  return file
}

function opened(file: string, count: number, ...mostHeld: number[]): PictureCache {
  const cache = openCache(file, 3, count, ...mostHeld)
  onTestFinished(() => cache.close())
  return cache
}

describe('the cache', () => {
  it('reads each picture by its position', () => {
    const cache = opened(written(4), 4)
    const into = new Uint8Array(3)
    for (const position of [3, 0, 2]) {
      cache.read(position, into)
      expect(into).toEqual(picture(position * 10))
    }
    for (const position of [-1, 4, NaN]) expect(() => cache.read(position, into)).toThrow(RangeError)
  })

  it('holds pictures of every size in their order', () => {
    const file = join(folderWith(), 'cache')
    const writer = new CacheWriter(file)
    const sizes = [700_000, 700_000, 3, 2 ** 20 + 5, 2 ** 20, 1]
    for (const [i, size] of sizes.entries()) writer.append(new Uint8Array(size).fill(i + 1))
    writer.finish()
    const expected = sizes.map((size, i) => Buffer.alloc(size, i + 1))
    expect(readFileSync(file).equals(Buffer.concat(expected))).toBe(true)
  })

  it('is damaged when it is missing, has another size, or shrinks', async () => {
    const file = written(4)
    await errorOf('dataset/cache-damaged', () => openCache(`${file}-not`, 3, 4))
    await errorOf('dataset/cache-damaged', () => openCache(file, 3, 5))
    await errorOf('dataset/cache-damaged', () => openCache(file, 4, 4))
    const cache = opened(file, 4)
    truncateSync(file, 7)
    const error = await errorOf('dataset/cache-damaged', () => cache.read(2, new Uint8Array(3)))
    expect(error.hint).toContain('Import')
  })

  it('gives scaled examples with their labels', () => {
    const items = { positions: Uint32Array.of(2, 0), labels: Uint32Array.of(1, 7) }
    const source = cacheSource({ cache: opened(written(3), 3), items, prepare: { scale: '0..1' } })
    expect([source.count, labelOf(source, 0), labelOf(source, 1)]).toEqual([2, 1, 7])
    const into = new Float32Array(9).fill(-1)
    source.readInputs(Uint32Array.of(1, 0, 0), 2, into)
    const expected = [0, 1, 255, 20, 21, 255].map((value) => Math.fround(value / 255))
    expect([...into]).toEqual([...expected, -1, -1, -1])
  })

  it('gives the same examples whether it is held in memory or read each time', () => {
    const items = { positions: Uint32Array.of(3, 1, 0), labels: Uint32Array.of(1, 1, 0) }
    const file = written(4)
    const [held, read] = [12, 11].map((mostHeld) => opened(file, 4, mostHeld))
    expect([held!.hold()?.bytes.length, read!.hold()]).toEqual([12, null])
    const examples = [held!, read!].map((cache) => {
      const source = cacheSource({ cache, items, prepare: { scale: '-1..1' } })
      const into = new Float32Array(9)
      source.readInputs(Uint32Array.of(2, 0, 1), 3, into)
      return { count: source.count, labels: [0, 1, 2].map((index) => labelOf(source, index)), into }
    })
    expect(examples[0]).toEqual(examples[1])
    expect(examples[0]!.into[3]).toBe(Math.fround(30 / 127.5 - 1))
  })

  it('is read into memory as its examples are drawn, each piece once, over the edges of pieces too', () => {
    const file = join(folderWith(), 'cache')
    // 100 bytes of the second picture lie in the first piece.
    const size = 2 ** 16 - 100
    const writer = new CacheWriter(file)
    for (let i = 0; i < 4; i++) writer.append(new Uint8Array(size).fill(i + 1))
    writer.finish()
    const cache = openCache(file, size, 4)
    onTestFinished(() => cache.close())
    const held = cache.hold()!
    held.need(0)
    const change = (position: number): void => {
      const fd = openSync(file, 'r+')
      writeSync(fd, new Uint8Array(size).fill(9), 0, size, position * size)
      closeSync(fd)
    }
    change(0)
    change(1)
    held.need(0)
    held.need(1)
    const places = [0, size - 1, size, size + 99, size + 100, 2 * size - 1]
    expect(places.map((place) => held.bytes[place])).toEqual([1, 1, 2, 2, 9, 9])
    held.need(3)
    expect([3 * size, 4 * size - 1].map((place) => held.bytes[place])).toEqual([4, 4])
  })

  it('is damaged when it shrinks before it is held, and refuses examples that it does not have', async () => {
    const file = written(4)
    const prepare = { scale: '0..1' } as const
    const outside = { positions: Uint32Array.of(1, 4), labels: Uint32Array.of(0, 0) }
    expect(() => cacheSource({ cache: opened(file, 4), items: outside, prepare })).toThrow(RangeError)
    expect(() => cacheSource({ cache: opened(file, 4), items: outside, prepare: null })).toThrow(RangeError)
    const cache = opened(file, 4)
    truncateSync(file, 7)
    const items = { positions: Uint32Array.of(0), labels: Uint32Array.of(0) }
    const source = cacheSource({ cache, items, prepare })
    await errorOf('dataset/cache-damaged', () => source.readInputs(Uint32Array.of(0), 1, new Float32Array(3)))
  })

  it('gives the rows of a table as they are', () => {
    const table = Float32Array.of(1.5, -2, 0.25, 3e10, 7, 0)
    const file = join(folderWith(), 'cache')
    const writer = new CacheWriter(file)
    writer.append(new Uint8Array(table.buffer))
    writer.finish()
    const items = { positions: Uint32Array.of(2, 0), labels: Uint32Array.of(2, 0) }
    const cache = openCache(file, 8, 3)
    onTestFinished(() => cache.close())
    const source = cacheSource({ cache, items, prepare: null })
    const into = new Float32Array(4)
    source.readInputs(Uint32Array.of(0, 1), 2, into)
    expect([source.count, labelOf(source, 0), ...into]).toEqual([2, 2, 7, 0, 1.5, -2])
  })
})
