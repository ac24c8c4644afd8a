import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { scalePictures, scalePixels, type Scaling } from '../../src-engine/data/prepare/scale.ts'
import type { PrepareSpec, TableSpec } from '../../src-engine/spec/data.ts'
import { sizeOf, type Shape } from '../../src-engine/spec/shapes.ts'
import type { ExampleSource } from '../../src-engine/train/source.ts'
import { GlassboxError } from '../contract/errors.ts'
import { rowsFromDisk, rowsInMemory } from './table-source.ts'

/** An open cache of prepared pictures. */
export interface PictureCache {
  readonly itemSize: number
  readonly count: number
  /** Reads the picture at a position into the first `itemSize` bytes of `into`, from the disk. */
  read(position: number, into: Uint8Array): void
  /** The file in memory; null when it is larger than what may be held, or than there is memory. */
  hold(): HeldCache | null
  close(): void
}

/** A cache in memory. It is read piece by piece, as its examples are first drawn: no training waits for all of them. */
interface HeldCache {
  /** The whole file; of an example that was never needed zeros. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Reads what is missing of an example. */
  need(position: number): void
}

/**
 * A cache of at most so many bytes is held in memory while its examples are drawn, in another order in every epoch: to ask
 * the operating system for each takes longer than a small network's step for it. Of a larger one examples are read
 * one by one, so that no data set is too large; by then an example is so many numbers that its step takes longer than
 * the reading.
 */
const HELD = 512 * 2 ** 20
/** Bytes of a held cache that are read at once. */
const PIECE = 64 * 2 ** 10

/**
 * Opens a cache written by an import.
 * @param itemSize bytes of one picture
 * @param count pictures the file must hold
 * @param mostHeld bytes of a file that `hold` may keep
 * @throws {GlassboxError} `dataset/cache-damaged` when the file is missing or has another size
 */
export function openCache(file: string, itemSize: number, count: number, mostHeld = HELD): PictureCache {
  const fd = openOrFail(file)
  const size = fstatSync(fd).size
  if (size !== itemSize * count) {
    closeSync(fd)
    throw damaged(`it has ${size} bytes instead of ${itemSize * count}`)
  }
  /** Fills `into` up to `length` with what stands in the file from `start` on. */
  function readBytes(into: Uint8Array, length: number, start: number): void {
    for (let got = 0; got < length;) {
      const bytes = readSync(fd, into, got, length - got, start + got)
      if (bytes === 0) throw damaged('it became shorter')
      got += bytes
    }
  }
  function holdIn(bytes: Uint8Array<ArrayBuffer>): HeldCache {
    const isThere = new Uint8Array(Math.ceil(size / PIECE))
    return {
      bytes,
      need(position) {
        const end = (position + 1) * itemSize
        for (let piece = Math.floor((position * itemSize) / PIECE); piece * PIECE < end; piece++) {
          if (isThere[piece] === 1) continue
          const start = piece * PIECE
          readBytes(bytes.subarray(start), Math.min(PIECE, size - start), start)
          isThere[piece] = 1
        }
      },
    }
  }
  let held: HeldCache | null = null
  return {
    itemSize,
    count,
    read(position, into) {
      if (!(position >= 0 && position < count)) throw new RangeError(`There is no example ${position} among ${count}.`)
      readBytes(into, itemSize, position * itemSize)
    },
    hold() {
      if (held || size > mostHeld) return held
      const room = roomFor(size)
      return (held = room && holdIn(room))
    },
    close: () => closeSync(fd),
  }
}

/** Bytes of one example in a cache: uint8 for prepared pictures, float32 for the rows of a table. */
export function exampleBytes(input: Shape, prepare: PrepareSpec | null): number {
  return sizeOf(input) * (prepare ? 1 : Float32Array.BYTES_PER_ELEMENT)
}

/** Pictures of a cache with their labels; in typed arrays, because threads hand each other a hundred thousand of them. */
export interface CachedItems {
  readonly positions: Uint32Array
  /** Class index of each. */
  readonly labels: Uint32Array
  /** Of a regression: the number to be predicted of each, in its own unit. */
  readonly targets?: Float64Array
}

/** Examples from a cache: those of one split, say. Reads are synchronous; see `HELD` for where from. */
export function cacheSource({
  cache,
  items,
  prepare,
  table = null,
}: {
  cache: PictureCache
  items: CachedItems
  /** Null for the rows of a table. */
  prepare: Scaling | null
  /** With its statistics; null for pictures and for rows that stay as they are. */
  table?: TableSpec | null
}): ExampleSource {
  const { positions, labels } = items
  if (!prepare) {
    const isSmall = positions.length * cache.itemSize <= HELD
    return isSmall ? rowsInMemory(cache, items, table) : rowsFromDisk(cache, items, table)
  }
  const held = cache.hold()
  if (!held) return picturesFromDisk(cache, items, prepare)
  const outside = positions.find((position) => position >= cache.count)
  if (outside !== undefined) throw new RangeError(`There is no example ${outside} among ${cache.count}.`)
  let chosen = new Uint32Array(0)
  return {
    count: positions.length,
    readInputs(indices, count, into) {
      if (chosen.length < count) chosen = new Uint32Array(count)
      for (let i = 0; i < count; i++) held.need((chosen[i] = positions[indices[i]!]!))
      scalePictures(held.bytes, cache.itemSize, chosen, count, prepare, into)
    },
    label: (index) => labels[index]!,
  }
}

/** Pictures that are read each time. */
function picturesFromDisk(cache: PictureCache, { positions, labels }: CachedItems, prepare: Scaling): ExampleSource {
  const bytes = new Uint8Array(cache.itemSize)
  return {
    count: positions.length,
    readInputs(indices, count, into) {
      for (let i = 0; i < count; i++) {
        cache.read(positions[indices[i]!]!, bytes)
        scalePixels(bytes, prepare, into, i * bytes.length)
      }
    },
    label: (index) => labels[index]!,
  }
}

/** Null when there is not that much memory. */
function roomFor(bytes: number): Uint8Array<ArrayBuffer> | null {
  try {
    return new Uint8Array(bytes)
  } catch {
    return null
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
