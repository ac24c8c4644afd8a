import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { h } from 'vue'
import RunTabs from '../../../src-renderer/features/train/RunTabs.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleRun } from '../samples.ts'

beforeEach(() => localStorage.clear())
enableAutoUnmount(afterEach)

const list = [
  sampleRun({ id: 'first', name: 'one', status: 'running', startedAt: 1 }),
  sampleRun({ id: 'later', name: 'two', status: 'queued', startedAt: 2 }),
  sampleRun({ id: 'last', name: 'three', status: 'queued', startedAt: 3 }),
  sampleRun({ id: 'over', name: 'old', status: 'completed', startedAt: 0 }),
]

async function tabs(current: string | null) {
  const api = new FakeApi({ 'runs/list': () => list, 'runs/queue': () => ['later', 'last'] })
  const { view, router } = await mountView({ render: () => h(RunTabs, { current }) }, api)
  await flushPromises()
  return { view, router, api, texts: () => view.findAll('[data-testid=run-tab]').map((tab) => tab.text()) }
}

it('shows what is under way, and whose turn is next', async () => {
  const { view, api, texts } = await tabs(null)
  expect(texts()).toEqual(['runningone', 'queuedtwonext', 'queuedthreeturn 2'])
  const half = { epoch: 2, epochs: 2, step: 1, steps: 4, loss: 1, samplesPerSecond: 1, secondsLeft: null }
  api.emit('run/progress', { runId: 'first', ...half })
  await flushPromises()
  expect(texts()[0]).toBe('runningone62 %')
  expect(view.get('[aria-current=page]').text()).toBe('New run')
  expect(view.findAll('button')).toHaveLength(0)
})
it('of a run under way has no key that closes it, nor leads away from it', async () => {
  const { view, router, texts } = await tabs('first')
  await router.push('/train/first')
  await view.get('[data-testid=run-tab] a').trigger('keydown', { key: 'Delete' })
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/train/first')
  expect(texts()).toHaveLength(3)
})
it('opens a tab for the run that is looked at; closed, it leads on', async () => {
  const { view, router, texts } = await tabs('over')
  expect(texts().at(-1)).toBe('completedold')
  await view.get('button[aria-label="Close the tab of old"]').trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/train/last')
  expect(texts()).toHaveLength(3)
})
