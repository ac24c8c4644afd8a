import { expect, it } from 'vitest'
import { complete } from '../../../../src-main/contract/run-filter/complete.ts'
import { compileFilter } from '../../../../src-main/contract/run-filter/compile.ts'
import { entriesOf, fieldsWith } from '../../../../src-main/contract/run-filter/entries.ts'
import { FIELDS } from '../../../../src-main/contract/run-filter/fields.ts'
import { sortEntries } from '../../../../src-main/contract/run-filter/sort.ts'
import { nearest } from '../../../../src-main/contract/run-filter/suggest.ts'
import type { RunColumns } from '../../../../src-main/contract/types.ts'
import { entry } from './entry.ts'

const runs = ['a', 'b', 'c'].map(
  (name, index) => entry({ id: `run0000${index}`, name, tags: [`tag ${name}`, 'x'] }).run,
)
const columns: RunColumns = {
  ids: ['run00002', 'run00000'],
  keptBytes: Float64Array.of(300, 100),
  settings: [
    { path: 'training.schedule.type', values: ['"cosine"', '"constant"'], index: Int32Array.of(1, 0) },
    { path: 'network.layers.1.rate', values: ['0.25'], index: Int32Array.of(-1, 0) },
    { path: 'training.seed', values: ['1', '2'], index: Int32Array.of(0, 1) },
  ],
}

it('settings that differ are fields; those that have a name already are not there twice', () => {
  const fields = fieldsWith(columns)
  expect(fields.slice(FIELDS.length).map(({ name, kind }) => [name, kind])).toEqual([
    ['training.schedule.type', 'choice'],
    ['network.layers.1.rate', 'number'],
  ])
  const entries = entriesOf(runs, columns)
  const found = (filter: string): string[] => {
    const compiled = compileFilter(filter, fields, 0)
    return 'test' in compiled ? entries.filter(compiled.test).map(({ run }) => run.name) : [compiled.problem.message]
  }
  expect(found('training.schedule.type:cosine')).toEqual(['a'])
  expect(found('network.layers.1.rate:none')).toEqual(['b', 'c'])
  expect(found('network.layers.1.rate>0.2')).toEqual(['a'])
  expect(found('size>200')).toEqual(['c'])
})

it('sorts by several fields; what is no number stands behind, what is not there last, whatever the direction', () => {
  const make = (name: string, loss: number | null, seed: number) =>
    entry({
      name,
      seed,
      metrics: { train: null, test: null, validation: loss === null ? null : { loss, accuracy: 1, count: 1 } },
    })
  const entries = [
    make('run 10', null, 1),
    make('run 9', NaN, 1),
    make('b', 0.5, 2),
    make('a', 0.5, 1),
    make('c', 0.1, 1),
  ]
  const names = (...keys: string[]): string[] =>
    sortEntries(
      entries,
      keys.map((key) => ({ field: key.replace('-', ''), isDescending: key.startsWith('-') })),
      FIELDS,
    ).map(({ run }) => run.name)
  expect(names('val_loss')).toEqual(['c', 'b', 'a', 'run 9', 'run 10'])
  expect(names('-val_loss', 'name')).toEqual(['a', 'b', 'c', 'run 9', 'run 10'])
  expect(names('-name')).toEqual(['run 10', 'run 9', 'c', 'b', 'a'])
  expect(names('seed', 'val_loss')).toEqual(['c', 'a', 'run 9', 'run 10', 'b'])
  expect(names('nothing')).toEqual(entries.map(({ run }) => run.name))
})

it('completes fields, then the values that occur', () => {
  const entries = entriesOf(runs, columns)
  const texts = (text: string, cursor = text.length): string[] =>
    complete(text, cursor, fieldsWith(columns), entries).options.map((option) => option.text)
  expect(texts('val_a')).toEqual(['val_accuracy > ', 'last_val_accuracy > '])
  expect(texts('status:comp')).toEqual(['completed '])
  expect(texts('tag:')).toEqual(['x ', '"tag a" ', '"tag b" ', '"tag c" '])
  expect(texts('-ta')).toEqual(['tag:', 'task:', 'status:', 'data:', 'started > '])
  expect(texts('(opt')).toEqual(['optimizer:'])
  expect(texts('training.schedule.type:c')).toEqual(['constant ', 'cosine '])
  expect(texts('"free te')).toEqual([])
  expect(texts('started>to')).toEqual(['today '])
  expect(texts('lr')[0]).toBe('learning_rate > ')
  const middle = complete('tag:x val_ac > 0.9', 'tag:x val_ac'.length, FIELDS, entries)
  expect([middle.from, middle.to, middle.options[0]?.text]).toEqual([6, 12, 'val_accuracy > '])
  expect(complete('tag:', 4, FIELDS, entries).options[0]).toEqual({ text: 'x ', detail: '3 runs' })
})

it('names what is most like a typing error', () => {
  const names = FIELDS.map(({ name }) => name)
  expect(nearest('vla_loss', names)).toBe('val_loss')
  expect(nearest('LOSS', names)).toBe('loss')
  expect(nearest('learningrate', names)).toBe('learning_rate')
  expect(nearest('qqqqqqqqq', names)).toBeUndefined()
})
