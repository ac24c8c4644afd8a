import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { JobProgress, LayoutReading } from '../../../src-main/contract/types.ts'
import DataView from '../../../src-renderer/features/data/DataView.vue'
import HomeView from '../../../src-renderer/features/home/HomeView.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleOutcome } from '../samples.ts'

const readings: LayoutReading[] = [0, 1].map((depth) => ({
  layout: { depth, splits: false },
  title: depth === 0 ? 'The upper folders are the classes' : 'The lower folders are the classes',
  classCount: depth + 2,
  pictureCount: 12,
  classes: [{ name: `class of depth ${depth}`, count: 6, example: 'a/b/1.png' }],
}))
const ambiguous = sampleOutcome({
  error: { code: 'dataset/ambiguous-layout', message: 'This folder can be read in 2 ways.', details: { readings } },
})
const job: JobProgress = {
  ...{ jobId: 'job00001', kind: 'import', name: 'fruit', done: 10, total: 40, skipped: 0 },
  ...{ perSecond: 5, secondsLeft: 6, isPaused: false },
}

async function importing(answers: ConstructorParameters<typeof FakeApi>[0] = {}) {
  const api = new FakeApi({ 'datasets/import': () => ({ jobId: 'job00001' }), ...answers })
  const mounted = await mountView(HomeView, api)
  await mounted.view.get('[data-testid=folder-path]').setValue('/pictures/fruit')
  await mounted.view.get('form').trigger('submit')
  await flushPromises()
  return { api, ...mounted }
}

describe('adding data', () => {
  it('asks how a folder is meant that can be read in several ways, and reads it so', async () => {
    const { api, view } = await importing()
    api.emit('job/finished', ambiguous)
    await flushPromises()
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(view.get('[data-testid=readings]').text()).toContain('class of depth 1')
    await view.findAll('[data-testid=read-so]')[1]?.trigger('click')
    await flushPromises()
    expect(api.calls.filter(({ name }) => name === 'datasets/import').at(-1)?.input).toEqual({
      source: { folder: '/pictures/fruit', layout: { depth: 1, splits: false } },
    })
  })

  it('shows the classes while their pictures are still read, and can pause', async () => {
    const { api, view } = await importing({
      'jobs/pause': () => ({ paused: true }),
      'jobs/resume': () => ({ paused: false }),
    })
    api.emit('import/scanned', { jobId: 'job00001', classes: [{ name: 'apple', count: 30 }], classCount: 9, total: 40 })
    api.emit('job/progress', job)
    await flushPromises()
    expect(view.get('[aria-label="Classes found"]').text()).toBe('apple30and 8 more')
    await view.get('[data-testid=pause-import]').trigger('click')
    expect(api.calls.at(-1)).toEqual({ name: 'jobs/pause', input: { jobId: 'job00001' } })
    api.emit('job/progress', { ...job, isPaused: true })
    await flushPromises()
    expect(view.text()).toContain('paused')
    expect(view.text()).not.toContain('left')
    await view.get('[data-testid=pause-import]').trigger('click')
    expect(api.calls.at(-1)).toEqual({ name: 'jobs/resume', input: { jobId: 'job00001' } })
  })

  it('goes on with an import that was cut off, on the page that adds data', async () => {
    const unfinished = [
      { key: 'abcd1234', folder: '/pictures/fruit', done: 12_340, total: 100_000, at: 1_700_000_000_000 },
    ]
    const api = new FakeApi({
      'datasets/unfinished': () => [...unfinished],
      'datasets/discard-unfinished': () => {
        unfinished.pop()
        return {}
      },
      'datasets/import': () => ({ jobId: 'job00001' }),
    })
    const { view } = await mountView(DataView, api, '/data/add')
    expect(view.get('[data-testid=unfinished]').text()).toContain('12\u2009340 of 100\u2009000 pictures')
    await view.get('[data-testid=go-on]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'datasets/import', input: { source: { folder: '/pictures/fruit' } } })
    api.emit('job/finished', sampleOutcome({ error: { code: 'cancelled', message: 'Cancelled.' } }))
    await flushPromises()
    await view.findAll('[data-testid=unfinished] button')[1]?.trigger('click')
    await flushPromises()
    expect(api.calls.find(({ name }) => name === 'datasets/discard-unfinished')?.input).toEqual({ key: 'abcd1234' })
    expect(view.find('[data-testid=unfinished]').exists()).toBe(false)
  })
})
