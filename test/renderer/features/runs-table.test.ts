import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { RunSummary } from '../../../src-main/contract/types.ts'
import RunsView from '../../../src-renderer/features/runs/RunsView.vue'
import { useRuns } from '../../../src-renderer/stores/runs.ts'
import MarkdownText from '../../../src-renderer/ui/MarkdownText.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail, sampleRun } from '../samples.ts'

enableAutoUnmount(afterEach)
beforeEach(() => {
  localStorage.clear()
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
})
afterEach(() => vi.restoreAllMocks())

const split = (accuracy: number, loss = 1 - accuracy) => ({ loss, accuracy, count: 10 })
function scored(turn: number, accuracy: number, more: Partial<RunSummary> = {}): RunSummary {
  const metrics = { train: split(accuracy), validation: split(accuracy), test: null }
  return sampleRun({ id: `run0000${turn}`, name: `fruit ${turn}`, startedAt: turn, metrics, ...more })
}
const four = [
  scored(1, 0.7, { experiment: 'widths' }),
  scored(2, 0.9, { optimizer: 'sgd' }),
  scored(3, 0.8, { tags: ['paper'], experiment: 'widths' }),
  scored(4, 0.6),
]

async function list(runs: readonly RunSummary[] = four, answers: ConstructorParameters<typeof FakeApi>[0] = {}) {
  const api = new FakeApi({
    'runs/list': () => [...runs],
    'runs/edit': ({ id, ...change }) => ({ ...runs.find((run) => run.id === id)!, ...(change as Partial<RunSummary>) }),
    ...answers,
  })
  const { view, router } = await mountView(RunsView, api)
  return { api, view, router }
}
const shown = (view: VueWrapper): string[] =>
  view.findAll('tbody tr:not([aria-hidden])').map((row) => row.get('th a, th button span').text())
const menuItem = (name: string): HTMLElement => document.querySelector<HTMLElement>(`[data-testid=act-${name}]`)!
const filter = (view: VueWrapper) => view.get<HTMLInputElement>('[aria-label="Filter runs"]')

describe('the filter', () => {
  it('keeps what fits, and while something is wrong what fitted before; a click mends it', async () => {
    const { view } = await list()
    await filter(view).setValue('val_accuracy > 0.65 -optimizer:sgd')
    expect(shown(view)).toEqual(['fruit 3', 'fruit 1'])
    expect(view.text()).toContain('2 of 4 runs')
    await filter(view).setValue('val_acuracy > 0.85 ')
    expect(shown(view)).toEqual(['fruit 3', 'fruit 1'])
    expect(view.get('[data-testid=filter-problem] mark').text()).toBe('val_acuracy')
    expect(view.get('[data-testid=filter-problem]').text()).toContain('There is no field "val_acuracy".')
    expect(filter(view).attributes('aria-invalid')).toBe('true')
    await view.get('[data-testid=instead]').trigger('click')
    expect(filter(view).element.value).toBe('val_accuracy > 0.85 ')
    expect(shown(view)).toEqual(['fruit 2'])
  })
  it('keeps the runs while a name of a field is typed that no run has in it, until it is said to be whole', async () => {
    const { view } = await list()
    const all = ['fruit 4', 'fruit 3', 'fruit 2', 'fruit 1']
    for (const typed of ['opt', 'optimizer', 'optimizer:', 'optimizer:sg']) {
      await filter(view).setValue(typed)
      expect([typed, ...shown(view)]).toEqual([typed, ...all])
    }
    await filter(view).setValue('optimizer:sgd')
    expect(shown(view)).toEqual(['fruit 2'])
    await filter(view).setValue('optimizer:sgd lea')
    expect(shown(view)).toEqual(['fruit 2'])
    // What occurs in a run is a word to look for, and what begins no name cannot become one.
    await filter(view).setValue('pa')
    expect(shown(view)).toEqual(['fruit 3'])
    await filter(view).setValue('optq')
    expect(view.text()).toContain('No run matches “optq”.')
    await filter(view).setValue('opt ')
    expect(view.text()).toContain('No run matches “opt”.')
    await filter(view).setValue('opt')
    expect(shown(view)).toEqual(all)
    await filter(view).trigger('keydown', { key: 'Enter' })
    expect(view.text()).toContain('No run matches “opt”.')
  })
  it('is completed by keyboard: a field, then its values', async () => {
    const { view } = await list()
    const press = (key: string) => filter(view).trigger('keydown', { key })
    filter(view).element.value = 'opt'
    filter(view).element.setSelectionRange(3, 3)
    await filter(view).trigger('input')
    await press('ArrowDown')
    expect(filter(view).attributes('aria-activedescendant')).toBe(view.get('[role=option]').attributes('id'))
    await press('Enter')
    await flushPromises()
    expect(filter(view).element.value).toBe('optimizer:')
    expect(view.findAll('[role=option] code').map((option) => option.text())).toEqual(['adam', 'sgd'])
    await press('ArrowDown')
    await press('ArrowDown')
    await press('Tab')
    await flushPromises()
    expect(filter(view).element.value).toBe('optimizer:sgd ')
    expect(shown(view)).toEqual(['fruit 2'])
  })
})

