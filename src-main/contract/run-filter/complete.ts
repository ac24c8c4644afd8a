import { findField, isNumeric, type Field, type RunEntry } from './field.ts'
import { printValue } from './print.ts'
import type { Span } from './query.ts'

export interface Completion {
  /** What takes the place of `from` to `to`. */
  readonly text: string
  readonly detail: string
}

export interface Completions extends Span {
  readonly options: readonly Completion[]
}

const MOST = 12
const TIMES = ['today', 'yesterday', '7d', '30d']
const VALUE = /([^\s():=<>!"]+)\s*(?:!=|<=|>=|[:=<>])\s*("[^"]*|[^\s()"]*)$/
const NAME = /(?:^|[\s(]|(?<=^|[\s(-])-)([^\s():=<>!"-][^\s():=<>!"]*)?$/

/** What can stand at the cursor: names of fields, and behind one the values that occur. */
export function complete(
  text: string,
  cursor: number,
  fields: readonly Field[],
  entries: readonly RunEntry[],
): Completions {
  const before = text.slice(0, cursor)
  const [, name = '', typed] = VALUE.exec(before) ?? []
  if (typed !== undefined) {
    const field = findField(fields, name)
    return { from: cursor - typed.length, to: cursor, options: field ? valuesLike(field, typed, entries) : [] }
  }
  const isQuoted = before.split('"').length % 2 === 0
  const found = isQuoted ? null : NAME.exec(before)
  const word = found?.[1] ?? ''
  return { from: cursor - word.length, to: cursor, options: found ? namesLike(word, fields) : [] }
}

/** Those that begin with it, then those that have it inside. */
function namesLike(word: string, fields: readonly Field[]): Completion[] {
  const wanted = word.toLowerCase()
  const rank = ({ name, aliases = [] }: Field): number => {
    if (name.toLowerCase().startsWith(wanted) || aliases.some((alias) => alias.startsWith(wanted))) return 0
    return name.toLowerCase().includes(wanted) ? 1 : 2
  }
  return fields
    .map((field) => ({ field, rank: rank(field) }))
    .filter((one) => one.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ field: { name, kind, about } }) => ({
      text: kind === 'text' || kind === 'choice' || kind === 'tags' ? `${name}:` : `${name} > `,
      detail: about,
    }))
}

/** The most frequent ones first. */
function valuesLike({ kind, valueOf, values = [] }: Field, typed: string, entries: readonly RunEntry[]): Completion[] {
  const wanted = typed.replace(/^"/, '').toLowerCase()
  if (kind === 'time')
    return TIMES.filter((time) => time.startsWith(wanted)).map((text) => ({ text: `${text} `, detail: '' }))
  const counts = new Map<string, number>(values.map((value) => [value, 0]))
  for (const entry of entries) {
    const value = valueOf(entry)
    for (const one of Array.isArray(value) ? (value as readonly string[]) : value === null ? [] : [String(value)])
      counts.set(one, (counts.get(one) ?? 0) + 1)
  }
  // Of figures that hardly repeat a list says nothing.
  if (isNumeric(kind) && counts.size > MOST) return []
  return [...counts]
    .filter(([value]) => value.length <= 80 && value.toLowerCase().includes(wanted) && value.toLowerCase() !== wanted)
    .sort(([a, one], [b, other]) => other - one || a.localeCompare(b, 'en', { numeric: true }))
    .slice(0, MOST)
    .map(([value, count]) => ({
      text: `${printValue(value)} `,
      detail: count === 1 ? '1 run' : `${count} runs`,
    }))
}
