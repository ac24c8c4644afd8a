import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { eachSeries } from '../../../../src-main/contract/curve-history.ts'
import { GlassboxError } from '../../../../src-main/contract/errors.ts'
import type {
  LayerWeights,
  PairedAnswers,
  RunDifferences,
  RunHistory,
  RunsComparison,
  RunSummary,
} from '../../../../src-main/contract/types.ts'
import ComparisonPane from '../../../../src-renderer/features/runs/compare/ComparisonPane.vue'
import { FakeApi } from '../../fake-api.ts'
import { mountView } from '../../mount-view.ts'
import { sampleDetail, sampleRun } from '../../samples.ts'

vi.mock('../../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => {} }))
enableAutoUnmount(afterEach)
beforeEach(() => localStorage.clear())
afterEach(() => vi.restoreAllMocks())

const measured = (accuracy: number): RunSummary['metrics'] => ({
  train: { loss: 1, accuracy, count: 300 },
  validation: { loss: 1 - accuracy, accuracy, count: 100 },
  test: null,
})
const last = { loss: 1, accuracy: 0.5, val_loss: 0.6, val_accuracy: 0.4, mae: null, val_mae: null }
const five = [0.98, 0.97, 0.99, 0.7, 0.98].map((accuracy, at) =>
  sampleRun({ id: `run0000${at}`, name: `moons ${at}`, seed: at, startedAt: at, metrics: measured(accuracy), last }),
)
const differing: RunDifferences = [
  { path: 'training.seed', values: ['0', '1', '2', '3', '4'] },
  { path: 'training.regularization.l2', values: ['0', '0', '0', '0.03', '0'] },
]
const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 })
const answers: PairedAnswers = {
  ...{ datasetId: 'data0001', split: 'validation', classes: ['blue', 'orange'], total: 100 },
  ...{ bothRight: 69, onlyA: 29, onlyB: 1, bothWrong: 1 },
  ...{ a: estimate(0.98), b: estimate(0.7), difference: estimate(-0.28), p: 1e-7 },
  verdict: 'A is better by 28.0 points ± 9.0 on the same 100 validation examples, McNemar p < 0.001.',
  confusion: {
    a: [
      [50, 0],
      [2, 48],
    ],
    b: [
      [20, 30],
      [0, 50],
    ],
  },
  differing: 30,
  items: [
    {
      ...{ position: 7, file: 'row 7', label: 'blue', right: 'a' },
      ...{ a: [{ label: 'blue', probability: 0.9 }], b: [{ label: 'orange', probability: 0.6 }] },
    },
  ],
}
const curves = (of: (series: keyof RunHistory) => readonly number[]) => ({
  ...{ count: 3, ...eachSeries((series) => Float64Array.from(of(series))) },
})

type Answers = ConstructorParameters<typeof FakeApi>[0]
async function open(tab: string, changes: Answers = {}, runs: readonly RunSummary[] = five) {
  localStorage.setItem('glassbox.compare.tab', tab)
  const api = new FakeApi({
    'runs/list': () => [...runs],
    'runs/differences': () => differing,
    'runs/compare-answers': () => answers,
    'runs/curves': ({ from = 0 }) =>
      curves((series) =>
        (series === 'epoch' ? [1, 2, 3] : series === 'seconds' ? [1, 1, 1] : [0.9, 0.5, 0.4]).slice(from),
      ),
    ...changes,
  })
  const Host = defineComponent(() => () => h(ComparisonPane, { ids: runs.map(({ id }) => id) }))
  const { view } = await mountView(Host, api)
  await flushPromises()
  return { api, view }
}
const texts = (view: VueWrapper, selector: string): string[] => view.findAll(selector).map((one) => one.text())

