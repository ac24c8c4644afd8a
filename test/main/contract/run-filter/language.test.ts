import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileFilter } from '../../../../src-main/contract/run-filter/compile.ts'
import { FIELDS } from '../../../../src-main/contract/run-filter/fields.ts'
import { parseQuery } from '../../../../src-main/contract/run-filter/parse.ts'
import { printQuery } from '../../../../src-main/contract/run-filter/print.ts'
import { OPERATORS, type Query, type QueryProblem } from '../../../../src-main/contract/run-filter/query.ts'
import type { Field } from '../../../../src-main/contract/run-filter/field.ts'
import type { RunSummary } from '../../../../src-main/contract/types.ts'
import { entry } from './entry.ts'

const NOW = new Date(2026, 10, 15, 12).getTime()
const at = (month: number, day: number, hour = 0): number => new Date(2026, month - 1, day, hour).getTime()

function fits(filter: string, changes: Partial<RunSummary> = {}, fields: readonly Field[] = FIELDS): boolean {
  const compiled = compileFilter(filter, fields, NOW)
  if ('problem' in compiled) throw new Error(compiled.problem.message)
  return compiled.test(entry(changes))
}
function problem(filter: string): QueryProblem & { at: string } {
  const compiled = compileFilter(filter, FIELDS, NOW)
  if (!('problem' in compiled)) throw new Error('It is understood.')
  const { from, to } = compiled.problem
  return { ...compiled.problem, at: filter.slice(from, to) }
}

/** A query without the places of its parts. */
function bare(query: Query): unknown {
  switch (query.kind) {
    case 'all':
    case 'any':
      return { kind: query.kind, parts: query.parts.map(bare) }
    case 'not':
      return { kind: 'not', part: bare(query.part) }
    case 'text':
      return query
    case 'compare':
      return [query.field, query.operator, query.value]
  }
}
function read(text: string): unknown {
  const parsed = parseQuery(text)
  return 'query' in parsed ? bare(parsed.query) : parsed.problem.message
}

describe('what is read', () => {
  it('has words, comparisons, exclusions, alternatives and brackets', () => {
    expect(read('')).toEqual({ kind: 'all', parts: [] })
    expect(read('wide')).toEqual({ kind: 'text', text: 'wide' })
    expect(read('val_accuracy > 0.9 tag:"a b" -wide')).toEqual({
      kind: 'all',
      parts: [['val_accuracy', '>', '0.9'], ['tag', ':', 'a b'], { kind: 'not', part: { kind: 'text', text: 'wide' } }],
    })
    expect(read('a b or c')).toEqual({
      kind: 'any',
      parts: [
        {
          kind: 'all',
          parts: [
            { kind: 'text', text: 'a' },
            { kind: 'text', text: 'b' },
          ],
        },
        { kind: 'text', text: 'c' },
      ],
    })
    expect(read('lr<=1e-3 AND (seed=1 OR seed!=2)')).toEqual({
      kind: 'all',
      parts: [
        ['lr', '<=', '1e-3'],
        {
          kind: 'any',
          parts: [
            ['seed', '=', '1'],
            ['seed', '!=', '2'],
          ],
        },
      ],
    })
    expect(read('started>2026-11-01T14:30')).toEqual(['started', '>', '2026-11-01T14:30'])
    expect(read('cnn-small "or" organ')).toMatchObject({
      parts: ['cnn-small', 'or', 'organ'].map((text) => ({ kind: 'text', text })),
    })
  })

  const name = fc.stringMatching(/^[a-z][a-z_.0-9]{0,11}$/).filter((word) => word !== 'or' && word !== 'and')
  const place = fc.constant({ from: 0, to: 0 })
  const { query } = fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { depthSize: 'small' },
      fc.record({ kind: fc.constant('text' as const), text: fc.string() }),
      fc.record({
        ...{ kind: fc.constant('compare' as const), field: name, operator: fc.constantFrom(...OPERATORS) },
        ...{ value: fc.string(), fieldAt: place, operatorAt: place, valueAt: place },
      }),
      fc.record({ kind: fc.constant('not' as const), part: tie('query') }),
      fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        parts: fc.array(tie('query'), { minLength: 2, maxLength: 4 }),
      }),
    ),
  }))
  /** Parts of the same kind belong to the whole. */
  const flat = (one: Query): Query => {
    if (one.kind === 'not') return { kind: 'not', part: flat(one.part) }
    if (one.kind !== 'all' && one.kind !== 'any') return one
    const parts = one.parts.map(flat).flatMap((part) => (part.kind === one.kind ? part.parts : [part]))
    return { kind: one.kind, parts }
  }
  it('is what was printed', () => {
    fc.assert(
      fc.property(query, (one) => {
        const printed = printQuery(flat(one))
        expect(read(printed)).toEqual(bare(flat(one)))
        const again = parseQuery(printed)
        expect('query' in again && printQuery(again.query)).toBe(printed)
      }),
      { numRuns: 500 },
    )
  })
  it('is a query or a problem inside the text, whatever is typed', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('(', ')', '"', '-', ' or ', 'tag:', 'lr<', '>', '!=', '\\', 'started>', 'status:', '7d', '1h'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const compiled = compileFilter(text, FIELDS, NOW)
        if ('test' in compiled) expect(typeof compiled.test(entry())).toBe('boolean')
        else {
          expect(compiled.problem.from).toBeGreaterThanOrEqual(0)
          expect(compiled.problem.to).toBeLessThanOrEqual(text.length)
          expect(compiled.problem.from).toBeLessThanOrEqual(compiled.problem.to)
        }
      }),
      { numRuns: 1000 },
    )
    expect(problem('('.repeat(100_000)).message).toBe('There is too much inside one another.')
    expect(problem('-'.repeat(100_000) + 'a').message).toBe('There is too much inside one another.')
  })
})

