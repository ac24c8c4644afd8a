import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import ClassifyView from '../../../src-renderer/features/classify/ClassifyView.vue'
import DataView from '../../../src-renderer/features/data/DataView.vue'
import HomeView from '../../../src-renderer/features/home/HomeView.vue'
import RunsView from '../../../src-renderer/features/runs/RunsView.vue'
import RunView from '../../../src-renderer/features/runs/RunView.vue'
import SettingsView from '../../../src-renderer/features/settings/SettingsView.vue'
import TrainView from '../../../src-renderer/features/train/TrainView.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { runAnswers } from '../run-answers.ts'
import { sampleDataset, sampleDetail, sampleOutcome, sampleRun, sampleSettings } from '../samples.ts'

// There is no canvas here; drawing is tested in a browser.
vi.mock('../../../src-renderer/charts/useLineChart.ts', () => ({ useLineChart: () => ({ valueAt: () => null }) }))

beforeEach(() => {
  localStorage.clear()
  // Nothing is laid out here, and long lists show only what fits.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
})
afterEach(() => {
  vi.restoreAllMocks()
  document.body.innerHTML = ''
})

const never = (): Promise<never> => new Promise(() => {})
const damaged = (): never => {
  throw new GlassboxError('storage/damaged', 'The file is damaged.', { hint: 'Restart Glassbox.' })
}

describe('every list view', () => {
  it.each([
    ['Data', DataView, 'datasets/list', 'No data yet'],
    ['Train', TrainView, 'datasets/list', 'Nothing to train on yet'],
    ['Runs', RunsView, 'runs/list', 'No runs yet'],
    ['Classify', ClassifyView, 'runs/list', 'No network for pictures yet'],
  ] as const)(
    '%s teaches when empty, says that it reads, and shows an error with a way on',
    async (_name, component, command, title) => {
      const empty = await mountView(component, new FakeApi())
      expect(empty.view.get('h1').text()).toBe(title)
      expect(empty.view.find('a').exists()).toBe(true)

      const loading = await mountView(component, new FakeApi({ [command]: never }))
      expect(loading.view.text()).toMatch(/^Reading the .*…$/)

      let broken = true
      const failing = await mountView(component, new FakeApi({ [command]: () => (broken ? damaged() : []) }))
      const alert = failing.view.get('[role=alert]').text()
      expect(alert).toContain('The file is damaged.')
      expect(alert).toContain('Restart Glassbox.')
      expect(alert).toContain('storage/damaged')
      broken = false
      await failing.view.get('button').trigger('click')
      await flushPromises()
      expect(failing.view.get('h1').text()).toBe(title)
    },
  )
})

describe('HomeView', () => {
  it('has the drop zone, the folder picker and a word about runs when there are none', async () => {
    const { view } = await mountView(HomeView, new FakeApi())
    expect(view.get('[data-testid=drop-zone]').text()).toContain('Drop a folder of pictures, one sub-folder per class')
    expect(view.get('[data-testid=folder-input]').attributes('webkitdirectory')).toBeDefined()
    expect(view.text()).toContain('None yet.')
  })

  it('imports a typed path and opens the new data set', async () => {
    const api = new FakeApi({ 'datasets/import': () => ({ jobId: 'job00001' }) })
    const { view, router } = await mountView(HomeView, api)
    await view.get('[data-testid=folder-path]').setValue(' /pictures/fruit ')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'datasets/import', input: { source: { folder: '/pictures/fruit' } } })
    expect(view.text()).toContain('Importing /pictures/fruit')
    api.emit('job/progress', {
      jobId: 'job00001',
      kind: 'import',
      name: 'fruit',
      done: 10,
      total: 40,
      skipped: 2,
      perSecond: 5,
      secondsLeft: 6,
      isPaused: false,
    })
    await flushPromises()
    expect(view.get('[role=progressbar]').attributes('aria-valuenow')).toBe('25')
    expect(view.text()).toContain('10 of 40 files')
    expect(view.text()).toContain('6.0 s left')
    api.emit('job/finished', sampleOutcome({ datasetId: 'data0001' }))
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/data/data0001?fresh=1')
  })

  it('says what to do with a file that is not a folder', async () => {
    const { view } = await mountView(HomeView, new FakeApi())
    const drop = new Event('drop', { bubbles: true, cancelable: true })
    Object.defineProperty(drop, 'dataTransfer', {
      value: { items: [{ webkitGetAsEntry: () => ({ isFile: true, isDirectory: false }) }] },
    })
    view.get('[data-testid=drop-zone]').element.dispatchEvent(drop)
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('open Classify')
  })
})