describe('the differences', () => {
  it('name the setting that one of five runs has otherwise, and what came of it', async () => {
    const { view } = await open('differences')
    expect(view.get('[data-testid=sentence]').text()).toBe('5 runs that differ in regularization.l2 and seed.')
    const [first] = view.findAll('[data-testid="differs-training.regularization.l2"]')
    expect(first!.text()).toContain('4 runs')
    expect(texts(view, '[data-testid="differs-training.regularization.l2"] td')).toEqual([
      ...['0', '4 runs', '98.0 % ± 0.8 %'],
      ...['0.03', 'moons 3', '70.0 %'],
    ])
    expect(texts(view, '[data-testid=what-differs] tbody tr').at(-1)).toMatch(/each run its own$/)
  })
  it('ask the two that are furthest apart about the same examples', async () => {
    const { api, view } = await open('differences')
    expect(api.calls.find(({ name }) => name === 'runs/compare-answers')?.input).toMatchObject({
      a: { runId: 'run00000', checkpoint: 'best' },
      b: { runId: 'run00003', checkpoint: 'best' },
    })
    expect(view.get('[data-testid=pair-verdict]').text()).toBe(answers.verdict)
    await view.get('[data-testid=run-b] select').setValue('run00002')
    await flushPromises()
    expect(api.calls.findLast(({ name }) => name === 'runs/compare-answers')?.input).toMatchObject({
      b: { runId: 'run00002' },
    })
  })
  it('remember that test results were looked at, where there are no others', async () => {
    const { view } = await open('differences', {
      'runs/compare-answers': () => ({ ...answers, split: 'test' }),
      'runs/look': ({ id }) => ({ looks: id === 'run00000' ? 3 : 4 }),
    })
    expect(view.get('[data-testid=many-looks]').text()).toContain('test result of 4 runs')
  })
  it('have the best run first, its interval, and where the last epoch stood', async () => {
    const { view } = await open('differences')
    const rows = view.findAll('[data-testid=outcome]')
    expect(rows.map((row) => row.get('a').text())).toEqual(['moons 2', 'moons 0', 'moons 4', 'moons 1', 'moons 3'])
    expect(rows[0]!.text()).toContain('interval 94.6 % to 99.8 %')
    expect(rows[0]!.text()).toContain('40.0 % · 3')
  })
  it('judge two groups of seeds by a permutation test', async () => {
    const groups = five.slice(0, 4).map((run, at) => ({ ...run, groupId: at < 2 ? 'group001' : 'group002' }))
    const comparison: RunsComparison = {
      ...{ a: { runs: groups.slice(0, 2) }, b: { runs: groups.slice(2) }, differences: [], metrics: [] },
      verdict: 'B is better: more than chance.',
    }
    const { api, view } = await open('differences', { 'runs/compare': () => comparison }, groups)
    expect(api.calls.find(({ name }) => name === 'runs/compare')?.input).toEqual({
      ...{ a: ['run00000', 'run00001'], b: ['run00002', 'run00003'] },
    })
    expect(view.get('[data-testid=verdict]').text()).toBe('B is better: more than chance.')
  })
  it('say why a regression cannot be asked, and what failed', async () => {
    const regression = { ...five[1]!, name: 'prices', task: 'regression' as const }
    const { view } = await open('differences', {}, [five[0]!, regression])
    expect(view.text()).toContain('“prices” predicts numbers')
    const failing = await open('differences', {
      'runs/compare-answers': () => {
        throw new GlassboxError('not-found', 'The pictures are gone.')
      },
    })
    expect(failing.view.get('[role=alert]').text()).toContain('The pictures are gone.')
  })
  it('are not read of one run alone', async () => {
    const { api, view } = await open('differences', {}, five.slice(0, 1))
    expect(view.text()).toContain('Choose at least two trainings')
    expect(api.names()).not.toContain('runs/differences')
  })
})

