import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import { useTrash } from '../../../src-renderer/stores/trash.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'
import { sampleRun } from '../samples.ts'

it('deletes, undoes and empties, and reads the trash anew when runs came or went', async () => {
  let deleted = [sampleRun({ deletedAt: 1 }), sampleRun({ id: 'run00002', deletedAt: 2 })]
  const api = new FakeApi({
    'runs/trash': () => deleted,
    'runs/delete': () => ({}),
    'runs/restore': () => ({}),
    'runs/empty-trash': () => ({ runs: 2, bytes: 5_000_000 }),
  })
  piniaOver(api)
  const trash = useTrash()
  await flushPromises()
  expect(trash.runs?.map(({ id }) => id)).toEqual(['run00002', 'run00001'])
  expect(await trash.remove(['run00003', 'run00004'])).toBe(true)
  expect(api.calls.at(-1)).toEqual({ name: 'runs/delete', input: { ids: ['run00003', 'run00004'] } })
  expect(trash.justDeleted).toEqual(['run00003', 'run00004'])
  await trash.restore(['run00003'])
  expect(trash.justDeleted).toEqual(['run00004'])
  await trash.empty()
  expect([trash.justDeleted, trash.emptied]).toEqual([[], { runs: 2, bytes: 5_000_000 }])
  deleted = []
  api.emit('runs/changed', {})
  await flushPromises()
  expect(trash.runs).toEqual([])
})

it('says why runs were not deleted, and offers no undo', async () => {
  const refuse = (): never => {
    throw new GlassboxError('run/wrong-state', 'It is under way.')
  }
  piniaOver(new FakeApi({ 'runs/delete': refuse }))
  const trash = useTrash()
  await flushPromises()
  expect(await trash.remove(['run00001'])).toBe(false)
  expect(trash.error?.message).toBe('It is under way.')
  expect(trash.justDeleted).toEqual([])
})
