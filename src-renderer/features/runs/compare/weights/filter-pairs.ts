import { matchFilters } from '../../../../../src-engine/inspect/comparison/match-filters.ts'
import type { WeightTensor } from '../../../../../src-main/contract/types.ts'

export interface FilterPair {
  /** Numbers of the filters in both networks, from 0. */
  readonly first: number
  readonly second: number
  /** Cosine, −1 to 1. */
  readonly similarity: number
  /** (height, width, channels) */
  readonly a: Float32Array
  readonly b: Float32Array
}

export interface MatchedFilters {
  readonly shape: readonly [height: number, width: number, channels: number]
  /** The most alike first. */
  readonly pairs: readonly FilterPair[]
}

/** More multiplications than this would be felt: filters² · their size. */
const MOST_PRODUCTS = 50_000_000

/**
 * The filters of two convolutions, or the units of two dense layers that look at a picture, paired by similarity. Null where they
 * are no pictures, have different shapes, or are too many.
 * @param picture shape of what a dense layer looks at; null where that is no picture
 */
export function filterPairs(
  a: WeightTensor,
  b: WeightTensor,
  picture: readonly [height: number, width: number, channels: number] | null,
): MatchedFilters | null {
  const shape = pictureShape(a, picture)
  if (!shape || a.block > 1 || a.shape.join() !== b.shape.join()) return null
  const filters = a.shape.at(-1) ?? 0
  const size = shape[0] * shape[1] * shape[2]
  if (filters ** 2 * size > MOST_PRODUCTS) return null
  const [rowsA, rowsB] = [byFilter(a.values, filters), byFilter(b.values, filters)]
  const { partner, similarity } = matchFilters(rowsA, rowsB, filters)
  const of = (rows: Float32Array, filter: number): Float32Array => rows.subarray(filter * size, (filter + 1) * size)
  const pairs = Array.from(partner, (second, first): FilterPair => ({
    ...{ first, second, similarity: similarity[first] ?? 0 },
    ...{ a: of(rowsA, first), b: of(rowsB, second) },
  }))
  return { shape, pairs: pairs.toSorted((x, y) => y.similarity - x.similarity) }
}

function pictureShape(
  { shape }: WeightTensor,
  picture: readonly [number, number, number] | null,
): readonly [number, number, number] | null {
  const [first = 0, second = 0, third = 0] = shape
  if (shape.length === 4) return [first, second, third]
  const isDense = shape.length === 2 && picture && picture[0] * picture[1] * picture[2] === first
  return isDense ? picture : null
}

/** (size, filters) turned into (filters, size). */
function byFilter(values: Float32Array, filters: number): Float32Array {
  const size = values.length / filters
  const rows = new Float32Array(values.length)
  for (let k = 0; k < size; k++) for (let f = 0; f < filters; f++) rows[f * size + k] = values[k * filters + f] ?? 0
  return rows
}
