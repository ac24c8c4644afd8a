import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { DatasetItem, DoctorReport } from '../../../src-main/contract/types.ts'
import DataView from '../../../src-renderer/features/data/DataView.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDataset, sampleOutcome } from '../samples.ts'

const health = {
  level: 'problem',
  sentence: 'The same picture is in train and test: accuracy will look too good.',
} as const
const found = (position: number, split: 'train' | 'test') => ({
  ...{ position, path: `apple/${position}.png`, className: 'apple', split },
})
const report: DoctorReport = {
  checkedAt: 1_700_000_000_000,
  health,
  findings: [
    {
      kind: 'rotated',
      severity: 'notice',
      title: '1 picture is turned by its EXIF mark.',
      effect: 'None: it is turned upright.',
      advice: 'Nothing to do.',
      count: 1,
      groups: [{ items: [found(3, 'train')], note: null }],
      mends: [],
    },
    {
      kind: 'leak',
      severity: 'problem',
      title: '1 picture is in train and in test.',
      effect: 'It is known by heart, not recognised.',
      advice: 'Keep it on one side only.',
      count: 1,
      groups: [{ items: [found(0, 'train'), found(5, 'test')], note: null }],
      mends: [{ label: 'Leave it out of train', exclude: [0] }],
    },
  ],
}
const item = (position: number): DatasetItem => ({
  ...{ position, path: `apple/${position}.png`, classIndex: 0, target: null, split: 'train' },
  ...{ width: 9, height: 7, format: 'png', bytes: 99, contentSha256: 'c'.repeat(64), tensorSha256: 't'.repeat(64) },
})
const next = sampleDataset({ id: 'data0002', version: 2, parentId: 'data0001', itemCount: 29 })

function setUp() {
  const list = [sampleDataset({ health })]
  const api = new FakeApi({
    'datasets/list': () => [...list],
    'datasets/get': ({ id }) => ({ ...list.find((one) => one.id === id)!, skipped: [] }),
    'datasets/items': ({ offset }) => ({ total: 30, items: [item(offset ?? 0)] }),
    'datasets/doctor': () => report,
    'datasets/check': () => ({ jobId: 'job00001' }),
    'datasets/exclude': () => ({ jobId: 'job00002' }),
    'datasets/edit': ({ id, name }) => ({ ...list.find((one) => one.id === id)!, name }),
    'datasets/delete': ({ id }) => {
      list.splice(
        list.findIndex((one) => one.id === id),
        1,
      )
      return {}
    },
    'datasets/restore': () => ({}),
  })
  const finishExclusion = async (): Promise<void> => {
    list.push(next)
    api.emit('datasets/changed', {})
    api.emit('job/finished', sampleOutcome({ jobId: 'job00002', datasetId: 'data0002' }))
    await flushPromises()
  }
  return { api, list, finishExclusion }
}

async function openFindings(api: FakeApi) {
  const mounted = await mountView(DataView, api, '/data/data0001')
  await mounted.view.get('[data-testid=findings-tab]').trigger('mousedown')
  await flushPromises()
  return mounted
}

describe('the doctor of the Data view', () => {
  it('says how a data set is in one sentence, and warns in the list', async () => {
    const { view } = await mountView(DataView, setUp().api, '/data/data0001')
    expect(view.get('[data-testid=health]').text()).toBe(health.sentence)
    expect(view.get(`[data-testid=dataset-list] [title="${health.sentence}"]`).attributes('aria-label')).toBe('Problem')
  })

  it('lists what was found, the gravest first, with effect, advice and pictures', async () => {
    const { view } = await openFindings(setUp().api)
    expect(view.get('[data-testid=findings-tab]').text()).toBe('Findings 2')
    const cards = view.findAll('[data-testid^=finding-]').filter((one) => one.element.tagName === 'LI')
    expect(cards.map((one) => one.attributes('data-testid'))).toEqual(['finding-leak', 'finding-rotated'])
    expect(cards[0]?.text()).toContain('It is known by heart, not recognised.')
    expect(cards[0]?.text()).toContain('Keep it on one side only.')
    expect(cards[0]?.findAll('img').map((one) => one.attributes('src'))).toEqual([
      '/thumbnails/data0001/0',
      '/thumbnails/data0001/5',
    ])
  })

  it('opens the picture that a finding names, with what was found about it', async () => {
    const { view } = await openFindings(setUp().api)
    await view.get('[data-testid=finding-leak] img').trigger('click')
    await flushPromises()
    const panel = view.get('[data-testid=item-panel]')
    expect(panel.text()).toContain('apple/0.png')
    expect(panel.text()).toContain('1 picture is in train and in test.')
    expect(panel.text()).not.toContain('EXIF')
  })

  it('makes a version without what a mend names, shows it, and undoes it', async () => {
    const { api, finishExclusion } = setUp()
    const { view, router } = await openFindings(api)
    await view.get('[data-testid=mend]').trigger('click')
    expect(api.calls.at(-1)).toEqual({
      name: 'datasets/exclude',
      input: { id: 'data0001', positions: [0], reason: '1 picture is in train and in test.' },
    })
    await finishExclusion()
    expect(router.currentRoute.value.path).toBe('/data/data0002')
    expect(view.get('[data-testid=version-note]').text()).toContain('1 item left out')
    expect(view.get('[data-testid=versions]').text()).toBe('version 1version 2')
    expect(view.findAll('[data-testid=dataset-list] a').map((one) => one.attributes('href'))).toEqual([
      '/data/data0002',
    ])
    await view.get('[data-testid=undo]').trigger('click')
    await flushPromises()
    expect(api.calls.find(({ name }) => name === 'datasets/delete')?.input).toEqual({ id: 'data0002' })
    expect(router.currentRoute.value.path).toBe('/data/data0001')
    expect(view.find('[data-testid=version-note]').exists()).toBe(false)
  })

  it('looks anew when it is asked to, and reads what came of it', async () => {
    const { api } = setUp()
    const { view } = await openFindings(api)
    await view.get('[data-testid=check-again]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'datasets/check', input: { id: 'data0001' } })
    expect(view.find('[data-testid=check-again]').exists()).toBe(false)
    const before = api.names().filter((name) => name === 'datasets/doctor').length
    api.emit('job/finished', sampleOutcome())
    await flushPromises()
    expect(api.names().filter((name) => name === 'datasets/doctor')).toHaveLength(before + 1)
    expect(view.find('[data-testid=check-again]').exists()).toBe(true)
  })

  it('removes a data set from the list and brings it back', async () => {
    const { api } = setUp()
    const { view, router } = await mountView(DataView, api, '/data/data0001')
    await view.get('[data-testid=remove-dataset]').trigger('click')
    await flushPromises()
    expect(api.calls.find(({ name }) => name === 'datasets/delete')?.input).toEqual({ id: 'data0001' })
    expect(router.currentRoute.value.path).toBe('/data')
    api.emit('datasets/changed', {})
    await flushPromises()
    await view.get('[data-testid=undo]').trigger('click')
    await flushPromises()
    expect(api.calls.find(({ name }) => name === 'datasets/restore')?.input).toEqual({ id: 'data0001' })
  })

  it('renames a data set where its name stands', async () => {
    const { api } = setUp()
    const { view } = await mountView(DataView, api, '/data/data0001')
    await view.get('[data-testid=rename]').trigger('click')
    await view.get('[data-testid=name-field]').setValue('apples')
    await view.get('[data-testid=name-field]').trigger('keydown', { key: 'Enter' })
    expect(api.calls.find(({ name }) => name === 'datasets/edit')?.input).toEqual({ id: 'data0001', name: 'apples' })
  })
})
