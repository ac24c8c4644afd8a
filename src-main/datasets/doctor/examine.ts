import { inputShape, type PrepareSpec, type Task } from '../../../src-engine/spec/data.ts'
import type { DoctorReport, SkippedFile } from '../../contract/types.ts'
import { exampleBytes, openCache, type PictureCache } from '../cache.ts'
import type { ImportedItem } from '../import.ts'
import { Disjoint } from './copies.ts'
import type { ExaminedColumn } from './examined.ts'
import { grayView } from './gray-view.ts'
import { findNearDuplicates } from './near/near-duplicates.ts'
import { perceptualHash } from './perceptual-hash.ts'
import { reportOn } from './report.ts'

/** What the doctor is shown: data as they are, or would be, imported. */
export interface Patient {
  readonly task: Task
  readonly classes: readonly string[]
  readonly items: readonly Omit<ImportedItem, 'tensorSha256' | 'target'>[]
  readonly skipped: readonly SkippedFile[]
  /** Names of a table's inputs; null for pictures. */
  readonly columns: readonly string[] | null
  readonly prepare: PrepareSpec | null
  /** Holds the items in their order. */
  readonly cacheFile: string
  /** Whether the items have positions by which they can be left out. */
  readonly isImported: boolean
}

/** Items whose files are others now, or are not there; by index. */
export interface LostFiles {
  readonly changed: readonly number[]
  readonly missing: readonly number[]
}

/**
 * Looks for everything that makes a wrong classifier of data.
 * @throws {GlassboxError} `dataset/cache-damaged`, `cancelled`
 */
export async function examine(
  { task, classes, items, skipped, columns, prepare, cacheFile, isImported }: Patient,
  { changed, missing }: LostFiles = { changed: [], missing: [] },
  signal?: AbortSignal,
): Promise<DoctorReport> {
  const shape = inputShape(prepare, columns?.length)
  const cache = openCache(cacheFile, exampleBytes(shape, prepare), items.length)
  try {
    const examined = {
      items: items.map((item) => ({ ...item, position: isImported ? item.position : null })),
      classes: task === 'classification' ? classes : [],
      skipped,
      columns: columns && columnsOf(cache, columns),
      near: columns ? [] : await nearGroups(items, cache, shape as [number, number, number], signal),
      ...{ changed, missing },
    }
    return reportOn(examined, Date.now())
  } finally {
    cache.close()
  }
}

/** Indices of pictures that are near copies; of exact copies only the first counts. */
async function nearGroups(
  items: Patient['items'],
  cache: PictureCache,
  shape: [number, number, number],
  signal: AbortSignal | undefined,
): Promise<number[][]> {
  const first = new Map<string, number>()
  for (const [index, { contentSha256 }] of items.entries())
    if (!first.has(contentSha256)) first.set(contentSha256, index)
  const distinct = [...first.values()]
  const pixels = new Uint8Array(cache.itemSize)
  const read = (index: number): Uint8Array => {
    cache.read(distinct[index]!, pixels)
    return pixels
  }
  const pictures = distinct.map((index, place) => {
    const { perceptualHash: hash, width, height } = items[index]!
    return { hash: hash ?? hashOfPrepared(read(place), shape), width, height }
  })
  // A single colour looks like every other one, mirrored or not.
  const isPlain = distinct.map((index) => items[index]!.traits.includes('oneColour'))
  const groups = new Disjoint(distinct.length)
  for (const { a, b } of await findNearDuplicates(pictures, { read, shape, signal }))
    if (!isPlain[a] && !isPlain[b]) groups.join(a, b)
  return groups.sets().map((set) => set.map((place) => distinct[place]!))
}

/** Of a picture from an import that did not hash it yet. */
function hashOfPrepared(pixels: Uint8Array, [height, width, channels]: readonly [number, number, number]): string {
  const data =
    channels === 3 ? pixels : Uint8Array.from({ length: pixels.length * 3 }, (_, i) => pixels[Math.floor(i / 3)]!)
  return perceptualHash(grayView({ data, width, height, channels: 3 }))
}

function columnsOf(cache: PictureCache, names: readonly string[]): ExaminedColumn[] {
  const bytes = new Uint8Array(cache.itemSize)
  const row = new Float32Array(bytes.buffer)
  const least = new Float64Array(names.length).fill(Infinity)
  const most = new Float64Array(names.length).fill(-Infinity)
  for (let position = 0; position < cache.count; position++) {
    cache.read(position, bytes)
    for (let column = 0; column < row.length; column++) {
      least[column] = Math.min(least[column]!, row[column]!)
      most[column] = Math.max(most[column]!, row[column]!)
    }
  }
  return names.map((name, column) => ({ name, isConstant: least[column] === most[column], missing: 0 }))
}
