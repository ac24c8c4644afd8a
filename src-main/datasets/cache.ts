import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { scalePixels } from '../../src-engine/data/prepare/scale.ts'
import type { PrepareSpec } from '../../src-engine/spec/data.ts'
import { sizeOf, type Shape } from '../../src-engine/spec/shapes.ts'
import type { ExampleSource } from '../../src-engine/train/source.ts'
import { GlassboxError } from '../contract/errors.ts'

/** An open cache of prepared pictures. */
export interface PictureCache {
  readonly itemSize: number
  readonly count: number
  /** Reads the picture at a position into the first `itemSize` bytes of `into`, from the disk. */
  read(position: number, into: Uint8Array): void
  close(): void
}

/**
 * Opens a cache written by an import; pictures are read one slice at a time, never the whole file.
 * @param itemSize bytes of one picture
 * @param count pictures the file must hold
 * @throws {GlassboxError} `dataset/cache-damaged` when the file is missing or has another size
 */
export function openCache(file: string, itemSize: number, count: number): PictureCache {
  const fd = openOrFail(file)
  const size = fstatSync(fd).size
  if (size !== itemSize * count) {
    closeSync(fd)
    throw damaged(`it has ${size} bytes instead of ${itemSize * count}`)
  }
  return {
    itemSize,
    count,
    read(position, into) {
      if (!(position >= 0 && position < count)) throw new RangeError(`There is no example ${position} among ${count}.`)
      for (let got = 0; got < itemSize;) {
        const bytes = readSync(fd, into, got, itemSize - got, position * itemSize + got)
        if (bytes === 0) throw damaged('it became shorter')
        got += bytes
      }
    },
    close: () => closeSync(fd),
  }
}

/** Bytes of one example in a cache: uint8 for prepared pictures, float32 for the rows of a table. */
export function exampleBytes(input: Shape, prepare: PrepareSpec | null): number {
  return sizeOf(input) * (prepare ? 1 : Float32Array.BYTES_PER_ELEMENT)
}

/** A picture of a cache with its label. */
export interface CachedItem {
  position: number
  classIndex: number
}

/** Examples from a cache: those of one split, say. Reads are synchronous. */
export function cacheSource({
  cache,
  items,
  prepare,
}: {
  cache: PictureCache
  items: readonly CachedItem[]
  /** Null for the rows of a table. */
  prepare: Pick<PrepareSpec, 'scale'> | null
}): ExampleSource {
  const bytes = new Uint8Array(cache.itemSize)
  const row = prepare ? null : new Float32Array(bytes.buffer)
  return {
    count: items.length,
    readInputs(indices, count, into) {
      for (let i = 0; i < count; i++) {
        cache.read(items[indices[i]!]!.position, bytes)
        if (row) into.set(row, i * row.length)
        else if (prepare) scalePixels(bytes, prepare, into, i * bytes.length)
      }
    },
    label: (index) => items[index]!.classIndex,
  }
}

function openOrFail(file: string): number {
  try {
    return openSync(file, 'r')
  } catch (cause) {
    throw damaged('it cannot be opened', cause)
  }
}

function damaged(what: string, cause?: unknown): GlassboxError {
  return new GlassboxError('dataset/cache-damaged', `What was prepared of this data set is damaged: ${what}.`, {
    hint: 'Import it again.',
    cause,
  })
}
