import type { Task } from '../../../src-engine/spec/data.ts'
import type { ColumnType, TableChoice, TableColumn, TableDialect } from '../../contract/types.ts'
import { MOST_DISTINCT, type ColumnProfile } from './column-profile.ts'
import type { TableProfile } from './profile.ts'
import { tableInvalid } from './table-invalid.ts'

/** More values of an input make a network's input too wide to learn from, and are names rather than kinds. */
export const MOST_CATEGORIES = 100
/** A target of so many different whole numbers is taken for classes, of more for a quantity. */
const MOST_GUESSED_CLASSES = 20

/** A table's reading with nothing left open: read by it again, the same file gives the same rows. */
export interface TableReading {
  readonly dialect: TableDialect
  readonly columns: TableColumn[]
  readonly task: Task
  readonly missing: NonNullable<TableChoice['missing']>
}

/**
 * Decides how to read a table: what was chosen counts, the rest is told from its columns.
 * @throws {GlassboxError} `dataset/table-invalid` for columns that are not there, and for a choice with no target
 */
export function readingOf(profile: TableProfile, choice: TableChoice): TableReading {
  const columns = profile.columns.map((column): TableColumn => {
    const chosen = choice.columns?.find(({ name }) => name === column.name)
    const type = chosen?.type ?? (column.isNumeric ? 'number' : 'category')
    return { name: column.name, type, role: chosen?.role ?? (whyIgnored(column, type) ? 'ignore' : 'input') }
  })
  for (const name of [...(choice.columns ?? []).map(({ name }) => name), ...(choice.target ? [choice.target] : [])])
    if (!columns.some((column) => column.name === name)) throw noColumn(name, columns)
  const target = targetOf(columns, choice)
  for (const column of columns) if (column.role === 'target' && column !== target) column.role = 'input'
  target.role = 'target'
  const found = profile.columns[columns.indexOf(target)]!
  const task = choice.task ?? guessTask(found, target.type)
  return { dialect: profile.dialect, columns, task, missing: choice.missing ?? 'fill' }
}

/** Why a column is left out unless somebody wants it; null where there is no reason. */
export function whyIgnored(column: ColumnProfile, type: ColumnType): string | null {
  if (column.present === 0) return 'It has no values.'
  if (column.isCounter) return 'It only counts the rows.'
  if (type === 'category') return tooManyValues(column)
  return null
}

/** @returns why its values cannot be told apart one by one, or null when they can */
export function tooManyValues({ distinct, hasTooMany, present }: ColumnProfile): string | null {
  if (!hasTooMany && distinct.size <= MOST_CATEGORIES) return null
  const many = hasTooMany ? `More than ${MOST_DISTINCT}` : String(distinct.size)
  const kind = distinct.size > 0.9 * present ? 'names, ids or free text' : 'too many to give each an input of its own'
  return `${many} different values among ${present}: ${kind}.`
}

/** The chosen target, or the last column that is not left out. */
function targetOf(columns: readonly TableColumn[], { target, columns: chosen = [] }: TableChoice): TableColumn {
  const named = columns.find(({ name }) => name === target)
  if (named) return named
  const marked = columns.findLast(({ role }) => role === 'target')
  if (marked) return marked
  const open = columns.filter(({ name }) => !chosen.some((one) => one.name === name && one.role))
  const last = open.findLast(({ role }) => role === 'input') ?? columns.findLast(({ role }) => role === 'input')
  if (last) return last
  throw tableInvalid('No column is left that could be learnt.', 'Give one the role of the target.')
}

function guessTask({ isInteger, distinct }: ColumnProfile, type: ColumnType): Task {
  return type === 'category' || (isInteger && distinct.size <= MOST_GUESSED_CLASSES) ? 'classification' : 'regression'
}

const noColumn = (name: string, columns: readonly TableColumn[]) =>
  tableInvalid(
    `The table has no column "${name}".`,
    `Its columns are ${columns
      .slice(0, 20)
      .map((column) => `"${column.name}"`)
      .join(', ')}${columns.length > 20 ? ` and ${columns.length - 20} more` : ''}.`,
  )
