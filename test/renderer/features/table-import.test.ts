import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { TableChoice, TablePreview } from '../../../src-main/contract/types.ts'
import TableImportView from '../../../src-renderer/features/data/table-import/TableImportView.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'

const column = (
  name: string,
  change: Partial<TablePreview['columns'][number]> = {},
): TablePreview['columns'][number] => ({
  ...{ name, type: 'number', role: 'input', missing: 0, distinct: 3, examples: ['1'], notes: [] },
  ...change,
})

const sample = (change: Partial<TablePreview> = {}): TablePreview => ({
  ...{ name: 'points.csv', bytes: 1200, task: 'classification', missing: 'fill', looked: 3, isWhole: true, notes: [] },
  dialect: { delimiter: ',', header: true, decimal: '.', encoding: 'utf-8' },
  columns: [column('x', { notes: ['One cell is empty.'] }), column('kind', { type: 'category', role: 'target' })],
  rows: [
    ['1', 'a'],
    ['NA', 'b'],
  ],
  problem: null,
  ...change,
})

async function open(answer: (choice: TableChoice) => TablePreview) {
  const api: FakeApi = new FakeApi({
    'datasets/table-preview': ({ choice = {} }) => answer(choice),
    'datasets/import': () => ({ jobId: 'job1' }),
  })
  const { view, router } = await mountView(TableImportView, api, '/table?file=%2Ftmp%2Fpoints.csv')
  const asked = () => api.calls.filter(({ name }) => name === 'datasets/table-preview').map(({ input }) => input)
  return { api, view, router, asked }
}

test('shows the first rows under their columns, and what is wrong with these', async () => {
  const { view, asked } = await open(() => sample({ notes: ['One row does not have 2 cells; left out.'] }))
  expect(asked()).toEqual([{ source: { file: '/tmp/points.csv' }, choice: {} }])
  expect(view.get('h1').text()).toBe('Import points.csv')
  expect(view.text()).toContain('3 rows, 2 columns')
  expect(view.text()).toContain('One row does not have 2 cells; left out.')
  const [x, kind] = view.findAll('thead th').slice(1)
  expect(x!.text()).toContain('One cell is empty.')
  expect((kind!.get('[aria-label="Role of kind"]').element as HTMLSelectElement).value).toBe('target')
  expect(view.findAll('tbody td').map((cell) => cell.text())).toEqual(['1', 'a', 'NA', 'b'])
})

test('looks again after every choice; another dialect forgets what was said about columns', async () => {
  const { view, asked } = await open(() => sample())
  await view.get('[aria-label="Type of x"]').setValue('category')
  await view.get('[aria-label="Role of x"]').setValue('target')
  await view.get('[data-testid=table-task]').setValue('regression')
  await view.get('[data-testid=table-delimiter]').setValue(';')
  await flushPromises()
  expect(asked().map((input) => (input as { choice: TableChoice }).choice)).toEqual([
    {},
    { columns: [{ name: 'x', type: 'category' }] },
    { columns: [{ name: 'x', type: 'category', role: 'target' }] },
    { columns: [{ name: 'x', type: 'category', role: 'target' }], task: 'regression' },
    { dialect: { delimiter: ';' } },
  ])
})

test('says where it stands why a choice cannot be imported, and offers no import', async () => {
  const problem = {
    code: 'dataset/table-invalid',
    message: 'The target has one value.',
    hint: 'Choose another.',
  } as const
  const { view } = await open(({ columns }) => sample(columns ? { problem } : {}))
  expect(view.get('[data-testid=import-table]').attributes('disabled')).toBeUndefined()
  await view.get('[data-testid=table-target]').setValue('x')
  await flushPromises()
  expect(view.get('[role=alert]').text()).toContain('The target has one value.')
  expect(view.get('[data-testid=import-table]').attributes('disabled')).toBeDefined()
})

test('imports what was seen, and goes to the data set', async () => {
  const { api, view, router } = await open(() => sample())
  await view.get('[data-testid=import-table]').trigger('click')
  await flushPromises()
  expect(api.calls.find(({ name }) => name === 'datasets/import')?.input).toEqual({
    source: {
      file: '/tmp/points.csv',
      table: {
        dialect: { delimiter: ',', header: true, decimal: '.', encoding: 'utf-8' },
        ...{ task: 'classification', missing: 'fill' },
        columns: [
          { name: 'x', type: 'number', role: 'input' },
          { name: 'kind', type: 'category', role: 'target' },
        ],
      },
    },
  })
  api.emit('job/finished', { jobId: 'job1', datasetId: 'data1', error: null } as never)
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/data/data1?fresh=1')
})
