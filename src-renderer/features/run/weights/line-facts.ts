/** The numbers of one row or one column of a matrix, what they add up to, and how long they are as a vector. */
export interface LineFacts {
  readonly values: Float32Array
  readonly sum: number
  readonly norm: number
}

/**
 * @param first place of the first number
 * @param stride from one to the next: 1 along a row, the number of columns down a column
 */
export function lineFacts(matrix: Float32Array, first: number, stride: number, count: number): LineFacts {
  const values = Float32Array.from({ length: count }, (_, i) => matrix[first + i * stride] ?? NaN)
  let [sum, squares] = [0, 0]
  for (const value of values) {
    sum += value
    squares += value ** 2
  }
  return { values, sum, norm: Math.sqrt(squares) }
}

/** At most so many bars: where there are more numbers, each bar is the one of its group that is furthest from zero. */
export function barsOf(values: Float32Array, most: number): number[] {
  const count = Math.min(values.length, most)
  return Array.from({ length: count }, (_, bar) => {
    const group = values.subarray(
      Math.floor((bar * values.length) / count),
      Math.floor(((bar + 1) * values.length) / count),
    )
    return group.reduce((largest, value) => (Math.abs(value) > Math.abs(largest) ? value : largest), 0)
  })
}
