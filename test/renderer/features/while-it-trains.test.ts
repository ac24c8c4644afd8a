import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Settings } from '../../../src-main/contract/types.ts'
import { useEndNotices } from '../../../src-renderer/app/useEndNotices.ts'
import WhileItTrains from '../../../src-renderer/features/run/WhileItTrains.vue'
import { useApp } from '../../../src-renderer/stores/app.ts'
import { useRuns } from '../../../src-renderer/stores/runs.ts'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleRun, sampleSettings } from '../samples.ts'

const info = { version: '1', home: '/h', cores: 4, defaultThreads: 3, outgoingRequests: 0, notice: null }
const shown: { title: string; body: string | undefined; onclick?: () => void }[] = []
class FakeNotification {
  static permission = 'default'
  static readonly requestPermission = vi.fn(() => Promise.resolve(FakeNotification.permission))
  onclick = (): void => undefined
  constructor(title: string, options: { body?: string }) {
    shown.push({ title, body: options.body, onclick: () => this.onclick() })
  }
  close(): void {
    return
  }
}
beforeEach(() => {
  localStorage.clear()
  shown.length = 0
  FakeNotification.permission = 'default'
  vi.stubGlobal('Notification', FakeNotification)
})
afterEach(() => void vi.unstubAllGlobals())
enableAutoUnmount(afterEach)

function apiWith(settings: Partial<Settings> = {}) {
  let stored = sampleSettings(settings)
  return new FakeApi({
    'app/info': () => info,
    'settings/get': () => stored,
    'settings/set': (part) => (stored = { ...stored, ...(part as Partial<Settings>) }),
    'runs/list': () => [sampleRun({ id: 'r', name: 'digits', status: 'running' })],
    'runs/queue': () => [],
  })
}
async function choices(settings: Partial<Settings> = {}) {
  const api = apiWith(settings)
  const { view } = await mountView(WhileItTrains, api)
  await flushPromises()
  const box = (name: string): HTMLInputElement => view.get<HTMLInputElement>(`[data-testid=${name}]`).element
  const press = async (name: string): Promise<void> => {
    await view.get(`[data-testid=${name}]`).setValue(!box(name).checked)
    await flushPromises()
  }
  const set = (): unknown => api.calls.findLast(({ name }) => name === 'settings/set')?.input
  return { view, box, press, set }
}

describe('while it trains', () => {
  it('leaves a core free, or takes all of them', async () => {
    const { box, press, set } = await choices()
    expect(box('keep-usable').checked).toBe(true)
    await press('keep-usable')
    expect(set()).toEqual({ threads: 4 })
    await press('keep-usable')
    expect(set()).toEqual({ threads: null })
  })
  it('of a number of threads that was set it is usable when a core is left', async () => {
    expect((await choices({ threads: 3 })).box('keep-usable').checked).toBe(true)
    expect((await choices({ threads: 4 })).box('keep-usable').checked).toBe(false)
  })
  it('keeps awake when it is asked to', async () => {
    const { box, press, set } = await choices()
    expect(box('keep-awake').checked).toBe(false)
    await press('keep-awake')
    expect(set()).toEqual({ keepAwake: true })
  })
  it('asks the browser before it says that it will tell the end', async () => {
    const { box, press, view } = await choices()
    expect(box('notify-at-end').checked).toBe(false)
    FakeNotification.permission = 'denied'
    await press('notify-at-end')
    expect(FakeNotification.requestPermission).toHaveBeenCalled()
    expect(box('notify-at-end').checked).toBe(false)
    expect(view.text()).toContain('This browser allows no notifications here.')
  })
  it('is on where the browser allows it', async () => {
    FakeNotification.permission = 'granted'
    const { box, press, set } = await choices()
    expect(box('notify-at-end').checked).toBe(true)
    await press('notify-at-end')
    expect(set()).toEqual({ notifyAtEnd: false })
    expect(box('notify-at-end').checked).toBe(false)
  })
})

describe('the end of a run', () => {
  async function page(settings: Partial<Settings> = {}) {
    FakeNotification.permission = 'granted'
    const api = apiWith(settings)
    const { router } = await mountView(
      {
        setup() {
          useApp()
          useRuns()
          useEndNotices()
          return () => null
        },
      },
      api,
    )
    await flushPromises()
    const end = (): void => {
      const metrics = { train: null, validation: { loss: 0.1, accuracy: 0.9, count: 10 }, test: null }
      const run = sampleRun({ id: 'r', name: 'digits', status: 'completed', epochsDone: 3 })
      api.emit('run/changed', { ...run, metrics })
      api.emit('run/finished', { runId: 'r', error: null })
    }
    return { router, end }
  }
  it('is told to whoever looks elsewhere, and a click leads to the run', async () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    const { router, end } = await page()
    end()
    expect(shown).toMatchObject([{ title: 'digits', body: 'Trained 3 epochs, validation accuracy 90.0 %.' }])
    shown[0]?.onclick?.()
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/runs/r')
  })
  it('is not told to whoever looks, nor to whoever does not want it', async () => {
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    ;(await page()).end()
    focus.mockReturnValue(false)
    ;(await page({ notifyAtEnd: false })).end()
    expect(shown).toEqual([])
  })
})
