/**
 * C. Spearman's rank correlation (1904): the correlation of the places that numbers take in order, numbers that are equal
 * sharing theirs. From −1 to 1; null where there are fewer than three pairs, or one side is all the same.
 * @throws {RangeError} for sides of different length, or a number that is not finite
 */
export function rankCorrelation(first: readonly number[], second: readonly number[]): number | null {
  if (first.length !== second.length) throw new RangeError('Both sides need as many numbers.')
  if (![...first, ...second].every(Number.isFinite)) throw new RangeError('Only finite numbers have an order.')
  if (first.length < 3) return null
  const [a, b] = [ranks(first), ranks(second)]
  const middle = (first.length + 1) / 2
  let [product, squaresA, squaresB] = [0, 0, 0]
  for (const [i, rank] of a.entries()) {
    const [x, y] = [rank - middle, (b[i] ?? NaN) - middle]
    product += x * y
    squaresA += x * x
    squaresB += y * y
  }
  return squaresA === 0 || squaresB === 0 ? null : product / Math.sqrt(squaresA * squaresB)
}

/** Places in order from 1; equal numbers share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => (values[i] ?? NaN) - (values[j] ?? NaN))
  const places = new Array<number>(values.length).fill(0)
  for (let from = 0; from < order.length;) {
    let to = from + 1
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1
    for (let at = from; at < to; at++) places[order[at] ?? 0] = (from + 1 + to) / 2
    from = to
  }
  return places
}
