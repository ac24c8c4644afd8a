/** Index of the first value that is not below `value`; the length when all are. For ascending values, in log₂ n steps. */
export function firstFrom(ascending: Float64Array, value: number, from = 0, to = ascending.length): number {
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((ascending[middle] ?? NaN) < value) from = middle + 1
    else to = middle
  }
  return from
}

/** Index of the value nearest to another; −1 where there is none. */
export function nearest(ascending: Float64Array, value: number): number {
  const after = firstFrom(ascending, value)
  if (after === 0) return ascending.length === 0 ? -1 : 0
  const left = ascending[after - 1] ?? NaN
  const right = ascending[after] ?? Infinity
  return value - left < right - value ? after - 1 : after
}
