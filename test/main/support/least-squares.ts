/** The weights w that make Σ (x·w − y)² least, by the normal equations XᵀX w = Xᵀy and Gaussian elimination with pivots. */
export function solve(x: readonly (readonly number[])[], y: readonly number[]): number[] {
  const size = x[0]!.length
  const rows = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_unused, j) => x.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    x.reduce((sum, row, n) => sum + row[i]! * y[n]!, 0),
  ])
  for (let column = 0; column < size; column++) {
    const pivot = rows.slice(column).reduce((a, b) => (Math.abs(b[column]!) > Math.abs(a[column]!) ? b : a))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(column, 0, pivot)
    for (const row of rows) {
      if (row === pivot) continue
      const factor = row[column]! / pivot[column]!
      for (let k = column; k <= size; k++) row[k] = row[k]! - factor * pivot[k]!
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!)
}
