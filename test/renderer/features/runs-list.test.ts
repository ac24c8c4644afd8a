import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import type { RunSummary } from '../../../src-main/contract/types.ts'
import RunsView from '../../../src-renderer/features/runs/RunsView.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleOutcome, sampleRun } from '../samples.ts'

enableAutoUnmount(afterEach)
beforeEach(() => {
  localStorage.clear()
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const four = [4, 3, 2, 1].map((turn) => sampleRun({ id: `run0000${turn}`, name: `fruit ${turn}`, startedAt: turn }))
async function list(runs: readonly RunSummary[], answers: ConstructorParameters<typeof FakeApi>[0] = {}) {
  const api = new FakeApi({ 'runs/list': () => [...runs], ...answers })
  const { view, router } = await mountView(RunsView, api)
  return { api, view, router }
}
async function choose(view: VueWrapper, row: number, shiftKey = false): Promise<void> {
  await view.findAll('[data-testid=choose-run]')[row]!.trigger('click', { shiftKey })
}
const chosen = (view: VueWrapper): boolean[] =>
  view.findAll<HTMLInputElement>('[data-testid=choose-run]').map(({ element }) => element.checked)

it('shows tags, and which runs are learning-rate finders', async () => {
  const { view } = await list([
    sampleRun({ tags: ['keep', 'wide', 'old'] }),
    sampleRun({ id: 'run00002', kind: 'rateFinder' }),
  ])
  const [first, second] = view.findAll('[data-testid=run-row]')
  expect(first!.findAll('.chip').map((chip) => chip.text())).toEqual(['keep', '+2'])
  expect(second!.get('[data-testid=finder]').text()).toBe('rate finder')
  expect(first!.find('[data-testid=finder]').exists()).toBe(false)
})

describe('choosing', () => {
  it('takes everything from the row before with shift, and gives it back', async () => {
    const { view, router } = await list(four)
    await choose(view, 0)
    await choose(view, 2, true)
    expect(chosen(view)).toEqual([true, true, true, false])
    expect(view.get('[data-testid=selection]').text()).toContain('3 runs chosen')
    await choose(view, 1, true)
    expect(chosen(view)).toEqual([true, false, false, false])
    await view.get('[aria-label="Choose all runs"]').setValue(true)
    expect(chosen(view)).toEqual([true, true, true, true])
    expect(router.currentRoute.value.path).toBe('/')
  })
  it('says how many of the chosen the filter hides; a row’s menu leaves those alone', async () => {
    const { api, view } = await list(four, { 'runs/delete': () => ({}) })
    await choose(view, 0)
    await choose(view, 1)
    expect(view.get('[data-testid=selection]').text()).not.toContain('hidden')
    await view.get('[aria-label="Filter runs"]').setValue('"fruit 3"')
    expect(view.get('[data-testid=selection]').text()).toContain('2 runs chosen, 1 of them hidden by the filter')
    await view.get('[data-testid=run-menu-button]').trigger('click')
    await flushPromises()
    const remove = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
      ({ textContent }) => textContent.trim() === 'Delete',
    )
    remove!.click()
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/delete', input: { ids: ['run00003'] } })
  })
  it('offers no deletion of what is under way', async () => {
    const { view } = await list([sampleRun({ status: 'running' })])
    await choose(view, 0)
    expect(view.get('[data-testid=delete]').attributes('disabled')).toBeDefined()
    expect(view.find('[data-testid=export]').exists()).toBe(false)
  })
  it('leads to a file with what is chosen', async () => {
    localStorage.setItem('glassbox.key', 'k')
    const { view } = await list(four)
    await choose(view, 0)
    await choose(view, 3)
    const link = view.get('[data-testid=export]')
    expect(link.attributes('href')).toBe('/bundles?runs=run00004%2Crun00001&key=k')
    expect(link.attributes('download')).toBeDefined()
  })
})

describe('the trash', () => {
  const removed = sampleRun({ id: 'gone0001', name: 'gone', deletedAt: 5 })

  it('takes runs without asking, and gives them back', async () => {
    const { api, view } = await list(four, { 'runs/delete': () => ({}), 'runs/restore': () => ({}) })
    await choose(view, 1)
    await choose(view, 2)
    await view.get('[data-testid=delete]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/delete', input: { ids: ['run00003', 'run00002'] } })
    expect(view.get('[data-testid=deleted]').text()).toContain('2 runs moved to the trash.')
    expect(view.find('[data-testid=selection]').exists()).toBe(false)
    await view.get('[data-testid=undo]').trigger('click')
    await flushPromises()
    expect(api.calls.at(-1)).toEqual({ name: 'runs/restore', input: { ids: ['run00003', 'run00002'] } })
    expect(view.find('[data-testid=deleted]').exists()).toBe(false)
  })
  it('lists what it holds, gives single runs back, and asks before it is emptied', async () => {
    const { api, view } = await list(four, {
      'runs/trash': () => [removed],
      'runs/restore': () => ({}),
      'runs/empty-trash': () => ({ runs: 1, bytes: 2_500_000 }),
    })
    expect(view.get('[data-testid=trash]').text()).toBe('Trash (1)')
    await view.get('[data-testid=trash]').trigger('click')
    expect(view.get('[data-testid=trash-row] th').text()).toBe('gone')
    await view.get('[data-testid=restore]').trigger('click')
    expect(api.calls.at(-1)).toEqual({ name: 'runs/restore', input: { ids: ['gone0001'] } })
    await view.get('[data-testid=empty-trash]').trigger('click')
    expect(api.names()).not.toContain('runs/empty-trash')
    expect(view.text()).toContain('Delete 1 run for good, with all weights?')
    await view.get('[data-testid=empty-trash-really]').trigger('click')
    await flushPromises()
    expect(api.names()).toContain('runs/empty-trash')
    expect(view.text()).toContain('1 run deleted for good, 2.5 MB given back.')
  })
  it('is reached also when every run is in it', async () => {
    const { view } = await list([], { 'runs/trash': () => [removed] })
    expect(view.text()).toContain('Every run is in the trash.')
    expect(view.find('[data-testid=trash]').exists()).toBe(true)
  })
})

