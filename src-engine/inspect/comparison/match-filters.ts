export interface FilterMatch {
  /** Of each filter of the first, the one of the second that it is matched with. */
  readonly partner: Int32Array
  /** Cosine of each pair, from −1 to 1; 0 with a filter of zeros. */
  readonly similarity: Float64Array
}

/**
 * Pairs the filters of two layers so that the sum of their cosines is the largest there is: two networks can have learnt the
 * same filters in another order. Kuhn's assignment (1955) by shortest augmenting paths (Jonker and Volgenant 1987), O(n³).
 * @param first (filters, size), row by row
 * @param second the same shape
 * @throws {RangeError} when they have different shapes
 */
export function matchFilters(first: Float32Array, second: Float32Array, filters: number): FilterMatch {
  if (first.length !== second.length || first.length % filters !== 0)
    throw new RangeError('Filters of different shapes cannot be matched.')
  const size = first.length / filters
  const [a, b] = [directions(first, filters, size), directions(second, filters, size)]
  const cosine = new Float64Array(filters * filters)
  for (let i = 0; i < filters; i++)
    for (let j = 0; j < filters; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += (a[i * size + k] ?? 0) * (b[j * size + k] ?? 0)
      cosine[i * filters + j] = sum
    }
  const partner = assign(
    cosine.map((value) => -value),
    filters,
  )
  return { partner, similarity: Float64Array.from(partner, (j, i) => cosine[i * filters + j] ?? 0) }
}

/** Rows of length one; a row of zeros stays. */
function directions(values: Float32Array, rows: number, size: number): Float64Array {
  const result = Float64Array.from(values)
  for (let row = 0; row < rows; row++) {
    const part = result.subarray(row * size, (row + 1) * size)
    const norm = Math.hypot(...part)
    if (norm > 0) for (const [i, value] of part.entries()) part[i] = value / norm
  }
  return result
}

/** The assignment of rows to columns with the least cost. @param cost (n, n) */
function assign(cost: Float64Array, n: number): Int32Array {
  // Row and column 0 stand for nothing; `row[j]` is the row that column j is given to.
  const [u, v] = [new Float64Array(n + 1), new Float64Array(n + 1)]
  const row = new Int32Array(n + 1)
  const way = new Int32Array(n + 1)
  for (let i = 1; i <= n; i++) {
    row[0] = i
    let column = 0
    const least = new Float64Array(n + 1).fill(Infinity)
    const isUsed = new Uint8Array(n + 1)
    do {
      isUsed[column] = 1
      const from = row[column] ?? 0
      let [delta, next] = [Infinity, 0]
      for (let j = 1; j <= n; j++) {
        if (isUsed[j]) continue
        const reduced = (cost[(from - 1) * n + j - 1] ?? 0) - (u[from] ?? 0) - (v[j] ?? 0)
        if (reduced < (least[j] ?? 0)) {
          least[j] = reduced
          way[j] = column
        }
        if ((least[j] ?? 0) < delta) [delta, next] = [least[j] ?? 0, j]
      }
      for (let j = 0; j <= n; j++)
        if (isUsed[j]) {
          u[row[j] ?? 0] = (u[row[j] ?? 0] ?? 0) + delta
          v[j] = (v[j] ?? 0) - delta
        } else least[j] = (least[j] ?? 0) - delta
      column = next
    } while (row[column] !== 0)
    while (column !== 0) {
      const before = way[column] ?? 0
      row[column] = row[before] ?? 0
      column = before
    }
  }
  const partner = new Int32Array(n)
  for (let j = 1; j <= n; j++) partner[(row[j] ?? 1) - 1] = j - 1
  return partner
}
