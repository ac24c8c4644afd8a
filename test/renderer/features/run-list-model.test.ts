import { describe, expect, it } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { entriesOf, fieldsWith } from '../../../src-main/contract/run-filter/entries.ts'
import { FIELDS } from '../../../src-main/contract/run-filter/fields.ts'
import type { RunColumns, RunSummary } from '../../../src-main/contract/types.ts'
import { cellText } from '../../../src-renderer/features/runs/list/cells.ts'
import { columnsFrom } from '../../../src-renderer/features/runs/list/columns.ts'
import { differingColumns } from '../../../src-renderer/features/runs/list/differing.ts'
import { groupedRows, spreadOf } from '../../../src-renderer/features/runs/list/grouped-rows.ts'
import {
  ListView,
  moveColumn,
  pinColumn,
  resizeColumn,
  sortBy,
  toggleColumn,
  usualView,
} from '../../../src-renderer/features/runs/list/list-view.ts'
import { useHeldOrder } from '../../../src-renderer/features/runs/list/useHeldOrder.ts'
import { sampleRun } from '../samples.ts'

const field = (name: string) => FIELDS.find((one) => one.name === name)!
const names = (view: ListView): string[] => view.columns.map(({ name, isPinned }) => (isPinned ? `${name}*` : name))
const small = (...columns: string[]): ListView => ({
  ...usualView(),
  columns: columns.map((name) => ({ name, isPinned: name === 'name' })),
})
function scored(id: string, accuracy: number, more: Partial<RunSummary> = {}): RunSummary {
  const split = { loss: 1 - accuracy, accuracy, count: 10 }
  return sampleRun({ id, name: id, metrics: { train: split, validation: split, test: null }, ...more })
}

describe('a view', () => {
  it('has columns that come, go, move and are pinned, with the name first', () => {
    const view = small('name', 'data', 'seed', 'status')
    expect(names(toggleColumn(view, 'data'))).toEqual(['name*', 'seed', 'status'])
    expect(names(toggleColumn(view, 'tag'))).toEqual(['name*', 'data', 'seed', 'status', 'tag'])
    expect(names(toggleColumn(view, 'name'))).toEqual(names(view))
    expect(names(moveColumn(view, 'status', 1))).toEqual(['name*', 'status', 'data', 'seed'])
    expect(names(moveColumn(view, 'data', 0))).toEqual(names(view))
    expect(names(moveColumn(view, 'data', 99))).toEqual(['name*', 'seed', 'status', 'data'])
    expect(names(moveColumn(view, 'name', 2))).toEqual(names(view))
    const pinned = pinColumn(view, 'seed', true)
    expect(names(pinned)).toEqual(['name*', 'seed*', 'data', 'status'])
    expect(names(moveColumn(pinned, 'status', 1))).toEqual(['name*', 'status*', 'seed*', 'data'])
    expect(names(pinColumn(pinned, 'seed', false))).toEqual(['name*', 'seed', 'data', 'status'])
    expect(resizeColumn(view, 'data', 3).columns[1]?.width).toBe(56)
    expect(resizeColumn(view, 'data', 300.4).columns[1]?.width).toBe(300)
  })
  it('is sorted by a field in both directions, then not; by several when asked', () => {
    const keys = (view: ListView): string[] =>
      view.sort.map(({ field: by, isDescending }) => (isDescending ? `-${by}` : by))
    const once = sortBy(usualView(), 'val_accuracy', true, false)
    expect(keys(once)).toEqual(['-val_accuracy'])
    expect(keys(sortBy(once, 'val_accuracy', true, false))).toEqual(['val_accuracy'])
    expect(keys(sortBy(sortBy(once, 'val_accuracy', true, false), 'val_accuracy', true, false))).toEqual([])
    const both = sortBy(once, 'name', false, true)
    expect(keys(both)).toEqual(['-val_accuracy', 'name'])
    expect(keys(sortBy(both, 'val_accuracy', true, true))).toEqual(['val_accuracy', 'name'])
    expect(keys(sortBy(both, 'name', false, false))).toEqual(['-name'])
  })
  it('of another version is the usual one', () => {
    expect(ListView.safeParse(usualView()).success).toBe(true)
    expect(ListView.safeParse({ columns: [] }).success).toBe(false)
  })
})

