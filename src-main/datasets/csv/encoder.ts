import type { OneHotSpan } from '../../../src-engine/data/tables/measure.ts'
import type { Task } from '../../../src-engine/spec/data.ts'
import type { ColumnType } from '../../contract/types.ts'
import { compareNames } from '../order.ts'
import { isMissing, parseNumber, type Decimal } from './cell.ts'
import { MOST_DISTINCT, type ColumnProfile } from './column-profile.ts'
import type { TableProfile } from './profile.ts'
import { tooManyValues, type TableReading } from './reading.ts'
import { tableInvalid } from './table-invalid.ts'

/** More inputs than this are refused: a category column with many values makes many. */
const MOST_INPUTS = 20_000

/** An input column of the file, and where its numbers go in a row. */
interface Input {
  readonly source: number
  readonly first: number
  /** Place of each category behind `first`; null for numbers. */
  readonly categories: ReadonlyMap<string, number> | null
}

/** A row as the network gets it, but for filling and scaling. */
export interface EncodedRow {
  /** Whether a cell is NaN: missing, infinite or unreadable. */
  readonly hasGap: boolean
  /** Class index, or the number to be predicted; null where there is none. */
  readonly target: number | null
}

/** Turns rows of text into rows of float32. */
export class RowEncoder {
  /** Names of the network's inputs: that of the column, with "=value" for each value of a category. */
  readonly columns: readonly string[]
  readonly oneHot: readonly OneHotSpan[]
  /** Names of the classes; of a regression the name of the target. */
  readonly classes: readonly string[]
  /** The row that was encoded last, (columns). */
  readonly row: Float32Array<ArrayBuffer>
  readonly #inputs: readonly Input[]
  readonly #target: { source: number; classes: ReadonlyMap<string, number> | null; type: ColumnType }
  readonly #decimal: Decimal

  /** @throws {GlassboxError} `dataset/table-invalid` when the columns cannot be used as they are chosen */
  constructor(profile: TableProfile, { columns, task, dialect }: TableReading) {
    this.#decimal = dialect.decimal
    const names: string[] = []
    const oneHot: OneHotSpan[] = []
    const inputs: Input[] = []
    for (const [source, { role, type, name }] of columns.entries()) {
      if (role !== 'input') continue
      const column = profile.columns[source]!
      if (column.present === 0) throw noValues(name)
      const first = names.length
      const categories = type === 'category' ? categoriesOf(column) : null
      if (categories) oneHot.push([first, first + categories.size])
      names.push(...(categories ? [...categories.keys()].map((value) => `${name}=${value}`) : [name]))
      inputs.push({ source, first, categories })
    }
    if (inputs.length === 0)
      throw tableInvalid('No column is left to learn from.', 'Give at least one the role of an input.')
    if (names.length > MOST_INPUTS)
      throw tableInvalid(
        `The table makes ${names.length} inputs; the limit is ${MOST_INPUTS}.`,
        'Leave columns out, above all categories with many values.',
      )
    const source = columns.findIndex(({ role }) => role === 'target')
    const { name, type } = columns[source]!
    this.classes = task === 'regression' ? [name] : classesOf(profile.columns[source]!, type, dialect.decimal)
    if (task === 'regression') checkQuantity(profile.columns[source]!, type)
    this.#target = { source, type, classes: task === 'regression' ? null : indexOf(this.classes) }
    this.columns = names
    this.oneHot = oneHot
    this.#inputs = inputs
    this.row = new Float32Array(names.length)
  }

  get task(): Task {
    return this.#target.classes ? 'classification' : 'regression'
  }

  /** Encodes into `row`. */
  encode(cells: readonly string[]): EncodedRow {
    let hasGap = false
    for (const { source, first, categories } of this.#inputs) {
      const text = cells[source]!.trim()
      const value = categories ? (categories.get(text) ?? NaN) : finite(text, this.#decimal)
      if (Number.isNaN(value)) hasGap = true
      if (!categories) this.row[first] = value
      else
        for (let at = 0; at < categories.size; at++) this.row[first + at] = Number.isNaN(value) ? NaN : +(at === value)
    }
    return { hasGap, target: this.#targetOf(cells) }
  }

  #targetOf(cells: readonly string[]): number | null {
    const { source, classes, type } = this.#target
    const text = cells[source]!.trim()
    if (isMissing(text)) return null
    if (type === 'category') return classes?.get(text) ?? null
    const value = finite(text, this.#decimal)
    if (Number.isNaN(value)) return null
    return classes ? (classes.get(String(value)) ?? null) : value
  }
}

/** NaN for everything that is no finite number. */
function finite(text: string, decimal: Decimal): number {
  const value = isMissing(text) ? NaN : parseNumber(text, decimal)
  return Number.isFinite(value) ? value : NaN
}

const indexOf = (names: readonly string[]): Map<string, number> => new Map(names.map((name, index) => [name, index]))

function categoriesOf(column: ColumnProfile): Map<string, number> {
  const why = tooManyValues(column)
  if (why !== null)
    throw tableInvalid(`"${column.name}" cannot be an input of categories. ${why}`, 'Ignore it, or read it as numbers.')
  return indexOf([...column.distinct.keys()].sort(compareNames))
}

function classesOf(column: ColumnProfile, type: ColumnType, decimal: Decimal): string[] {
  const { name, distinct, hasTooMany, present } = column
  const values = [...distinct.keys()]
  const numbers = values.map((text) => finite(text, decimal)).filter((value) => !Number.isNaN(value))
  const classes =
    type === 'number' ? [...new Set(numbers)].sort((a, b) => a - b).map(String) : values.sort(compareNames)
  if (classes.length === 0) throw noValues(name)
  if (classes.length === 1)
    throw tableInvalid(
      `The target "${name}" has only one value: "${classes[0]}".`,
      'A classifier needs at least two classes; choose another target.',
    )
  if (hasTooMany || (classes.length > 20 && classes.length > 0.9 * present))
    throw tableInvalid(
      `The target "${name}" has ${hasTooMany ? `more than ${MOST_DISTINCT}` : classes.length} different values among ${present} rows: these are no classes.`,
      type === 'number' ? 'Choose regression to predict it as a number, or another target.' : 'Choose another target.',
    )
  return classes
}

function checkQuantity({ name, numbers, present, firstText, isConstant }: ColumnProfile, type: ColumnType): void {
  if (present === 0) throw noValues(name)
  if (type === 'category' || numbers === 0)
    throw tableInvalid(
      `The target "${name}" holds words${firstText ? ` such as "${firstText.text}"` : ''}: a regression predicts a number.`,
      'Choose classification, or a target of numbers.',
    )
  if (isConstant)
    throw tableInvalid(
      `The target "${name}" is the same in every row: there is nothing to predict.`,
      'Choose another target.',
    )
}

const noValues = (name: string) =>
  tableInvalid(
    `The column "${name}" has no values.`,
    'Ignore it, or choose another delimiter if the columns are shifted.',
  )
