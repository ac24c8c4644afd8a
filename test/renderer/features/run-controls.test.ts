import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import type { RunSummary } from '../../../src-main/contract/types.ts'
import RunControls from '../../../src-renderer/features/run/RunControls.vue'
import RunQueue from '../../../src-renderer/features/train/RunQueue.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleRun } from '../samples.ts'

beforeEach(() => localStorage.clear())
enableAutoUnmount(afterEach)

const answers = {
  'runs/pause': () => ({ paused: true }),
  'runs/stop': () => ({ stopped: true }),
  'runs/resume': () => ({ from: { epoch: 2, step: 5 }, notes: ['The engine is another one now.'] }),
}
async function controls(changes: Partial<RunSummary>, api = new FakeApi(answers)) {
  const run = sampleRun(changes)
  const { view } = await mountView({ render: () => h('div', [h(RunControls, { run }), h('input')]) }, api)
  return { view, api, words: view.findAll('button').map((button) => button.text()) }
}
const press = (target: EventTarget): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }))

describe('RunControls', () => {
  it.each([
    ['running', ['Pause', 'Stop']],
    ['queued', ['Pause', 'Stop']],
    ['paused', ['Resume', 'Stop']],
    ['stopped', ['Resume']],
    ['interrupted', ['Resume']],
    ['failed', ['Resume']],
    ['completed', []],
  ] as const)('of a run that is %s: %j', async (status, words) => {
    expect((await controls({ status })).words).toEqual(words)
  })
  it('resumes no learning-rate finder, and so pauses none', async () => {
    expect((await controls({ status: 'running', kind: 'rateFinder' })).words).toEqual(['Stop'])
    expect((await controls({ status: 'stopped', kind: 'rateFinder' })).words).toEqual([])
  })
  it('says what a resumed run can promise no more', async () => {
    const { view, api } = await controls({ status: 'interrupted' })
    await view.get('[data-testid=resume-training]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/resume', input: { id: 'run00001' } })
    expect(view.get('[role=status]').text()).toBe('The engine is another one now.')
  })
  it('says why it could not be paused', async () => {
    const refuse = (): never => {
      throw new GlassboxError('run/wrong-state', 'It is over already.')
    }
    const { view } = await controls({ status: 'running' }, new FakeApi({ 'runs/pause': refuse }))
    await view.get('[data-testid=pause-training]').trigger('click')
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('It is over already.')
  })
})

describe('the space bar', () => {
  it('pauses what runs and resumes what is paused', async () => {
    const running = await controls({ status: 'running' })
    expect(press(document.body)).toBe(false)
    await flushPromises()
    expect(running.api.names()).toContain('runs/pause')
    running.view.unmount()
    const paused = await controls({ status: 'paused' })
    press(document.body)
    await flushPromises()
    expect(paused.api.names()).toContain('runs/resume')
  })
  it('is left to what has the focus, and resumes nothing that has ended', async () => {
    const { view, api } = await controls({ status: 'running' })
    expect(press(view.get('input').element)).toBe(true)
    expect(press(view.get('button').element)).toBe(true)
    view.unmount()
    const stopped = await controls({ status: 'stopped' })
    press(document.body)
    expect([...api.names(), ...stopped.api.names()].filter((name) => /pause|resume/.test(name))).toEqual([])
  })
})

describe('RunQueue', () => {
  const waiting = ['run00002', 'run00003'].map((id, turn) =>
    sampleRun({ id, name: `waits ${turn + 1}`, startedAt: turn, status: 'queued' }),
  )
  const queue = {
    ...answers,
    'runs/list': () => waiting,
    'runs/queue': () => ['run00002', 'run00003'],
    'runs/move': () => ['run00003', 'run00002'],
  }
  it('lists what waits, moves it and takes it out', async () => {
    const api = new FakeApi(queue)
    const { view } = await mountView(RunQueue, api)
    const names = (): string[] => view.findAll('a').map((link) => link.text())
    expect(names()).toEqual(['waits 1', 'waits 2'])
    await view.get('[aria-label="Move waits 2 up"]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/move', input: { id: 'run00003', position: 0 } })
    expect(names()).toEqual(['waits 2', 'waits 1'])
    // It cannot go further up: the focus waits at the way down.
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move waits 2 down')
    await view.get('[aria-label="Take waits 1 out of the queue"]').trigger('click')
    expect(api.calls.at(-1)).toEqual({ name: 'runs/stop', input: { id: 'run00002' } })
    api.emit('runs/queue-changed', { ids: ['run00003'] })
    api.emit('run/changed', { ...waiting[0]!, status: 'stopped' })
    await flushPromises()
    expect(names()).toEqual(['waits 2'])
  })
  it('stands only where something waits', async () => {
    const { view } = await mountView(RunQueue, new FakeApi())
    expect(view.find('section').exists()).toBe(false)
  })
})
