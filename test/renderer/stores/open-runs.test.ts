import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { RunSummary } from '../../../src-main/contract/types.ts'
import { useOpenRuns } from '../../../src-renderer/stores/open-runs.ts'
import { useRuns } from '../../../src-renderer/stores/runs.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'
import { sampleRun } from '../samples.ts'

beforeEach(() => localStorage.clear())

async function openRuns(statuses: Record<string, RunSummary['status']>) {
  const list = Object.entries(statuses).map(([id, status], index) => sampleRun({ id, status, startedAt: index }))
  const api = new FakeApi({ 'runs/list': () => list, 'runs/queue': () => [] })
  piniaOver(api)
  await useRuns().load()
  const store = useOpenRuns()
  await nextTick()
  return { api, store, ids: () => store.list.map(({ id }) => id) }
}

it('what is under way has a tab by itself, what is over once it was opened', async () => {
  const { store, ids, api } = await openRuns({ a: 'completed', b: 'running', c: 'queued' })
  expect(ids()).toEqual(['b', 'c'])
  store.open('a')
  store.open('a')
  expect(ids()).toEqual(['b', 'c', 'a'])
  api.emit('run/changed', sampleRun({ id: 'd', status: 'running' }))
  await nextTick()
  expect(ids()).toEqual(['b', 'c', 'a', 'd'])
})
it('closing leads to the run beside; one under way stays', async () => {
  const { store, ids } = await openRuns({ a: 'completed', b: 'running', c: 'completed' })
  for (const id of ['a', 'c']) store.open(id)
  expect(ids()).toEqual(['b', 'a', 'c'])
  expect(store.close('b')).toBeNull()
  expect(store.close('a')).toBe('c')
  expect(store.close('c')).toBe('b')
  expect(ids()).toEqual(['b'])
})
it('of many the oldest that rests makes room', async () => {
  const names = Array.from({ length: 14 }, (_, index) => `r${index}`)
  const { store, ids } = await openRuns(
    Object.fromEntries(names.map((id) => [id, id === 'r0' ? 'running' : 'completed'])),
  )
  for (const id of names) store.open(id)
  expect(ids()).toEqual(['r0', ...names.slice(3)])
})
it('forgets the tab of a run that is in the trash', async () => {
  const { store, ids, api } = await openRuns({ a: 'completed' })
  store.open('a')
  api.emit('run/changed', sampleRun({ id: 'a', status: 'completed', deletedAt: 1 }))
  await nextTick()
  expect(ids()).toEqual([])
})
