import { flushPromises } from '@vue/test-utils'
import { h } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { builtInTable } from '../../../src-engine/data/tables/built-in.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import type { DatasetItem } from '../../../src-main/contract/types.ts'
import ClassifyView from '../../../src-renderer/features/classify/ClassifyView.vue'
import DataView from '../../../src-renderer/features/data/DataView.vue'
import HomeView from '../../../src-renderer/features/home/HomeView.vue'
import TrainForm from '../../../src-renderer/features/train/TrainForm.vue'
import { useTrainDraft } from '../../../src-renderer/stores/train-draft.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDataset, sampleOutcome, sampleRun } from '../samples.ts'

const xor = sampleDataset({
  ...{ id: 'xor00001', name: 'xor', folder: null, builtIn: 'xor', columns: ['a', 'b'], prepare: null, itemCount: 4 },
  classes: ['0', '1'].map((name) => ({ name, counts: { train: 2, validation: 0, test: 0 } })),
})
const { inputs, labels } = builtInTable('xor')!.table()
const items = Array.from(labels, (classIndex, position): DatasetItem => ({
  ...{
    position,
    classIndex,
    target: null,
    path: `row ${position + 1}`,
    split: 'train',
    width: 2,
    height: 1,
    format: 'row',
    bytes: 8,
  },
  ...{ contentSha256: 'c', tensorSha256: 't' },
}))
const answers = {
  'datasets/list': () => [xor],
  'datasets/rows': () => ({ total: 4, items, values: inputs }),
}

beforeEach(() => {
  localStorage.clear()
  // Only what is in view is drawn, and nothing has a size here.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600)
})
afterEach(() => {
  document.body.innerHTML = ''
  vi.restoreAllMocks()
})

describe('a table in the Data view', () => {
  it('shows every row with its numbers, class and split, and a point for each', async () => {
    const { view } = await mountView(DataView, new FakeApi(answers), '/data/xor00001')
    expect(view.text()).toContain('4 rows in 2 classes, seen by the network as 2 numbers')
    const rows = view.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))
    expect(rows).toEqual([
      ['1', '0', '0', '0', 'train'],
      ['2', '0', '1', '1', 'train'],
      ['3', '1', '0', '1', 'train'],
      ['4', '1', '1', '0', 'train'],
    ])
    // The first class is round, the second square; the second input points upwards.
    expect(
      view.findAll('figure path').map((path) => [path.attributes('stroke-linecap'), path.attributes('d')]),
    ).toEqual([
      ['round', 'M9 91h0M91 9h0'],
      ['square', 'M9 9h0M91 91h0'],
    ])
  })

  it('shows one class alone when it is chosen', async () => {
    const { view } = await mountView(DataView, new FakeApi(answers), '/data/xor00001')
    await view.findAll('button[aria-pressed]')[1]!.trigger('click')
    expect(view.findAll('tbody tr').map((row) => row.get('th').text())).toEqual(['2', '3'])
  })

  it('shows the categories of a file by name or by column, and marks what is missing', async () => {
    const cats = sampleDataset({
      ...{ id: 'cats0001', name: 'cats', builtIn: null, columns: ['age', 'colour=blue', 'colour=red'], prepare: null },
      ...{ itemCount: 3, classes: xor.classes },
    })
    const values = Float32Array.of(1.5, 0, 1, NaN, 1, 0, 2, NaN, NaN)
    const rows = () => ({ total: 3, items: items.slice(0, 3), values })
    const api = new FakeApi({ 'datasets/list': () => [cats], 'datasets/rows': rows })
    const { view } = await mountView(DataView, api, '/data/cats0001')
    const cells = () =>
      view.findAll('tbody tr').map((row) =>
        row
          .findAll('td')
          .map((cell) => cell.text())
          .slice(0, -2),
      )
    expect(cells()).toEqual([
      ['1.5', 'red'],
      ['missing', 'blue'],
      ['2', 'missing'],
    ])
    await view.get('[data-testid=fold-columns]').setValue(false)
    expect(cells()[1]).toEqual(['missing', '1', '0'])
    expect(view.find('figure').exists()).toBe(false)
  })

  it('says what is wrong when the rows cannot be read', async () => {
    const { view } = await mountView(DataView, new FakeApi({ 'datasets/list': () => [xor] }), '/data/xor00001')
    expect(view.get('[role=alert]').text()).toContain('no answer for datasets/rows')
  })
})

it('built-in data are one click away on Home', async () => {
  const api = new FakeApi({ 'datasets/import': () => ({ jobId: 'job00001' }) })
  const { view, router } = await mountView(HomeView, api)
  await view.get('[data-testid=built-in-xor]').trigger('click')
  await flushPromises()
  expect(api.calls.at(-1)).toEqual({ name: 'datasets/import', input: { source: { builtIn: 'xor' } } })
  api.emit('job/finished', sampleOutcome({ datasetId: 'xor00001' }))
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/data/xor00001?fresh=1')
})

it('the form of a new run takes built-in data that are no data set yet', async () => {
  const api = new FakeApi({ ...answers, 'datasets/import': () => ({ jobId: 'job00001' }) })
  const Form = { render: () => h(TrainForm, { dataset: xor, network: null, problem: null }) }
  const { view } = await mountView(Form, api)
  const options = new Map(view.findAll('optgroup option').map((option) => [option.text(), option.attributes('value')]))
  expect([options.get('xor'), options.get('spirals')]).toEqual(['xor00001', 'built-in spirals'])
  await view.get('[data-testid=train-data]').setValue('built-in spirals')
  await flushPromises()
  api.emit('job/finished', sampleOutcome({ datasetId: 'spirals1' }))
  await flushPromises()
  expect(useTrainDraft().draft.datasetId).toBe('spirals1')
})

it('what is chosen while built-in data are being made counts, and nothing starts before', async () => {
  const api = new FakeApi({ ...answers, 'datasets/import': () => ({ jobId: 'job00001' }) })
  const network = presetNetwork('mlp-32', [2], 2)
  const Form = { render: () => h(TrainForm, { dataset: xor, network, problem: null }) }
  const { view } = await mountView(Form, api)
  const start = view.get<HTMLButtonElement>('[data-testid=start-training]')
  const select = view.get<HTMLSelectElement>('[data-testid=train-data]')
  expect(start.element.disabled).toBe(false)
  await select.setValue('built-in spirals')
  await flushPromises()
  expect(start.element.disabled).toBe(true)
  expect(select.element.value).toBe('built-in spirals')
  await select.setValue('xor00001')
  expect(start.element.disabled).toBe(false)
  api.emit('job/finished', sampleOutcome({ datasetId: 'spirals1' }))
  await flushPromises()
  expect(useTrainDraft().draft.datasetId).toBe('xor00001')
})

it('the form does not ask for a batch size where all examples are one batch', async () => {
  const Form = { render: () => h(TrainForm, { dataset: xor, network: null, problem: null }) }
  const { view } = await mountView(Form, new FakeApi(answers))
  expect(view.find('[data-testid=batch-size]').exists()).toBe(true)
  await view.get('[data-testid=preset-xor]').trigger('change')
  expect(view.find('[data-testid=batch-size]').exists()).toBe(false)
})

it('a run on a table is not offered for pictures', async () => {
  const runs = [sampleRun({ id: 'run00002', datasetId: 'xor00001' })]
  const { view } = await mountView(ClassifyView, new FakeApi({ ...answers, 'runs/list': () => runs }))
  expect(view.get('h1').text()).toBe('No network for pictures yet')
})
