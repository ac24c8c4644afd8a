import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import RunControls from '../../../src-renderer/features/run/RunControls.vue'
import RunQueue from '../../../src-renderer/features/train/RunQueue.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleDetail, sampleRun } from '../samples.ts'

beforeEach(() => localStorage.clear())
enableAutoUnmount(afterEach)

const answers = {
  'runs/pause': () => ({ paused: true }),
  'runs/stop': () => ({ stopped: true }),
  'runs/resume': () => ({ from: { epoch: 2, step: 5 }, notes: ['The engine is another one now.'] }),
}
async function controls(changes: Partial<RunDetail>, api = new FakeApi(answers)) {
  const run = sampleDetail(changes)
  const { view } = await mountView({ render: () => h('div', [h(RunControls, { run }), h('input')]) }, api)
  const buttons = view.findAll('button')
  const words = buttons.map((button) => button.text())
  return { view, api, words, enabled: words.filter((_, i) => buttons[i]!.attributes('disabled') === undefined) }
}
const press = (target: EventTarget, key = ' '): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))

describe('RunControls', () => {
  const ALL = ['Stop', 'One step', 'One epoch', 'Change…']
  it.each([
    ['running', 'Pause', ['Stop', 'Change…']],
    ['queued', 'Pause', ['Stop']],
    ['paused', 'Resume', ALL],
    ['stopped', 'Resume', ['One step', 'One epoch']],
    ['interrupted', 'Resume', ['One step', 'One epoch', 'Change…']],
    ['failed', 'Resume', ['One step', 'One epoch']],
  ] as const)(
    'of a run that is %s has every button in its place: %s and %j can be pressed',
    async (status, first, some) => {
      const { words, enabled } = await controls({ status })
      expect(words).toEqual([first, ...ALL])
      expect(enabled).toEqual([first, ...some])
    },
  )
  it('has nothing for a run that is over, or would come to the same end', async () => {
    expect((await controls({ status: 'completed' })).words).toEqual([])
    const error = { code: 'run/loss-not-finite' as const, message: 'Its loss is not a number.' }
    expect((await controls({ status: 'failed', error })).words).toEqual([])
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
  it('makes one step, and the buttons stay as they are until it rests again', async () => {
    const { view, api } = await controls({ status: 'paused' })
    const words = (): string[] => view.findAll('button').map((button) => button.text())
    const before = words()
    await view.get('[data-testid=one-step]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/resume', input: { id: 'run00001', limit: 'step' } })
    api.emit('run/changed', sampleRun({ status: 'running' }))
    await flushPromises()
    expect(words()).toEqual(before)
    expect(view.findAll('button:not([disabled])')).toEqual([])
    api.emit('run/changed', sampleRun({ status: 'paused' }))
    api.emit('run/finished', { runId: 'run00001', error: null })
    await flushPromises()
    expect(view.findAll('button:not([disabled])')).toHaveLength(5)
  })
  it('trains to the end of the epoch, which can be paused and stopped', async () => {
    const { view, api } = await controls({ status: 'paused' })
    await view.get('[data-testid=one-epoch]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/resume', input: { id: 'run00001', limit: 'epoch' } })
    api.emit('run/changed', sampleRun({ status: 'running' }))
    await flushPromises()
    expect(view.get('[data-testid=pause-training]').attributes('disabled')).toBeUndefined()
    expect(view.get('[data-testid=stop-training]').attributes('disabled')).toBeUndefined()
  })
})

describe('the change of rate or method', () => {
  const change = { ...{ epoch: 2, step: 5, path: 'optimizer.learningRate' as const }, before: 0.001, after: 0.01 }
  async function opened(
    changes: Partial<RunDetail> = {},
    api = new FakeApi({ ...answers, 'runs/change': () => ({ change }) }),
  ) {
    const found = await controls({ status: 'running', ...changes }, api)
    await found.view.get('[data-testid=change-run]').trigger('click')
    const get = (id: string) => found.view.get(`[data-testid=${id}]`)
    const apply = async (): Promise<void> => {
      await get('change-form').trigger('submit')
      await flushPromises()
    }
    const asked = (): unknown[] => api.calls.filter(({ name }) => name === 'runs/change').map(({ input }) => input)
    return { ...found, get, apply, asked }
  }
  it('shows what holds now, changes included', async () => {
    const { view } = await controls({ status: 'paused', changes: [change] })
    expect(view.get('[data-testid=optimizer-now]').text()).toBe('Adam, rate 0.01')
  })
  it('sends another rate, and closes', async () => {
    const { view, get, apply, asked } = await opened()
    expect(get('change-rate').element).toMatchObject({ value: '0.001' })
    await get('change-rate').setValue('0.01')
    await apply()
    expect(asked()).toEqual([{ id: 'run00001', learningRate: 0.01 }])
    expect(view.find('[data-testid=change-form]').exists()).toBe(false)
  })
  it('begins another method at its usual rate, and says what it forgets', async () => {
    const { get, apply, asked } = await opened()
    await get('change-method').setValue('sgd')
    expect(get('change-rate').element).toMatchObject({ value: '0.01' })
    expect(get('change-form').text()).toContain('SGD begins with its usual settings and remembers no earlier gradient.')
    await apply()
    expect(asked()).toEqual([{ id: 'run00001', learningRate: 0.01, optimizer: 'sgd' }])
  })
  it.each(['0', '-1', '', '101'])('takes no rate of "%s"', async (rate) => {
    const { get, apply, asked } = await opened()
    await get('change-rate').setValue(rate)
    expect(get('change-form').text()).toContain('A number above 0, at most 100.')
    expect(get('apply-change').attributes('disabled')).toBeDefined()
    await apply()
    expect(asked()).toEqual([])
  })
  it('asks for nothing when nothing is otherwise', async () => {
    const { view, apply, asked } = await opened()
    await apply()
    expect(asked()).toEqual([])
    expect(view.find('[data-testid=change-form]').exists()).toBe(false)
  })
  it('says why it could not be', async () => {
    const refuse = (): never => {
      throw new GlassboxError('run/wrong-state', 'The run came to its end before it could be changed.')
    }
    const { view, get, apply } = await opened({}, new FakeApi({ ...answers, 'runs/change': refuse }))
    await get('change-rate').setValue('0.5')
    await apply()
    expect(view.get('[role=alert]').text()).toContain('came to its end')
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

describe('the full stop', () => {
  it('makes one step of a run that rests, also from a button; a field keeps it', async () => {
    const { view, api } = await controls({ status: 'paused' })
    expect(press(view.get('input').element, '.')).toBe(true)
    expect(api.names()).not.toContain('runs/resume')
    expect(press(view.get('button').element, '.')).toBe(false)
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/resume', input: { id: 'run00001', limit: 'step' } })
    view.unmount()
    const running = await controls({ status: 'running' })
    press(document.body, '.')
    expect(running.api.names()).not.toContain('runs/resume')
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
  it('leaves out a run whose turn has come: it gets ready, and nothing below it moves when it trains', async () => {
    const { view } = await mountView(RunQueue, new FakeApi({ ...queue, 'runs/queue': () => ['run00003'] }))
    expect(view.findAll('a').map((link) => link.text())).toEqual(['waits 2'])
  })
  it('stands only where something waits', async () => {
    const { view } = await mountView(RunQueue, new FakeApi())
    expect(view.find('section').exists()).toBe(false)
  })
})
