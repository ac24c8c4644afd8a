/** A column of a table as it is shown: one number, or the category that neighbouring columns of 0 and 1 stand for. */
export interface ShownColumn {
  readonly name: string
  readonly first: number
  /** The values of a category, in the order of their columns; null for a number. */
  readonly values: readonly string[] | null
}

/** Every column by itself. */
export const plainColumns = (names: readonly string[]): ShownColumn[] =>
  names.map((name, first) => ({ name, first, values: null }))

/** Columns called "colour=blue" and "colour=red" as one column "colour". */
export function foldColumns(names: readonly string[]): ShownColumn[] {
  const shown: { name: string; first: number; values: string[] | null }[] = []
  for (const [index, name] of names.entries()) {
    const at = name.indexOf('=')
    const last = shown.at(-1)
    if (at < 1) shown.push({ name, first: index, values: null })
    else if (last?.values && last.name === name.slice(0, at)) last.values.push(name.slice(at + 1))
    else shown.push({ name: name.slice(0, at), first: index, values: [name.slice(at + 1)] })
  }
  return shown
}

/** What stands in a cell; null where it is missing. */
export function cellText({ first, values }: ShownColumn, row: Float32Array): string | null {
  const value = row[first] ?? NaN
  if (Number.isNaN(value)) return null
  if (!values) return digits(value)
  return values[row.subarray(first, first + values.length).indexOf(1)] ?? null
}

/** What was stored as float32 in the few digits that it was written with. */
export const digits = (value: number): string => String(Number(value.toPrecision(7))).replace('-', '−')
