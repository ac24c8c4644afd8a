import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageInfo } from '../../../src-main/contract/types.ts'
import SettingsView from '../../../src-renderer/features/settings/SettingsView.vue'
import { FakeApi } from '../fake-api.ts'
import { mountView } from '../mount-view.ts'
import { sampleOutcome, sampleSettings } from '../samples.ts'

enableAutoUnmount(afterEach)
beforeEach(() => localStorage.clear())

const info: StorageInfo = {
  database: 12_000_000,
  free: 2_000_000,
  parts: [
    { name: 'metrics', bytes: 1_000_000 },
    { name: 'weights', bytes: 4_000_000 },
  ],
  trash: { runs: 2 },
  backups: [{ file: 'glassbox-1.sqlite', bytes: 9_000_000, createdAt: 1_700_000_000_000 }],
}
const counts = { done: 1, total: 4, skipped: 0, perSecond: 1, secondsLeft: null, isPaused: false }

async function settings(answers: ConstructorParameters<typeof FakeApi>[0] = {}) {
  const api = new FakeApi({
    'storage/info': () => info,
    'settings/set': (part) => sampleSettings(part),
    ...answers,
  })
  return { api, view: (await mountView(SettingsView, api)).view }
}

describe('Storage', () => {
  it('shows what takes how much, the largest first', async () => {
    const { view } = await settings()
    expect(view.findAll('[data-testid=storage-part]').map((row) => row.text())).toEqual([
      'weights4.0 MB',
      'metrics1.0 MB',
    ])
    expect(view.get('[data-testid=storage]').text()).toContain('has 12 MB, 2.0 MB of it free. In the trash: 2 runs.')
    expect(view.get('[data-testid=backups]').text()).toContain('glassbox-1.sqlite9.0 MB')
  })
  it('compacts with progress, and looks anew', async () => {
    const { api, view } = await settings({ 'storage/compact': () => ({ jobId: 'job00001' }) })
    await view.get('[data-testid=compact]').trigger('click')
    await flushPromises()
    api.emit('job/progress', { jobId: 'job00001', kind: 'compact', name: 'database', ...counts })
    await flushPromises()
    expect(view.get('[role=progressbar]').attributes('aria-valuenow')).toBe('25')
    const before = api.names().filter((name) => name === 'storage/info').length
    api.emit('job/finished', sampleOutcome())
    await flushPromises()
    expect(view.text()).toContain('Compacted')
    expect(api.names().filter((name) => name === 'storage/info')).toHaveLength(before + 1)
  })
  it.each([
    [[], 'Everything is as it was written.'],
    [['row 3 is missing', 'blob a is damaged'], '2 problems found'],
  ])('an integrity check that finds %j says %s', async (problems, words) => {
    const { api, view } = await settings({ 'storage/check': () => ({ jobId: 'job00001' }) })
    await view.get('[data-testid=check-integrity]').trigger('click')
    await flushPromises()
    api.emit('job/finished', sampleOutcome({ problems }))
    await flushPromises()
    expect(view.get('[data-testid=integrity]').text()).toContain(words)
    for (const problem of problems) expect(view.get('[data-testid=integrity]').text()).toContain(problem)
  })
  it('clears caches and writes a copy, and says what came of it', async () => {
    const { view } = await settings({
      'storage/clear-caches': () => ({ bytes: 7_300_000 }),
      'storage/backup': () => ({ file: '/home/me/glassbox/backups/today.sqlite' }),
    })
    await view.get('[data-testid=clear-caches]').trigger('click')
    await flushPromises()
    expect(view.text()).toContain('7.3 MB of caches deleted')
    await view.get('[data-testid=back-up]').trigger('click')
    await flushPromises()
    expect(view.text()).toContain('Written: /home/me/glassbox/backups/today.sqlite')
  })
  it('says why it cannot', async () => {
    const { view } = await settings()
    await view.get('[data-testid=back-up]').trigger('click')
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('no answer for storage/backup')
  })
})

describe('Training', () => {
  it('sets how many runs train at once, and how much their checkpoints may take', async () => {
    const { api, view } = await settings()
    const set = (): unknown => api.calls.findLast(({ name }) => name === 'settings/set')?.input
    await view.get('[data-testid=concurrency]').setValue('3')
    expect(set()).toEqual({ concurrency: 3 })
    await view.get('[data-testid=checkpoint-megabytes]').setValue(512)
    await view.get('[data-testid=checkpoint-megabytes]').trigger('change')
    expect(set()).toEqual({ checkpointMegabytes: 512 })
  })
  it('does not set what cannot be', async () => {
    const { api, view } = await settings()
    await view.get('[data-testid=checkpoint-megabytes]').setValue(0)
    await view.get('[data-testid=checkpoint-megabytes]').trigger('change')
    expect(api.names()).not.toContain('settings/set')
    expect(view.text()).toContain('A whole number from 1 to 1\u2009000\u2009000.')
  })
})
