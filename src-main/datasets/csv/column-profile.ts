import { isMissing, parseNumber, type Decimal } from './cell.ts'
import type { ColumnName } from './names.ts'

/** Different values of a column that are remembered; a column with more has too many to be categories or classes. */
export const MOST_DISTINCT = 1000

/** What a column holds, told cell by cell in bounded memory. */
export class ColumnProfile {
  readonly name: string
  /** The name as the file has it, where it had to be changed. */
  readonly renamedFrom: string | null
  readonly #decimal: Decimal
  readonly #distinct = new Map<string, number>()
  readonly examples: string[] = []
  cells = 0
  missing = 0
  /** Cells with a control character: damaged, whatever else they hold. */
  damaged = 0
  numbers = 0
  infinite = 0
  /** Row and text of the first cell that is no number. */
  firstText: { row: number; text: string } | null = null
  #isCounter = true
  #isInteger = true
  #low = Infinity
  #high = -Infinity
  #last = NaN

  constructor({ name, renamedFrom }: ColumnName, decimal: Decimal) {
    this.name = name
    this.renamedFrom = renamedFrom
    this.#decimal = decimal
  }

  /** @param row from 1 */
  add(cell: string, row: number): void {
    const text = cell.trim()
    this.cells++
    if (isMissing(text)) return void this.missing++
    if (text.includes('\0')) return void this.damaged++
    const value = parseNumber(text, this.#decimal)
    if (Number.isNaN(value)) this.firstText ??= { row, text: owned(text.slice(0, 60)) }
    else if (Number.isFinite(value)) this.#addNumber(value)
    else this.infinite++
    this.#remember(text)
  }

  #addNumber(value: number): void {
    this.numbers++
    if (!Number.isNaN(this.#last) && value !== this.#last + 1) this.#isCounter = false
    this.#last = value
    if (!Number.isInteger(value)) this.#isInteger = false
    if (value < this.#low) this.#low = value
    if (value > this.#high) this.#high = value
  }

  #remember(text: string): void {
    const count = this.#distinct.get(text)
    if (count !== undefined) this.#distinct.set(text, count + 1)
    else if (this.#distinct.size <= MOST_DISTINCT) {
      const kept = owned(text)
      this.#distinct.set(kept, 1)
      if (this.examples.length < 4) this.examples.push(kept.slice(0, 60))
    }
  }

  /** Cells that hold something, infinities too. */
  get present(): number {
    return this.cells - this.missing - this.damaged
  }

  /** How often each value came; only up to `MOST_DISTINCT` of them, and `hasTooMany` says whether there are others. */
  get distinct(): ReadonlyMap<string, number> {
    return this.#distinct
  }

  get hasTooMany(): boolean {
    return this.#distinct.size > MOST_DISTINCT
  }

  /** Whether nine of ten cells are numbers: a few words among them are slips. */
  get isNumeric(): boolean {
    const numbers = this.numbers + this.infinite
    return numbers > 0 && numbers >= 0.9 * this.present
  }

  get isInteger(): boolean {
    return this.numbers > 0 && this.#isInteger
  }

  /** Whether every number is one more than the one before: a count of the rows, which tells nothing about them. */
  get isCounter(): boolean {
    return this.#isCounter && this.isInteger && this.numbers === this.cells && this.numbers >= 10
  }

  get isConstant(): boolean {
    return this.isNumeric && this.numbers > 0 ? this.#low === this.#high : this.#distinct.size === 1
  }
}

/** A copy of its own: a part of a string keeps the whole block that it was cut from in memory. */
const owned = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
