import { scaleRows, scaleTarget } from '../../src-engine/data/tables/scale.ts'
import type { TableSpec } from '../../src-engine/spec/data.ts'
import { arraySource, targetsOf, targetSource, type ExampleSource } from '../../src-engine/train/source.ts'
import type { CachedItems, PictureCache } from './cache.ts'

/** Rows of a table in a cache, one after the other as they were imported; the next one overwrites the one before. */
export function* cachedRows(cache: PictureCache, { positions }: CachedItems): Generator<Float32Array> {
  const bytes = new Uint8Array(cache.itemSize)
  const row = new Float32Array(bytes.buffer)
  for (const position of positions) {
    cache.read(position, bytes)
    yield row
  }
}

/** The rows of a table as a network sees them, copied once. */
export function rowsInMemory(cache: PictureCache, items: CachedItems, table: TableSpec | null): ExampleSource {
  const columns = cache.itemSize / Float32Array.BYTES_PER_ELEMENT
  const rows = new Float32Array(items.positions.length * columns)
  let at = 0
  for (const row of cachedRows(cache, items)) {
    rows.set(row, at)
    at += columns
  }
  if (table?.statistics) scaleRows(rows, table.statistics)
  const targets = scaledTargets(items, table)
  return targets ? targetSource(rows, targets, [columns]) : arraySource(rows, items.labels, [columns])
}

/** What a network is to answer, of a regression. */
function scaledTargets({ targets }: CachedItems, table: TableSpec | null): Float32Array | null {
  const scaling = table?.statistics?.target ?? null
  return targets ? Float32Array.from(targets, (target) => scaleTarget(target, scaling)) : null
}

/** Rows that are read each time, because there is no room for all of them. */
export function rowsFromDisk(cache: PictureCache, items: CachedItems, table: TableSpec | null): ExampleSource {
  const { positions, labels } = items
  const targets = scaledTargets(items, table)
  const bytes = new Uint8Array(cache.itemSize)
  const row = new Float32Array(bytes.buffer)
  const inputs: Pick<ExampleSource, 'count' | 'readInputs'> = {
    count: positions.length,
    readInputs(indices, count, into) {
      for (let i = 0; i < count; i++) {
        cache.read(positions[indices[i]!]!, bytes)
        if (table?.statistics) scaleRows(row, table.statistics)
        into.set(row, i * row.length)
      }
    },
  }
  return targets ? { ...inputs, ...targetsOf(targets) } : { ...inputs, label: (index) => labels[index]! }
}