describe('the order', () => {
  it('is by several columns, told by their numbers; pinned runs stand on top', async () => {
    const { view } = await list([...four, scored(5, 0.6, { isPinned: true })])
    const head = (name: string) => view.get(`[data-testid=head-${name}]`)
    await head('val_accuracy').get('button').trigger('click')
    expect(shown(view)).toEqual(['fruit 5', 'fruit 2', 'fruit 3', 'fruit 1', 'fruit 4'])
    expect(head('val_accuracy').attributes('aria-sort')).toBe('descending')
    await head('optimizer').get('button').trigger('click')
    await head('val_accuracy').get('button').trigger('click', { shiftKey: true })
    expect(shown(view)).toEqual(['fruit 5', 'fruit 3', 'fruit 1', 'fruit 4', 'fruit 2'])
    expect(head('optimizer').text()).toBe('optimizer1')
    expect(head('val_accuracy').text()).toBe('val_accuracy2')
  })
  it('does not change under the pointer when a run that trains gets better', async () => {
    const { api, view } = await list()
    await view.get('[data-testid=head-val_accuracy] button').trigger('click')
    await view.get('[aria-label=Runs][role=region]').trigger('focusin')
    api.emit('run/changed', scored(4, 0.99, { status: 'running' }))
    await flushPromises()
    expect(shown(view)).toEqual(['fruit 2', 'fruit 3', 'fruit 1', 'fruit 4'])
    expect(view.findAll('[data-testid=run-row]')[3]!.text()).toContain('99.0 %')
    await view.get('[aria-label=Runs][role=region]').trigger('focusout')
    expect(shown(view)).toEqual(['fruit 4', 'fruit 2', 'fruit 3', 'fruit 1'])
  })
})

it('columns move and are resized by keyboard, and views come back as they were saved', async () => {
  const { view } = await list()
  const heads = (): string[] => view.findAll('thead th').map((head) => head.attributes('data-testid')!.slice(5))
  const status = () => view.get('[data-testid=head-status] button')
  await status().trigger('keydown', { key: 'ArrowRight', altKey: true })
  expect(heads().slice(0, 3)).toEqual(['name', 'data', 'status'])
  await status().trigger('keydown', { key: 'ArrowRight', altKey: true, shiftKey: true })
  expect(view.findAll('col')[3]!.attributes('style')).toContain('132px')
  await view.get('[data-testid=group-by]').setValue('experiment')
  await filter(view).setValue('fruit')
  await view.get('[data-testid=views]').trigger('click')
  await flushPromises()
  const name = document.querySelector<HTMLInputElement>('[data-testid=view-name]')!
  name.value = 'by experiment'
  name.dispatchEvent(new Event('input'))
  name.form!.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
  expect(view.get('[data-testid=views]').text()).toBe('by experiment')
  await view.get('[data-testid=views]').trigger('click')
  await flushPromises()
  document.querySelector<HTMLElement>('[data-testid=usual-view]')!.click()
  await flushPromises()
  expect([heads()[1], filter(view).element.value]).toEqual(['status', ''])
  await view.get('[data-testid=views]').trigger('click')
  await flushPromises()
  document.querySelector<HTMLElement>('[data-testid=open-view]')!.click()
  await flushPromises()
  expect([heads()[1], filter(view).element.value]).toEqual(['data', 'fruit'])
  expect(shown(view)).toEqual(['widths', 'fruit 3', 'fruit 1', 'without experiment', 'fruit 4', 'fruit 2'])
})

it('groups show mean ± deviation, and close', async () => {
  const { view } = await list()
  await view.get('[data-testid=group-by]').setValue('experiment')
  const [widths] = view.findAll('[data-testid=group-row]')
  expect(widths!.text()).toContain('75.0 ± 7.1 %')
  await widths!.get('button').trigger('click')
  expect(shown(view)).toEqual(['widths', 'without experiment', 'fruit 4', 'fruit 2'])
  await view.get('[data-testid=toggle-groups]').trigger('click')
  expect(shown(view)).toEqual(['widths', 'without experiment'])
})