describe('DataView', () => {
  const answers = {
    'datasets/list': () => [sampleDataset()],
    'datasets/get': () => ({
      ...sampleDataset(),
      skipped: [{ path: 'apple/note.txt', code: 'picture/unsupported' as const, reason: 'Not a picture.' }],
    }),
    'datasets/items': () => ({ total: 0, items: [] }),
  }

  it('shows counts, splits, classes and the way to training', async () => {
    const { view } = await mountView(DataView, new FakeApi(answers), '/data/data0001')
    expect(view.text()).toContain('30 pictures in 2 classes')
    expect(view.text()).toContain('18 train')
    expect(view.text()).toContain('1 skipped')
    expect(view.get('[title="banana: 12 train, 4 validation, 4 test"]').text()).toContain('20')
    expect(view.get('[data-testid=train-on-this]').attributes('href')).toBe('/train?data=data0001')
  })

  it('asks for one class when its bar is pressed, and remembers it', async () => {
    const api = new FakeApi(answers)
    const { view } = await mountView(DataView, api, '/data/data0001')
    await view.get('[title^="banana"]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)?.input).toEqual({ id: 'data0001', classIndex: 1, offset: 0, limit: 200 })
    expect(JSON.parse(localStorage.getItem('glassbox.dataset.class') ?? '')).toEqual({ data0001: 1 })
  })

  it('lists skipped files with their reasons', async () => {
    const { view } = await mountView(DataView, new FakeApi(answers), '/data/data0001')
    await view.findAll('[role=tab]')[2]?.trigger('mousedown')
    await flushPromises()
    expect(view.text()).toContain('apple/note.txt')
    expect(view.text()).toContain('Not a picture.')
  })

  it('says so when the data set of an address is gone', async () => {
    const { view } = await mountView(DataView, new FakeApi(answers), '/data/gone0001')
    expect(view.get('[role=alert]').text()).toContain('dataset/not-found')
  })
})

describe('RunsView', () => {
  it('filters by typing, and "/" leads to the filter', async () => {
    const other = sampleRun({ id: 'run00002', name: 'signs', data: 'signs' })
    const { view } = await mountView(RunsView, new FakeApi({ 'runs/list': () => [sampleRun(), other] }))
    expect(view.findAll('[data-testid=run-row]')).toHaveLength(2)
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))
    const input = view.get('input')
    await input.setValue('signs')
    expect(view.findAll('[data-testid=run-row]')).toHaveLength(1)
    await input.setValue('nothing like it')
    expect(view.text()).toContain('No run matches')
  })
})

describe('RunView', () => {
  it('shows figures, record and configuration of a run', async () => {
    const { view } = await mountView(RunView, new FakeApi(runAnswers), '/runs/run00001')
    expect(view.get('[data-testid=accuracy-test]').text()).toBe('75.0 %')
    expect(view.text()).toContain('a'.repeat(64))
    expect(view.get('pre').text()).toContain('"seed": 7')
  })

  it('says why a run failed and what to do', async () => {
    const error = { code: 'run/loss-not-finite', message: 'The loss became NaN at epoch 2, step 7.' } as const
    const detail = sampleDetail({ status: 'failed', error, checkpoints: [] })
    const { view } = await mountView(
      RunView,
      new FakeApi({ ...runAnswers, 'runs/get': () => detail }),
      '/runs/run00001',
    )
    const alert = view.get('[role=alert]').text()
    expect(alert).toContain('The loss became NaN at epoch 2, step 7.')
    expect(alert).toContain('Lower the learning rate')
  })
})

describe('ClassifyView', () => {
  it('shows classes with per cents, the tensor’s hash, and failures at their picture', async () => {
    const good = {
      file: '0.png',
      tensorSha256: 'e'.repeat(64),
      top: [
        { label: 'apple', probability: 0.9 },
        { label: 'banana', probability: 0.1 },
      ],
      pixels: new Uint8Array(12),
      shape: [2, 2, 3] as [number, number, number],
      thumbnail: new Uint8Array(4),
    }
    const bad = { file: '1.png', error: { code: 'picture/damaged' as const, message: 'The file ends too early.' } }
    let answer: unknown[] = [good]
    const api = new FakeApi({ ...runAnswers, 'classify/pictures': () => answer as never })
    const { view } = await mountView(ClassifyView, api, '/classify/run00001')
    const input = view.get('[data-testid=classify-input]')
    const give = async (...names: string[]): Promise<void> => {
      Object.defineProperty(input.element, 'files', {
        value: names.map((name) => new File(['x'], name)),
        configurable: true,
      })
      await input.trigger('change')
      await flushPromises()
    }
    await give('0.png')
    expect(view.get('[data-testid=result-label]').text()).toBe('apple')
    expect(view.get('[data-testid=result-probability]').text()).toBe('90.0 %')
    expect(view.text()).toContain('e'.repeat(64))
    answer = [bad]
    await give('1.png')
    expect(view.get('[data-testid=result-error]').text()).toBe('The file ends too early.')
  })
})

describe('SettingsView', () => {
  it('offers automatic and every count up to the cores, and saves the choice', async () => {
    const api = new FakeApi({ 'settings/set': (part) => sampleSettings(part) })
    const { view } = await mountView(SettingsView, api)
    const select = view.get('[data-testid=threads]')
    expect(select.findAll('option').map((option) => option.text())).toEqual([
      'Automatic (3 threads)',
      '1',
      '2',
      '3',
      '4',
    ])
    await select.setValue('2')
    expect(api.calls.at(-1)).toEqual({ name: 'settings/set', input: { threads: 2 } })
    expect(view.text()).toContain('/home/me/glassbox')
    expect(view.text()).toContain('1.2.3')
  })
})
