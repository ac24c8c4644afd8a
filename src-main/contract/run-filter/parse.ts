import { OPERATORS, type Query, type QueryProblem, type Span } from './query.ts'

/** What ends a plain word. */
const BREAK = /[\s()":=<>]/
const BLANK = /\s/

/** Thrown inside the parser alone. */
class Unreadable extends Error {
  readonly problem: QueryProblem
  constructor(problem: QueryProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/**
 * Reads a filter:
 *
 *     any  = all { "or" all }
 *     all  = one { ["and"] one }
 *     one  = "-" one | "(" any ")" | name operator value | word
 *
 * `-` stands directly before what it excludes. Words, names and values end at a blank or a bracket; in double quotes they may
 * hold anything, `\` before a quote or a `\`.
 * @returns the query, or the first problem; never throws
 */
export function parseQuery(text: string): { query: Query } | { problem: QueryProblem } {
  try {
    return { query: new Parser(text).whole() }
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.problem }
    throw error
  }
}

/** Brackets and signs inside one another: more is no filter, and must not fill the stack. */
const DEEPEST = 200

class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Query {
    this.#blanks()
    if (this.#at === this.#text.length) return { kind: 'all', parts: [] }
    const query = this.#any()
    if (this.#at < this.#text.length)
      this.#fail(
        { from: this.#at, to: this.#at + 1 },
        'This bracket closes nothing.',
        'Take it away, or open one before.',
      )
    return query
  }

  #any(): Query {
    const parts = [this.#all()]
    while (this.#keyword('or')) parts.push(this.#all())
    return joined('any', parts)
  }

  #all(): Query {
    const parts: Query[] = []
    for (;;) {
      this.#blanks()
      while (parts.length > 0 && this.#keyword('and')) this.#blanks()
      if (this.#at === this.#text.length || this.#peek() === ')' || this.#isKeyword('or')) break
      parts.push(this.#one())
    }
    if (parts.length === 0)
      this.#fail(this.#here(), 'Something to look for is missing here.', 'Type a word, or a field with a value.')
    return joined('all', parts)
  }

  #one(): Query {
    if (++this.#depth > DEEPEST) this.#fail(this.#here(), 'There is too much inside one another.', 'Make it simpler.')
    try {
      return this.#inner()
    } finally {
      this.#depth--
    }
  }

  #inner(): Query {
    const from = this.#at
    if (this.#peek() === '-') {
      this.#at++
      if (this.#at === this.#text.length || BLANK.test(this.#peek()) || this.#peek() === ')')
        this.#fail({ from, to: from + 1 }, 'What is to be left out is missing behind "-".', 'Write -tag:old.')
      return { kind: 'not', part: this.#one() }
    }
    if (this.#peek() === '(') {
      this.#at++
      const query = this.#any()
      if (this.#peek() !== ')') this.#fail({ from, to: from + 1 }, 'This bracket is not closed.', 'Close it with ")".')
      this.#at++
      return query
    }
    if (this.#peek() === '"') return { kind: 'text', text: this.#quoted() }
    return this.#wordOrComparison()
  }

  #wordOrComparison(): Query {
    const fieldAt = this.#word(false)
    const field = this.#text.slice(fieldAt.from, fieldAt.to)
    const behind = this.#at
    this.#blanks()
    const operator = OPERATORS.find((one) => this.#text.startsWith(one, this.#at))
    if (!operator) {
      this.#at = behind
      return { kind: 'text', text: field }
    }
    const operatorAt = { from: this.#at, to: this.#at + operator.length }
    if (field === '')
      this.#fail(operatorAt, `A field is missing before "${operator}".`, 'Write val_accuracy > 0.9, or tag:paper.')
    this.#at = operatorAt.to
    this.#blanks()
    const from = this.#at
    const isQuoted = this.#peek() === '"'
    const value = isQuoted ? this.#quoted() : ''
    const valueAt = isQuoted ? { from, to: this.#at } : this.#word(true)
    if (!isQuoted && valueAt.from === valueAt.to)
      this.#fail(
        operatorAt,
        `A value is missing behind "${field}${operator === ':' ? '' : ' '}${operator}".`,
        'Type it, or choose one.',
      )
    return {
      ...{ kind: 'compare', field, operator, fieldAt, operatorAt, valueAt },
      value: isQuoted ? value : this.#text.slice(valueAt.from, valueAt.to),
    }
  }

  /** @param isValue values may hold what stands between a name and its value: times do */
  #word(isValue: boolean): Span {
    const from = this.#at
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#peek()
      const ends = isValue ? BLANK.test(character) || '()"'.includes(character) : BREAK.test(character)
      if (ends || (!isValue && this.#text.startsWith('!=', this.#at))) break
    }
    return { from, to: this.#at }
  }

  #quoted(): string {
    const from = this.#at++
    let read = ''
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#peek()
      if (character === '"') {
        this.#at++
        return read
      }
      if (character === '\\' && this.#at + 1 < this.#text.length) this.#at++
      read += this.#peek()
    }
    return this.#fail({ from, to: this.#text.length }, 'This quotation is not closed.', 'Close it with another quote.')
  }

  #isKeyword(word: string): boolean {
    const rest = this.#text.slice(this.#at, this.#at + word.length + 1).toLowerCase()
    return rest === word || (rest.startsWith(word) && /[\s()]/.test(rest.at(-1) ?? ''))
  }

  #keyword(word: string): boolean {
    if (!this.#isKeyword(word)) return false
    this.#at += word.length
    return true
  }

  #blanks(): void {
    while (this.#at < this.#text.length && BLANK.test(this.#peek())) this.#at++
  }
  #peek(): string {
    return this.#text.charAt(this.#at)
  }
  #here(): Span {
    return { from: this.#at, to: Math.min(this.#at + 1, this.#text.length) }
  }
  #fail(at: Span, message: string, hint: string): never {
    throw new Unreadable({ ...at, message, hint })
  }
}

/** One part stands for itself; parts of the same kind become part of the whole. */
function joined(kind: 'all' | 'any', parts: readonly Query[]): Query {
  const [first, ...others] = parts
  if (first && others.length === 0) return first
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) }
}
