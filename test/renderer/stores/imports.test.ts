import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import { useImports } from '../../../src-renderer/stores/imports.ts'
import { useJobs } from '../../../src-renderer/stores/jobs.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'

afterEach(() => vi.unstubAllGlobals())

const folder = { name: 'fruit', files: [{ path: 'apple/1.png', file: new File(['x'], '1.png') }] }
const done = { jobId: 'job00001', datasetId: 'data0001', report: null, error: null }
const job = {
  jobId: 'job00001',
  kind: 'import',
  name: 'fruit',
  done: 1,
  total: 2,
  skipped: 0,
  perSecond: 5,
  secondsLeft: 1,
} as const

function setUp(): FakeApi {
  const api = new FakeApi({
    'datasets/import': () => ({ jobId: 'job00001' }),
    'jobs/cancel': () => ({ cancelled: true }),
  })
  piniaOver(api)
  return api
}

describe('useImports', () => {
  it('sends the files, then imports them under the name of the folder', async () => {
    const fetch = vi.fn(async () => new Response(null, { status: 204 }))
    vi.stubGlobal('fetch', fetch)
    const api = setUp()
    const imports = useImports()
    const id = imports.importPicked(() => folder)
    expect(imports.state.kind).toBe('reading')
    await flushPromises()
    expect(fetch).toHaveBeenCalledOnce()
    expect(imports.state).toEqual({ kind: 'importing', name: 'fruit', jobId: 'job00001' })
    const call = api.calls.find(({ name }) => name === 'datasets/import')
    expect(call?.input).toEqual({ source: { uploadId: expect.stringMatching(/^[a-z0-9]{16}$/), name: 'fruit' } })
    api.emit('job/finished', done)
    expect(await id).toBe('data0001')
    expect(imports.state.kind).toBe('idle')
  })

  it('shows why a folder was refused, in the place where it was dropped', async () => {
    setUp()
    const imports = useImports()
    const refuse = (): never => {
      throw new GlassboxError('dataset/not-a-folder', 'That is not a folder.')
    }
    expect(await imports.importPicked(refuse)).toBeNull()
    expect(imports.state).toMatchObject({ kind: 'failed', error: { code: 'dataset/not-a-folder' } })
    imports.dismiss()
    expect(imports.state.kind).toBe('idle')
  })

  it('shows the error of the import itself', async () => {
    const api = setUp()
    const imports = useImports()
    const id = imports.importPath('/pictures/fruit')
    await flushPromises()
    const error = { code: 'dataset/one-class', message: 'Only one class.' } as const
    api.emit('job/finished', { ...done, datasetId: null, error })
    expect(await id).toBeNull()
    expect(imports.state).toEqual({ kind: 'failed', error })
  })

  it('cancelling the import asks the host and ends without an error', async () => {
    const api = setUp()
    const imports = useImports()
    const id = imports.importPath('/pictures/fruit')
    await flushPromises()
    await imports.cancel()
    expect(api.calls.at(-1)).toEqual({ name: 'jobs/cancel', input: { jobId: 'job00001' } })
    api.emit('job/finished', { ...done, datasetId: null, error: { code: 'cancelled', message: 'Cancelled.' } })
    expect(await id).toBeNull()
    expect(imports.state.kind).toBe('idle')
  })
})

describe('useJobs', () => {
  it('knows the outcome of a job that ended before anybody asked', async () => {
    const api = setUp()
    const jobs = useJobs()
    api.emit('job/finished', done)
    expect(await jobs.finished('job00001')).toMatchObject({ datasetId: 'data0001' })
  })

  it('shows progress until the end', () => {
    const api = setUp()
    const jobs = useJobs()
    api.emit('job/progress', job)
    expect(jobs.list).toEqual([job])
    api.emit('job/finished', done)
    expect(jobs.list).toEqual([])
  })

  it('does not wait for ever for a job whose end was missed', async () => {
    const api = setUp()
    const outcome = useJobs().finished('job00001')
    api.miss()
    expect((await outcome).error?.code).toBe('server/connection-lost')
  })
})