describe('Import runs', () => {
  async function give(view: VueWrapper): Promise<void> {
    const input = view.get('[data-testid=import-runs]')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'two.glassbox')] })
    await input.trigger('change')
    await flushPromises()
  }
  it('sends the file, takes it in, and names what is new', async () => {
    const fetch = vi.fn<(address: string, init: RequestInit) => Promise<Response>>(() =>
      Promise.resolve(new Response(null, { status: 204 })),
    )
    vi.stubGlobal('fetch', fetch)
    const { api, view } = await list(four, { 'runs/import': () => ({ jobId: 'job00001' }) })
    await give(view)
    const [address = '', init] = fetch.mock.calls[0] ?? []
    expect([address, init?.method]).toEqual([expect.stringMatching(/^\/bundles\/[a-z0-9]{16}$/), 'PUT'])
    expect(api.calls.at(-1)).toEqual({ name: 'runs/import', input: { uploadId: address.slice('/bundles/'.length) } })
    expect(view.text()).toContain('Importing two.glassbox')
    api.emit('run/changed', sampleRun({ id: 'fresh001', name: 'fresh' }))
    api.emit('job/finished', sampleOutcome({ runIds: ['run00001', 'fresh001'] }))
    await flushPromises()
    const links = view.findAll('[data-testid=imported] a').map((link) => link.text())
    expect(links).toEqual(['fresh'])
  })
  it('says why a file was refused', async () => {
    const error = new GlassboxError('bundle/invalid', 'This is no file of runs.').message
    vi.stubGlobal('fetch', () =>
      Promise.resolve(Response.json({ code: 'bundle/invalid', message: error }, { status: 400 })),
    )
    const { api, view } = await list(four)
    await give(view)
    expect(view.get('[role=alert]').text()).toMatch(/^two\.glassbox:\s+This is no file of runs\./)
    expect(api.names()).not.toContain('runs/import')
  })
})
