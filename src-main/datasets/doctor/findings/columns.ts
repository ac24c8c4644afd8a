import { counted, listed, verb, type ExaminedColumn, type Finder } from '../examined.ts'

const asGroups = (columns: readonly ExaminedColumn[], note: (column: ExaminedColumn) => string | null) =>
  listed(
    columns.map((column) => ({
      items: [{ position: null, path: column.name, className: null, split: null }],
      note: note(column),
    })),
  )

/** Columns with one value in every row. */
export const constantColumn: Finder = ({ columns }) => {
  const constant = (columns ?? []).filter(({ isConstant }) => isConstant)
  if (constant.length === 0) return []
  const count = constant.length
  return [
    {
      kind: 'constantColumn',
      severity: 'notice',
      title: `${count} ${verb(count, 'column has', 'columns have')} the same value in every row.`,
      effect: 'Nothing can be learnt from it; its weights only add to the bias.',
      advice: 'Leave it out when you import the file again.',
      count,
      groups: asGroups(constant, () => null),
      mends: [],
    },
  ]
}

/** Columns with empty cells. */
export const missingValues: Finder = (examined) => {
  const columns = (examined.columns ?? []).filter(({ missing }) => missing > 0)
  if (columns.length === 0) return []
  const count = columns.length
  return [
    {
      kind: 'missingValues',
      severity: 'notice',
      title: `${count} ${verb(count, 'column has', 'columns have')} empty cells.`,
      effect:
        'They were filled with the mean, or the most frequent value, of the training rows: a guess that looks like a measurement.',
      advice: 'If many are empty, leave the column out, or import the file again without these rows.',
      count,
      groups: asGroups(columns, ({ missing }) => `${counted(examined, missing)} without a value`),
      mends: [],
    },
  ]
}
