const natural = new Intl.Collator('en', { numeric: true })

/** By plain code units: the same on every machine. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Natural order of names: 2 before 10; names that collate alike, by code units. */
export function compareNames(a: string, b: string): number {
  return natural.compare(a, b) || comparePaths(a, b)
}