describe('the curves', () => {
  it('do not wait for the differences: runs have their names until these are there', async () => {
    const { promise, resolve } = Promise.withResolvers<RunDifferences>()
    const { view } = await open('curves', { 'runs/differences': () => promise })
    expect(view.get('[data-testid=compare-curves]').attributes('data-read')).toBe('true')
    expect(texts(view, '[data-testid=line-name]')[3]).toBe('moons 3')
    resolve(differing)
    await flushPromises()
    expect(texts(view, '[data-testid=line-name]')[3]).toBe('l2 0.03 · seed 3')
  })
  it('have a line for each run, named by what differs, with its values at the cursor', async () => {
    const { view } = await open('curves')
    expect(texts(view, '[data-testid=line-name]')).toEqual([
      ...['l2 0 · seed 0', 'l2 0 · seed 1', 'l2 0 · seed 2', 'l2 0.03 · seed 3', 'l2 0 · seed 4'],
    ])
    expect(view.get('[data-testid=run-legend] li').text()).toContain('0.400 · 40.0 %')
    await view.get('[data-testid=compare-val_loss] [role=slider]').trigger('keydown', { key: 'Home' })
    expect(view.get('[data-testid=run-legend] li').text()).toContain('0.900 · 90.0 %')
    await vi.waitFor(() => {
      const cells = texts(view, '[data-testid=compare-val_accuracy] thead th')
      expect(cells).toEqual(['epoch', 'l2 0 · seed 0', ...cells.slice(2)])
      expect(cells).toHaveLength(6)
    })
  })
  it('leave out what is hidden, and show all again', async () => {
    const { view } = await open('curves')
    await view.get('[aria-label="Validation loss as a table"]').trigger('click')
    await view.get('[aria-label="Hide l2 0.03 · seed 3"]').trigger('click')
    expect(view.findAll('[data-testid=compare-val_loss] thead th')).toHaveLength(5)
    expect(view.text()).toContain('4 of 5 shown')
    await view.get('[data-testid=show-all]').trigger('click')
    expect(view.findAll('[data-testid=compare-val_loss] thead th')).toHaveLength(6)
  })
  it('stand over time or examples too, and tell which run has no number', async () => {
    const { view } = await open('curves', {
      'runs/curves': ({ id }) =>
        curves((series) =>
          series === 'epoch' ? [1, 2, 3] : id === 'run00003' && series === 'val_loss' ? [0.9, NaN, NaN] : [2, 3, 4],
        ),
    })
    expect(view.get('[data-testid=curve-notes]').text()).toContain('“moons 3” has no number from epoch 2 on.')
    await view.get('[aria-label="Validation loss as a table"]').trigger('click')
    const firstX = (): string => view.get('[data-testid=compare-val_loss] tbody th').text()
    await view.get('[data-testid=curve-x]').setValue('samples')
    await flushPromises()
    expect(firstX()).toBe('300')
    await view.get('[data-testid=curve-x]').setValue('time')
    await flushPromises()
    expect(firstX()).toBe('2')
  })
})

describe('the confusion', () => {
  it('stands side by side with its difference, and the examples that only one gets right', async () => {
    const { view } = await open('confusion')
    const cellsOf = (side: string): string[] => texts(view, `[data-side=${side}] [role=gridcell]`)
    expect(cellsOf('a')).toEqual(['50', '', '2', '48'])
    expect(cellsOf('b')).toEqual(['20', '30', '', '50'])
    expect(cellsOf('difference')).toEqual(['−30', '+30', '−2', '+2'])
    expect(view.get('[data-side=difference] [role=gridcell]').attributes('aria-label')).toBe(
      'blue, called so: 30 examples fewer',
    )
    const tile = view.get('[data-testid=differing]').text()
    expect(tile).toContain('blue, right')
    expect(tile).toContain('orange, wrong')
  })
  it('shows test results on purpose only, and remembers that they were looked at', async () => {
    const tested = five.map((run) => ({ ...run, metrics: { ...run.metrics, test: run.metrics.validation } }))
    const { api, view } = await open(
      'confusion',
      {
        'runs/compare-answers': ({ split = 'test' }) => ({ ...answers, split }),
        'runs/look': ({ id }) => ({ looks: id === 'run00000' ? 3 : 4 }),
      },
      tested,
    )
    expect(view.get<HTMLSelectElement>('[data-testid=compare-split]').element.value).toBe('validation')
    expect(api.names()).not.toContain('runs/look')
    await view.get('[data-testid=compare-split]').setValue('test')
    await flushPromises()
    const looked = api.calls.filter(({ name }) => name === 'runs/look').map(({ input }) => input)
    expect(looked).toEqual([{ id: 'run00000' }, { id: 'run00003' }])
    expect(view.get('[data-testid=many-looks]').text()).toContain('test result of 4 runs')
  })
})

