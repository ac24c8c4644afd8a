import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import App from '../../../src-renderer/app/App.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleRun } from '../samples.ts'

beforeEach(() => localStorage.clear())
afterEach(() => (document.body.innerHTML = ''))

describe('the frame', () => {
  it('has a rail of the views that exist, and the status bar', async () => {
    const { view } = await mountView(App, new FakeApi())
    const rail = view.get('nav[aria-label=Views]')
    expect(rail.findAll('a').map((link) => link.text())).toEqual([
      'Home',
      'Data',
      'Train',
      'Runs',
      'Classify',
      'Learn',
      'Settings',
    ])
    expect(view.get('[data-testid=status-bar]').text()).toContain('Nothing is running.')
    expect(view.get('[data-testid=request-count]').text()).toBe('0 requests')
  })

  it('shows a running run with its progress, rate and time left, and leads to it', async () => {
    const api = new FakeApi({ 'runs/list': () => [sampleRun({ status: 'running', epochs: 4 })] })
    const { view } = await mountView(App, api)
    api.emit('run/progress', {
      runId: 'run00001',
      epoch: 3,
      epochs: 4,
      step: 0,
      steps: 9,
      loss: 1,
      samplesPerSecond: 3210,
      secondsLeft: 72,
    })
    await flushPromises()
    const item = view.get('[data-testid=status-bar] a')
    expect(item.attributes('href')).toBe('/train/run00001')
    expect(item.text()).toContain('epoch 3/4')
    expect(item.text()).toContain('3\u2009210 img/s')
    expect(item.text()).toContain('1 m 12 s left')
    expect(item.get('[role=progressbar]').attributes('aria-valuenow')).toBe('50')
  })

  it('shows what runs before what waits, and Train leads to it', async () => {
    const runs = [
      sampleRun({ id: 'run00002', status: 'queued', startedAt: 1 }),
      sampleRun({ status: 'running', startedAt: 2 }),
    ]
    const { view } = await mountView(App, new FakeApi({ 'runs/list': () => runs }))
    const items = view.findAll('[data-testid=status-bar] a')
    expect(items.map((item) => item.attributes('href'))).toEqual(['/train/run00001', '/train/run00002'])
    expect(items[1]?.text()).toContain('waiting')
    expect(view.get('nav[aria-label=Views] a[href="/train/run00001"]').text()).toBe('Train')
  })

  it('shows paused runs behind those under way, and what other jobs do', async () => {
    const runs = [
      sampleRun({ id: 'run00002', status: 'paused', epochsDone: 1, epochs: 4, startedAt: 5 }),
      sampleRun({ status: 'running', startedAt: 2 }),
    ]
    const api = new FakeApi({ 'runs/list': () => runs })
    const { view } = await mountView(App, api)
    const items = () => view.findAll('[data-testid=status-bar] a')
    expect(items().map((item) => item.attributes('href'))).toEqual(['/train/run00001', '/train/run00002'])
    expect(items()[1]?.text()).toContain('paused behind epoch 1/4')
    const counts = { done: 2, total: 8, skipped: 0, perSecond: 1, secondsLeft: 6, isPaused: false }
    api.emit('job/progress', { jobId: 'job00001', kind: 'verify', name: 'fruit 1', ...counts })
    await flushPromises()
    expect(items()[0]?.text()).toBe('fruit 1verifying 2 of 86.0 s left')
    expect(items()[0]?.attributes('href')).toBe('/runs')
    expect(items()[2]?.text()).toBe('and 1 more')
  })

  it('says over every view why nothing can be changed', async () => {
    const notice = { code: 'storage/newer', message: 'A later Glassbox wrote these data.' } as const
    const info = { version: '1', home: '/h', cores: 2, defaultThreads: 1, outgoingRequests: 0 }
    const { view } = await mountView(App, new FakeApi({ 'app/info': () => ({ ...info, notice }) }))
    expect(view.get('[data-testid=notice]').text()).toContain(
      'A later Glassbox wrote these data. Update Glassbox to the version that wrote these data.',
    )
    expect((await mountView(App, new FakeApi())).view.find('[data-testid=notice]').exists()).toBe(false)
  })

  it('says when the connection is lost, and stops saying it', async () => {
    const api = new FakeApi()
    const { view } = await mountView(App, api)
    api.state.value = 'lost'
    await flushPromises()
    expect(view.get('[data-testid=status-bar]').text()).toContain('connection lost, trying again')
    api.state.value = 'refused'
    await flushPromises()
    expect(view.get('[data-testid=status-bar]').text()).toContain('started anew: open the address it printed')
    api.state.value = 'open'
    await flushPromises()
    expect(view.get('[data-testid=status-bar]').text()).not.toContain('connection lost')
  })

  it('counts what the process itself reached', async () => {
    const info = { version: '1', home: '/h', cores: 1, defaultThreads: 1, outgoingRequests: 1, notice: null }
    const { view } = await mountView(App, new FakeApi({ 'app/info': () => info }))
    expect(view.get('[data-testid=request-count]').text()).toBe('1 request')
  })
})