describe('what fits', () => {
  it('the whole of the example', () => {
    const run = { tags: ['paper'], name: 'with free text', data: 'digits', startedAt: at(11, 2), learningRate: 0.001 }
    const filter =
      'val_accuracy > 0.89 optimizer:adam tag:paper status:completed -tag:old "free text" epochs>=20 data:digits lr<0.01 started>2026-11-01'
    expect(fits(filter, run)).toBe(true)
    expect(fits(filter, { ...run, tags: ['paper', 'old'] })).toBe(false)
    expect(fits(filter, { ...run, startedAt: at(11, 1, 23) })).toBe(false)
    expect(fits(filter, { ...run, optimizer: 'adamw' })).toBe(false)
    expect(fits(filter, { ...run, epochs: 19 })).toBe(false)
  })
  it.each<[string, boolean]>([
    ['SMALL', true],
    ['small sign', true],
    ['small fruit', false],
    ['small or fruit', true],
    ['name:SMALL', true],
    ['name=cnn-small', false],
    ['name="CNN-small 1"', true],
    ['name!=other', true],
    ['status:complete or optimizer:ada', false],
    ['val_accuracy >= 90%', true],
    ['val_accuracy > 90%', false],
    ['val_accuracy:0.9', true],
    ['last_val_accuracy < 0.89', true],
    ['parameters > 12k parameters<13k', true],
    ['duration:1m30s', true],
    ['duration>90', false],
    ['size>=2MB size<2.1MB', true],
    ['experiment:none tag:none', true],
    ['val_r2:none', true],
    ['val_accuracy!=none', true],
    ['pinned:no', true],
    ['-(seed:7 or seed:8)', false],
    ['--seed:7', true],
  ])('%s: %s', (filter, expected) => {
    // "complete" is no status at all.
    if (filter.startsWith('status')) expect(problem(filter).instead).toBe('completed')
    else expect(fits(filter)).toBe(expected)
  })
  it('takes a day as a whole', () => {
    const noon = { startedAt: at(11, 1, 12) }
    const answers = ['>', '>=', '<', '<=', '=', '!='].map((sign) => fits(`started${sign}2026-11-01`, noon))
    expect(answers).toEqual([false, true, false, true, true, false])
    expect(fits('started:2026-11', noon)).toBe(true)
    expect(fits('started>=2026-11-01T12:01', noon)).toBe(false)
    expect(fits('started:today', { startedAt: at(11, 15, 1) })).toBe(true)
    expect(fits('started:yesterday', { startedAt: at(11, 14, 23) })).toBe(true)
    expect(fits('started>=7d', { startedAt: at(11, 8) })).toBe(true)
    expect(fits('started>=7d', { startedAt: at(11, 7, 23) })).toBe(false)
  })
  it('finds figures that are no numbers by that name alone', () => {
    const broken = entry().run.metrics
    const changes = { metrics: { ...broken, validation: { loss: NaN, accuracy: 0.1, count: 20 } } }
    expect(fits('val_loss:nan', changes)).toBe(true)
    expect(fits('val_loss:nan')).toBe(false)
    expect(['<', '>', '=', '!=', '<=', '>='].map((sign) => fits(`val_loss${sign}1`, changes))).not.toContain(true)
  })
})

describe('what is wrong', () => {
  it.each<[string, string, string, string | undefined]>([
    ['val_acuracy > 0.9', 'val_acuracy', 'There is no field "val_acuracy".', 'val_accuracy'],
    ['tag:a optimzer:adam', 'optimzer', 'There is no field "optimzer".', 'optimizer'],
    ['zzzzzzz:1', 'zzzzzzz', 'There is no field "zzzzzzz".', undefined],
    ['lr > small', 'small', '"small" is no number.', undefined],
    ['started>2026-02-30', '2026-02-30', '"2026-02-30" is no time.', undefined],
    ['duration>5parsecs', '5parsecs', '"5parsecs" is no duration.', undefined],
    ['status:complted', 'complted', 'status is never "complted".', 'completed'],
    ['name > b', '>', 'name is no number: ">" compares nothing.', ':'],
    ['tag:', ':', 'A value is missing behind "tag:".', undefined],
    ['> 0.9', '>', 'A field is missing before ">".', undefined],
    ['a "b c', '"b c', 'This quotation is not closed.', undefined],
    ['(a b', '(', 'This bracket is not closed.', undefined],
    ['a) b', ')', 'This bracket closes nothing.', undefined],
    ['a or ', '', 'Something to look for is missing here.', undefined],
    ['a - b', '-', 'What is to be left out is missing behind "-".', undefined],
  ])('%s: at "%s"', (filter, where, message, instead) => {
    const found = problem(filter)
    expect([found.at, found.message, found.instead]).toEqual([where, message, instead])
    expect(found.hint).not.toBe('')
  })
  it('asks what was meant', () => {
    expect(problem('val_acuracy > 0.9').hint).toBe('Did you mean val_accuracy?')
    expect(problem('val_accuracy > high').hint).toBe('val_accuracy is compared with values like 0.9, 90%.')
  })
})