describe('the weights', () => {
  const weights = (...values: number[]): LayerWeights => ({
    ...{ epoch: 2, layer: 0 },
    tensors: [
      {
        ...{ name: 'kernel', role: 'kernel', shape: [1, 1, 2, 2], block: 1 },
        ...{ values: Float32Array.from(values), least: 0, most: 2 },
      },
    ],
  })
  it('of two runs have a difference with its norm, and filters in pairs', async () => {
    const { view } = await open('weights', {
      'runs/get': ({ id }) => sampleDetail({ ...five.find((run) => run.id === id)! }),
      'runs/weights': ({ id }) => (id === 'run00000' ? weights(1, 0, 0, 1) : weights(0, 4, 4, 0)),
    })
    expect(view.get('[data-testid=weights-a]').text()).toContain('norm 1.41')
    // (−1, 4, 4, −1)
    expect(view.get('[data-testid=weights-difference]').text()).toContain('norm 5.83')
    expect(view.get('[data-testid=matched-filters]').text()).toContain('0 of 2 in the same place')
    expect(texts(view, '[data-testid=matched-filters] li')[0]).toContain('1 ~ 2')
  })
  it('of other shapes have none, which is said', async () => {
    const other = sampleDetail()
    const { view } = await open('weights', {
      'runs/get': ({ id }) => {
        const { config } = other
        const [first, ...rest] = config.network.layers
        const wider = { ...first!, filters: 5 } as typeof first & object
        const network = id === 'run00000' ? config.network : { ...config.network, layers: [wider, ...rest] }
        return { ...other, id, config: { ...config, network } }
      },
    })
    expect(view.get('[data-testid=weights-problem]').text()).toContain('3×3×3×5 and 5 in B (conv2d)')
  })
})

describe('the parameters', () => {
  it('are ranked by a named correlation, and brushed with the keyboard', async () => {
    const { view } = await open('parameters')
    expect(texts(view, '[data-testid=correlations] thead th')).toEqual(['setting', 'Spearman’s ρ', 'n'])
    const row = texts(view, '[data-testid=correlations] tbody tr')[0]
    expect(row).toMatch(/^regularization\.l2\s*−0\.73\s*5$/)
    await view.get('[aria-label="regularization.l2: lower end of what is chosen"]').trigger('keydown', { key: 'End' })
    expect(view.findAll('path[data-chosen=true]')).toHaveLength(1)
    expect(view.get('[data-testid=brushed]').text()).toBe('1 of 5 runs: moons 3')
  })
})

it('the tree leads to the runs, and says how each came from its parent', async () => {
  const parent = { runId: 'run00000', step: 0 }
  const { view } = await open('tree', {}, [
    five[0]!,
    { ...five[1]!, parent: { ...parent, epoch: 12 } },
    { ...five[2]!, parent: { ...parent, epoch: 0 } },
  ])
  const rows = view.findAll('[data-testid=run-tree] li')
  expect(rows.map((row) => row.get('a').attributes('href'))).toEqual([
    ...['/runs/run00000', '/runs/run00001', '/runs/run00002'],
  ])
  expect(rows[1]!.text()).toContain('from epoch 12')
  expect(rows[2]!.text()).toContain('rewind: same first weights')
})

describe('the pane', () => {
  it('saves the report where the browser saves files', async () => {
    const { api, view } = await open('tree', { 'runs/report': () => ({ text: '<!doctype html>' }) })
    const blobs: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${blobs.push(blob as Blob)}`)
    const names: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    await view.get('[data-testid=report-html]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/report', input: { ids: five.map(({ id }) => id), format: 'html' } })
    expect([names, await blobs[0]!.text()]).toEqual([['comparison-report.html'], '<!doctype html>'])
  })
  it('says why a report cannot be written', async () => {
    const { view } = await open('tree')
    await view.get('[data-testid=report-csv]').trigger('click')
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('no answer for runs/report')
  })
  it('is as high as it was made with the keys, also later', async () => {
    const { view } = await open('tree')
    const divider = view.get('[data-testid=pane-divider]')
    expect(divider.attributes('aria-valuenow')).toBe('60')
    await divider.trigger('keydown', { key: 'ArrowUp' })
    expect(divider.attributes('aria-valuenow')).toBe('64')
    await divider.trigger('keydown', { key: 'End' })
    await divider.trigger('keydown', { key: 'ArrowDown' })
    expect([divider.attributes('aria-valuenow'), localStorage.getItem('glassbox.compare.share')]).toEqual([
      '25',
      '0.25',
    ])
  })
})
