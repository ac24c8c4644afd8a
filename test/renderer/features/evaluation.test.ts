import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import ConfusionMatrix from '../../../src-renderer/features/run/evaluation/ConfusionMatrix.vue'
import EvaluationSection from '../../../src-renderer/features/run/evaluation/EvaluationSection.vue'
import { classesCsv, confusionCsv } from '../../../src-renderer/features/run/evaluation/evaluation-csv.ts'
import { inkOn } from '../../../src-renderer/canvas/ink.ts'
import { cellColor, mostConfusedFirst, rowShares } from '../../../src-renderer/features/run/evaluation/matrix.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail, sampleEvaluation, sampleItem } from '../samples.ts'

beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

async function section(changes: Partial<RunDetail> = {}, looks = 1) {
  const run = sampleDetail(changes)
  const api = new FakeApi({
    'runs/evaluate': ({ split = 'test' }) => sampleEvaluation({ split }),
    'runs/evaluated-items': () => ({ total: 1, items: [sampleItem()] }),
    'runs/look': () => ({ looks }),
  })
  const { view } = await mountView({ render: () => h(EvaluationSection, { run }) }, api)
  return { view, api }
}
const asked = (api: FakeApi, name: string): unknown[] =>
  api.calls.filter((call) => call.name === name).map(({ input }) => input)
const cells = (view: VueWrapper): string[] => view.findAll('[role=gridcell]').map((cell) => cell.text())

describe('which pictures are wrong', () => {
  it('asks about the validation split, never the test split by itself, and shows accuracy and matrix', async () => {
    const { view, api } = await section()
    expect(asked(api, 'runs/evaluate')).toEqual([
      { id: 'run00001', split: 'validation', checkpoint: 'best', query: { limit: 0 } },
    ])
    expect(view.get('[data-testid=evaluation-accuracy]').text()).toContain('62.5 % right (30.6 % to 86.3 %)')
    expect(cells(view)).toEqual(['2', '1', '', '', '3', '', '2', '', ''])
    expect(view.findAll('[role=gridcell]')[1]!.attributes('aria-label')).toBe(
      'apple, called banana: 1 example, 33.3 % of the class',
    )
    expect(view.findAll('[data-testid=top-confusions] li').map((one) => one.text().replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^=cherry ?for ?apple ?2 ?100\.0 %$/),
      expect.stringMatching(/^apple ?for ?banana ?1 ?33\.3 %$/),
    ])
    expect(asked(api, 'runs/look')).toEqual([])
  })
  it('reads the pictures of a cell by keys, the surest first, and opens one of them', async () => {
    const { view, api } = await section()
    const matrix = view.get('[data-testid=confusion-matrix]')
    await matrix.trigger('keydown', { key: 'ArrowRight' })
    await matrix.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(asked(api, 'runs/evaluated-items').at(-1)).toMatchObject({
      query: { trueClass: 0, predictedClass: 1, sort: 'confidence', offset: 0 },
    })
    expect(view.get('[data-testid=view-cell]').text()).toBe('apple taken for banana')
    await view.get('[data-testid=answers]').trigger('keydown', { key: 'Enter' })
    expect(view.get('[data-testid=answer-detail]').text()).toContain('labelled apple')
    expect(view.get('[data-testid=result-label]').text()).toBe('banana')
    await view.get('[data-testid=answers]').trigger('keydown', { key: 'Escape' })
    expect(view.find('[data-testid=answer-detail]').exists()).toBe(false)
    await view.get('[data-testid=view-mislabelled]').trigger('click')
    await flushPromises()
    expect(asked(api, 'runs/evaluated-items').at(-1)).toMatchObject({ query: { onlyWrong: true, sort: 'loss' } })
  })
  it('orders classes by their mistakes, and sorts the table', async () => {
    const { view } = await section()
    await view.get('[data-testid=confused-first]').setValue(true)
    expect(
      view
        .findAll('[role=rowheader]')
        .map((one) => one.text())
        .slice(0, 3),
    ).toEqual(['apple', '=cherry', 'banana'])
    const names = (): string[] => view.findAll('[data-testid=class-row] [role=rowheader]').map((one) => one.text())
    expect(names()).toEqual(['=cherry', 'apple', 'banana'])
    await view.get('[data-testid=sort-f1]').trigger('click')
    await view.get('[data-testid=sort-f1]').trigger('click')
    expect(names()).toEqual(['banana', 'apple', '=cherry'])
  })
  it('says gently when the test results of many runs were looked at', async () => {
    const { view, api } = await section({}, 2)
    await view.get('[data-testid=evaluation-split]').setValue('test')
    await flushPromises()
    expect(asked(api, 'runs/look')).toEqual([{ id: 'run00001' }])
    expect(view.find('[data-testid=many-looks]').exists()).toBe(false)
    const often = await section({}, 3)
    await often.view.get('[data-testid=evaluation-split]').setValue('test')
    await flushPromises()
    expect(often.view.get('[data-testid=many-looks]').text()).toContain('test result of 3 runs')
  })
  it('asks about many pictures only when told to', async () => {
    const { validation, ...others } = sampleDetail().metrics
    const { view, api } = await section({ metrics: { ...others, validation: { ...validation!, count: 50_000 } } })
    expect(asked(api, 'runs/evaluate')).toEqual([])
    await view.get('[data-testid=evaluate]').trigger('click')
    await flushPromises()
    expect(asked(api, 'runs/evaluate')).toHaveLength(1)
  })
})

it('draws a thousand classes with the cells in sight alone', async () => {
  const many = 1000
  const confusion = Array.from({ length: many }, (_, row) =>
    Array.from({ length: many }, (__, column) => (row === column ? 1 : 0)),
  )
  const classes = confusion.map((_, index) => `class ${index}`)
  const api = new FakeApi()
  const order = classes.map((_, index) => index)
  const props = { confusion, classes, order, show: 'count', theme: 'light', selected: null } as const
  const { view } = await mountView({ render: () => h(ConfusionMatrix, props) }, api)
  expect(view.get('[role=grid]').attributes('aria-rowcount')).toBe('1001')
  expect(view.findAll('[role=gridcell]').length).toBeLessThan(2000)
})

describe('the matrix', () => {
  it('has shares of rows, and colours on which every count can be read', () => {
    expect(
      rowShares([
        [1, 3],
        [0, 0],
      ]).map((row) => [...row]),
    ).toEqual([
      [0.25, 0.75],
      [0, 0],
    ])
    expect(
      mostConfusedFirst([
        [9, 0, 0],
        [0, 1, 2],
        [0, 3, 1],
      ]),
    ).toEqual([1, 2, 0])
    const light = (byte: number): number => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4)
    for (const theme of ['light', 'dark'] as const)
      for (const isRight of [true, false])
        for (let share = 0; share <= 1; share += 0.01) {
          const color = cellColor(share, isRight, theme)
          const [red = 0, green = 0, blue = 0] = color.map(light)
          const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
          const contrast = inkOn(color) === 'black' ? (luminance + 0.05) / 0.05 : 1.05 / (luminance + 0.05)
          expect(contrast).toBeGreaterThan(4.5)
        }
  })
  it('is copied as CSV in which no name is run as a formula', () => {
    const { perClass, ...evaluation } = sampleEvaluation()
    expect(confusionCsv(evaluation)).toBe(
      "true \\ predicted,apple,banana,'=cherry\napple,2,1,0\nbanana,0,3,0\n'=cherry,2,0,0\n",
    )
    expect(classesCsv(perClass).split('\n')[3]).toBe("'=cherry,2,0,,,,0,0,0.5,0,0,0.5")
  })
})
