import type { TableColumn } from '../../contract/types.ts'
import type { ColumnProfile } from './column-profile.ts'
import type { TableProfile } from './profile.ts'
import { MOST_CATEGORIES, whyIgnored, type TableReading } from './reading.ts'

/** Something about a table that a person should know. */
export interface TableFinding {
  /** Null when it is about rows. */
  readonly column: string | null
  readonly message: string
}

/** What is unusual about a table, and what is done about it. */
export function findingsOf(profile: TableProfile, reading: TableReading): TableFinding[] {
  const { raggedCount, columns, isWhole } = profile
  const found = columns.flatMap((column, index) =>
    columnFindings(column, reading.columns[index]!, reading).map((message) => ({ column: column.name, message })),
  )
  if (raggedCount === 0) return found
  const rows = raggedCount === 1 ? 'One row does' : `${raggedCount} rows do`
  const where = isWhole ? '' : ' at the beginning'
  return [...found, { column: null, message: `${rows} not have ${columns.length} cells${where}; left out.` }]
}

function columnFindings(column: ColumnProfile, { type, role }: TableColumn, reading: TableReading): string[] {
  const renamed = column.renamedFrom ? [`Another column is called "${column.renamedFrom}" too.`] : []
  if (role === 'ignore') return [...renamed, whyIgnored(column, type) ?? []].flat()
  return [
    ...renamed,
    ...gaps(column, type).map((what) => `${what}; ${consequence(type, role, reading)}.`),
    ...(column.isConstant && role === 'input' ? ['The same in every row: it tells nothing.'] : []),
    ...(role === 'target' && reading.task === 'classification' ? rareClasses(column) : []),
    ...(role === 'input' && column.isCounter ? ['It only counts the rows.'] : []),
  ]
}

/** Cells that hold nothing which can be used. */
function gaps(column: ColumnProfile, type: TableColumn['type']): string[] {
  const { missing, damaged, infinite, numbers, present, firstText } = column
  const words = present - numbers - infinite
  const isNumber = type === 'number'
  return [
    ...(missing > 0 ? [cells(missing, 'is empty', 'are empty')] : []),
    ...(damaged > 0 ? [cells(damaged, 'holds a zero byte', 'hold zero bytes')] : []),
    ...(isNumber && infinite > 0 ? [cells(infinite, 'is infinite', 'are infinite')] : []),
    ...(isNumber && words > 0 && firstText
      ? [`${cells(words, 'is no number', 'are no numbers')} (row ${firstText.row}: "${firstText.text}")`]
      : []),
  ]
}

function consequence(type: TableColumn['type'], role: TableColumn['role'], { missing }: TableReading): string {
  if (role === 'target' || missing === 'drop') return 'left out with the row'
  return type === 'number' ? "filled with the training split's mean" : 'filled with the most frequent value in training'
}

function rareClasses({ distinct, hasTooMany }: ColumnProfile): string[] {
  // Of so many an import says that they are no classes.
  if (hasTooMany || distinct.size > MOST_CATEGORIES) return []
  const rare = [...distinct].filter(([, count]) => count === 1).map(([name]) => `"${name}"`)
  if (rare.length === 0) return []
  const names = rare.slice(0, 5).join(', ') + (rare.length > 5 ? ` and ${rare.length - 5} more` : '')
  return rare.length === 1
    ? [`The class ${names} has one row only: it is for training, and no test shows whether it was learnt.`]
    : [`${rare.length} classes have one row only (${names}): no test shows whether they were learnt.`]
}

const cells = (count: number, one: string, many: string): string =>
  count === 1 ? `One cell ${one}` : `${count} cells ${many}`
