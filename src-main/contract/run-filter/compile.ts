import type { RunSummary } from '../types.ts'
import { findField, isNumeric, type Field, type FieldValue, type RunEntry } from './field.ts'
import { FINDER } from './fields.ts'
import { parseQuery } from './parse.ts'
import type { Comparison, Operator, Query, QueryProblem } from './query.ts'
import { nearest } from './suggest.ts'
import { EXAMPLES, readValue, type Range } from './values.ts'

export type Predicate = (entry: RunEntry) => boolean
type Compiled = { readonly test: Predicate } | { readonly problem: QueryProblem }

/**
 * What was typed as a test of runs, or the first problem with it; never throws.
 * @param now milliseconds since 1970, for times as `today`
 */
export function compileFilter(text: string, fields: readonly Field[], now: number): Compiled {
  const parsed = parseQuery(text)
  return 'problem' in parsed ? parsed : compile(parsed.query, fields, now)
}

function compile(query: Query, fields: readonly Field[], now: number): Compiled {
  if (query.kind === 'text') return { test: contains(query.text) }
  if (query.kind === 'compare') return compare(query, fields, now)
  if (query.kind === 'not') {
    const part = compile(query.part, fields, now)
    return 'problem' in part ? part : { test: (entry) => !part.test(entry) }
  }
  const tests: Predicate[] = []
  for (const one of query.parts) {
    const part = compile(one, fields, now)
    if ('problem' in part) return part
    tests.push(part.test)
  }
  const isAll = query.kind === 'all'
  return { test: (entry) => (isAll ? tests.every((test) => test(entry)) : tests.some((test) => test(entry))) }
}

/** Whether a word occurs in what a person would call the run by. */
function contains(text: string): Predicate {
  const wanted = text.toLowerCase()
  return ({ run }) => wordsOf(run).includes(wanted)
}

/** Put together once: every letter that is typed looks through all runs. A run that changes is another object. */
const words = new WeakMap<RunSummary, string>()
function wordsOf(run: RunSummary): string {
  const known = words.get(run)
  if (known !== undefined) return known
  const { id, name, data, preset, kind, status, tags, experiment, note } = run
  const what = kind === 'rateFinder' ? FINDER : ''
  const all = [name, ...tags, data, preset ?? '', what, status, id, experiment ?? '', note].join('\n').toLowerCase()
  words.set(run, all)
  return all
}

function compare({ field: name, operator, value, ...at }: Comparison, fields: readonly Field[], now: number): Compiled {
  const field = findField(fields, name)
  if (!field) {
    const meant = nearest(
      name,
      fields.flatMap((one) => [one.name, ...(one.aliases ?? [])]),
    )
    const hint = meant ? `Did you mean ${meant}?` : 'What is completed while you type are all fields there are.'
    return {
      problem: { ...at.fieldAt, message: `There is no field "${name}".`, hint, ...(meant && { instead: meant }) },
    }
  }
  const { valueOf, kind } = field
  const wanted = value.toLowerCase()
  const isEqual = operator === ':' || operator === '='
  const isNone = (found: FieldValue): boolean => found === null || (Array.isArray(found) && found.length === 0)
  if (wanted === 'none' && (isEqual || operator === '!='))
    return { test: (entry) => isNone(valueOf(entry)) === isEqual }
  if (isNumeric(kind)) {
    if (wanted === 'nan' && (isEqual || operator === '!='))
      return { test: (entry) => Number.isNaN(valueOf(entry)) === isEqual }
    const range = readValue(kind, value, now)
    if (!range) {
      const what = kind === 'time' ? 'time' : kind === 'duration' ? 'duration' : 'number'
      const message = `"${value}" is no ${what}.`
      return {
        problem: { ...at.valueAt, message, hint: `${field.name} is compared with values like ${EXAMPLES[kind]}.` },
      }
    }
    const test = COMPARED[operator]
    return {
      test: (entry) => {
        const found = valueOf(entry)
        return typeof found === 'number' && test(found, range)
      },
    }
  }
  if (!isEqual && operator !== '!=')
    return {
      problem: {
        ...at.operatorAt,
        message: `${field.name} is no number: "${operator}" compares nothing.`,
        hint: `Write ${field.name}:${value}.`,
        instead: ':',
      },
    }
  if (field.values && !field.values.some((one) => one.toLowerCase() === wanted)) {
    const meant = nearest(value, field.values)
    const hint = meant ? `Did you mean ${meant}?` : `There are: ${field.values.join(', ')}.`
    return {
      problem: { ...at.valueAt, message: `${field.name} is never "${value}".`, hint, ...(meant && { instead: meant }) },
    }
  }
  const isPart = kind === 'text' && operator === ':'
  const fits = (one: string): boolean => (isPart ? one.toLowerCase().includes(wanted) : one.toLowerCase() === wanted)
  const found = (entry: RunEntry): boolean => {
    const of = valueOf(entry)
    return Array.isArray(of) ? of.some(fits) : of !== null && fits(String(of))
  }
  return { test: operator === '!=' ? (entry) => !found(entry) : found }
}

/** A span of time is over before what is greater begins. */
const COMPARED: Readonly<Record<Operator, (value: number, range: Range) => boolean>> = {
  ':': (value, range) => isIn(value, range),
  '=': (value, range) => isIn(value, range),
  '!=': (value, range) => !Number.isNaN(value) && !isIn(value, range),
  '<': (value, { from }) => value < from,
  '>=': (value, { from }) => value >= from,
  '>': (value, { from, to }) => (from === to ? value > to : value >= to),
  '<=': (value, { from, to }) => (from === to ? value <= to : value < to),
}
const isIn = (value: number, { from, to }: Range): boolean =>
  from === to ? value === from : value >= from && value < to
