import { measureTable, type OneHotSpan } from '../../src-engine/data/tables/measure.ts'
import type { Preparation } from '../../src-engine/spec/data.ts'
import type { CachedItems, PictureCache } from '../datasets/cache.ts'
import { measurePictures } from '../datasets/measure-pictures.ts'
import { cachedRows } from '../datasets/table-source.ts'

interface TrainingSplit {
  readonly cache: PictureCache
  readonly items: CachedItems
  /** Columns that stand for categories, of a table. */
  readonly oneHot: readonly OneHotSpan[]
}

/**
 * What a run has to know of its training split before it begins. A run that goes on, or is carried out once more, has it in
 * its config already.
 * @returns the preparation with its statistics; the same object where there was nothing to measure
 */
export function measureData(preparation: Preparation, { cache, items, oneHot }: TrainingSplit): Preparation {
  const { table, prepare } = preparation
  if (prepare?.scale === 'standardized' && !prepare.statistics)
    return { ...preparation, prepare: { ...prepare, statistics: measurePictures(cache, items.positions, prepare) } }
  if (!table || table.statistics) return preparation
  const columns = cache.itemSize / Float32Array.BYTES_PER_ELEMENT
  const measured = { scale: table.scale, columns, oneHot, targets: items.targets ?? null }
  return { ...preparation, table: { ...table, statistics: measureTable(cachedRows(cache, items), measured) } }
}
