import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import { useApp } from '../../../src-renderer/stores/app.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'
import { sampleSettings } from '../samples.ts'

beforeEach(() => localStorage.clear())

describe('useApp', () => {
  it('puts the theme on the page and remembers it for the next first paint', async () => {
    const api = new FakeApi({ 'settings/set': (part) => sampleSettings(part) })
    piniaOver(api)
    const app = useApp()
    await flushPromises()
    expect(document.documentElement.dataset.theme).toBe(app.theme)
    await app.change({ theme: 'dark' })
    await nextTick()
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(localStorage.getItem('glassbox.theme')).toBe('dark')
    api.emit('settings/changed', sampleSettings({ theme: 'light', threads: 2 }))
    await nextTick()
    expect(document.documentElement.dataset.theme).toBe('light')
    expect(app.settings.threads).toBe(2)
  })

  it('takes a change back when it could not be saved, and says why', async () => {
    const refuse = (): never => {
      throw new GlassboxError('home/read-only', 'The home folder is read-only.')
    }
    piniaOver(new FakeApi({ 'settings/set': refuse }))
    const app = useApp()
    await flushPromises()
    await app.change({ threads: 4 })
    expect(app.settings.threads).toBeNull()
    expect(app.error?.code).toBe('home/read-only')
  })

  it('reads settings and information anew after missed events', async () => {
    const api = new FakeApi()
    piniaOver(api)
    useApp()
    await flushPromises()
    const before = api.calls.length
    api.miss()
    await flushPromises()
    expect(api.names().slice(before)).toEqual(['app/info', 'settings/get'])
  })
})