describe('groups', () => {
  const runs = [
    scored('run00001', 0.8, { groupId: 'group1', startedAt: 2 }),
    scored('run00002', 0.5),
    scored('run00003', 0.9, { groupId: 'group1', startedAt: 1 }),
  ]
  const entries = entriesOf(runs, null)
  const told = (closed: string[] = []): string[] =>
    groupedRows(entries, field('group'), new Set(closed)).map((row) =>
      row.kind === 'group' ? `[${row.label}]` : row.key,
    )
  it('of seeds are called by their first run; what is in none stands last', () => {
    expect(told()).toEqual(['[run00003]', 'run00001', 'run00003', '[without a seed group]', 'run00002'])
    expect(told(['group=group1'])).toEqual(['[run00003]', '[without a seed group]', 'run00002'])
  })
  it('have a mean and a deviation of what is a number', () => {
    const { mean, deviation, count } = spreadOf(field('val_accuracy'), entriesOf([runs[0]!, runs[2]!], null))
    expect([count, mean]).toEqual([2, expect.closeTo(0.85, 12)])
    expect(deviation).toBeCloseTo(Math.SQRT1_2 * 0.1, 12)
    const broken = scored('run00004', NaN)
    expect(
      spreadOf(
        field('val_loss'),
        entriesOf([...runs, broken, sampleRun({ metrics: { train: null, validation: null, test: null } })], null),
      ).count,
    ).toBe(3)
  })
})

it('only what differs: chosen columns that do, and every setting', () => {
  const runs = [sampleRun({ learningRate: 0.1 }), sampleRun({ id: 'run00002', learningRate: 0.2 })]
  const columns: RunColumns = {
    ids: ['run00001', 'run00002', 'run00003'],
    keptBytes: Float64Array.of(1, 1, 1),
    settings: [
      { path: 'network.layers.0.units', values: ['8', '16'], index: Int32Array.of(0, 1, 1) },
      { path: 'training.labelSmoothing', values: ['0', '0.1'], index: Int32Array.of(1, 0, 0) },
      // It differs in a run that is not shown.
      { path: 'training.loss', values: ['"a"', '"b"'], index: Int32Array.of(0, 0, 1) },
    ],
  }
  const all = columnsFrom(fieldsWith(columns))
  const chosen = ['name', 'data', 'curve', 'status'].map((name) => ({ name, isPinned: false }))
  expect(differingColumns(chosen, all, entriesOf(runs, columns)).map(({ name }) => name)).toEqual([
    ...['name', 'curve', 'learning_rate', 'training.labelSmoothing', 'network.layers.0.units'],
  ])
})

it('names what is no number, and shows settings as they were typed', () => {
  expect(cellText('number', NaN)).toBe('not a number')
  expect(cellText('share', null)).toBe('–')
  expect(cellText('share', 0.875)).toBe('87.5 %')
  expect(cellText('number', 0.001)).toBe('0.001')
  expect(cellText('number', 0.0123456)).toBe('0.0123')
  expect(cellText('number', 12_345)).toBe('12\u2009345')
  expect(cellText('tags', ['a', 'b'])).toBe('a, b')
})

it('rows keep their places while they are held; what a person asks for holds at once', async () => {
  const ids = shallowRef(['a', 'b', 'c'])
  const asked = shallowRef('')
  const held = shallowRef(false)
  const order = useHeldOrder(
    () => ids.value,
    () => asked.value,
    () => held.value,
  )
  held.value = true
  ids.value = ['new', 'c', 'a']
  await nextTick()
  expect(order.value).toEqual(['a', 'c', 'new'])
  asked.value = 'by loss'
  await nextTick()
  expect(order.value).toEqual(['new', 'c', 'a'])
  ids.value = ['c', 'new', 'a']
  await nextTick()
  expect(order.value).toEqual(['new', 'c', 'a'])
  held.value = false
  await nextTick()
  expect(order.value).toEqual(['c', 'new', 'a'])
})