describe('what can be done with a run', () => {
  async function open(view: VueWrapper, row: number): Promise<void> {
    await view.findAll('[data-testid=run-menu-button]')[row]!.trigger('click')
    await flushPromises()
  }
  it('is renamed, tagged and moved above the list', async () => {
    const { api, view } = await list()
    await open(view, 1)
    menuItem('name').click()
    await flushPromises()
    const field = view.get<HTMLInputElement>('[data-testid=run-editor-field]')
    expect(field.element.value).toBe('fruit 3')
    await field.setValue(' better ')
    await view.get('[data-testid=run-editor] form').trigger('submit')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/edit', input: { id: 'run00003', name: 'better' } })
    expect(view.find('[data-testid=run-editor]').exists()).toBe(false)
    expect(shown(view)).toContain('better')
  })
  it('is about all that are chosen when it is one of them', async () => {
    const { api, view } = await list()
    for (const row of [0, 2]) await view.findAll('[data-testid=choose-run]')[row]!.trigger('click')
    await view.findAll('[data-testid=run-row]')[2]!.trigger('contextmenu', { clientX: 5, clientY: 5 })
    await flushPromises()
    expect(menuItem('name')).toBeNull()
    menuItem('experiment').click()
    await flushPromises()
    await view.get('[data-testid=run-editor-field]').setValue('rates')
    await view.get('[data-testid=run-editor] form').trigger('submit')
    await flushPromises()
    expect(api.calls.slice(-2).map(({ input }) => input)).toEqual([
      { id: 'run00004', experiment: 'rates' },
      { id: 'run00002', experiment: 'rates' },
    ])
    expect(useRuns().list.map(({ experiment }) => experiment)).toEqual(['rates', 'widths', 'rates', 'widths'])
  })
  it('is pinned, trained again, deleted', async () => {
    const answers = { 'runs/get': () => sampleDetail(), 'runs/delete': () => ({}) }
    const { api, view, router } = await list(four, answers)
    await open(view, 3)
    menuItem('pin').click()
    await flushPromises()
    expect(shown(view)[0]).toBe('fruit 1')
    await open(view, 0)
    menuItem('delete').click()
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/delete', input: { ids: ['run00001'] } })
    await open(view, 1)
    menuItem('again').click()
    await flushPromises()
    expect(router.currentRoute.value.path).toBe('/train')
  })
})

it('epochs of a long run are told short, and whole on hover', async () => {
  const { view } = await list([scored(1, 0.5, { epochs: 1_000_000, epochsDone: 999_999, bestEpoch: 1_000 })])
  const epochs = view.get('[data-testid=epochs]')
  expect(epochs.text()).toBe('999k/1M')
  expect(epochs.attributes('title')).toBe('999\u2009999 of 1\u2009000\u2009000 epochs')
})

describe('bad input', () => {
  it('each is shown as what it is', async () => {
    const nothing = { train: null, validation: null, test: null }
    const { view } = await list(
      [
        scored(1, 0.5, { metrics: { ...nothing, validation: split(0.5, NaN) } }),
        scored(2, 0.5, { datasetId: 'gone0001', data: 'fruit' }),
        scored(3, 0.5, {
          metrics: nothing,
          last: null,
          epochsDone: 0,
          bestEpoch: null,
          sparkline: new Float32Array(),
          status: 'stopped',
        }),
        scored(4, 0.5, { preset: 'of-a-later-version', optimizer: 'later' }),
      ],
      { 'datasets/list': () => [] },
    )
    const rows = () => view.findAll('[data-testid=run-row]').map((row) => row.text())
    expect(rows()[2]).toContain('gone')
    expect(rows()[1]).toContain('0/3')
    expect(rows()[0]).toContain('of-a-later-version')
    await view.get('[data-testid=columns]').trigger('click')
    await flushPromises()
    const box = [...document.querySelectorAll('label')].find((label) => label.textContent?.trim() === 'val_loss')!
    box.querySelector('input')!.dispatchEvent(new Event('change'))
    await nextTick()
    expect(rows()[3]).toContain('not a number')
    await view.get('[data-testid=head-val_loss] button').trigger('click')
    expect(shown(view)).toEqual(['fruit 4', 'fruit 2', 'fruit 1', 'fruit 3'])
    await view.get('[data-testid=head-val_loss] button').trigger('click')
    expect(shown(view)).toEqual(['fruit 4', 'fruit 2', 'fruit 1', 'fruit 3'])
  })
})

it('notes are rendered without anything that could be followed, loaded or run', () => {
  const text =
    '**bold** <img src=x onerror=alert(1)> [site](https://example.com) ![cat](http://x/y.png)\n\n|a|\n|:-:|\n|1|'
  const element = mount(MarkdownText, { props: { text } }).element as HTMLElement
  expect(element.querySelector('strong')?.textContent).toBe('bold')
  expect(element.querySelectorAll('img, a, script, [style], [onerror]')).toHaveLength(0)
  expect(element.textContent).toContain('<img src=x onerror=alert(1)> site (https://example.com) cat')
  expect(element.querySelector('td')?.textContent).toBe('1')
})
