import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { GlassboxError } from '../../../src-main/contract/errors.ts'
import { pathFile } from '../../../src-renderer/api/folder.ts'
import { useImports } from '../../../src-renderer/stores/imports.ts'
import { useJobs } from '../../../src-renderer/stores/jobs.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'
import { sampleDataset, sampleOutcome } from '../samples.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const folder = { name: 'fruit', files: [pathFile(new File(['x'], '1.png'), 'apple/1.png')] }
const done = sampleOutcome({ datasetId: 'data0001' })
const job = {
  jobId: 'job00001',
  kind: 'import',
  name: 'fruit',
  done: 1,
  total: 2,
  skipped: 0,
  perSecond: 5,
  secondsLeft: 1,
  isPaused: false,
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
    expect(await id).toEqual({ datasetId: 'data0001', known: false })
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
    expect(imports.state).toEqual({ kind: 'failed', name: '/pictures/fruit', error })
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

it('says that a data set was there before', async () => {
  const api = new FakeApi({
    'datasets/import': () => ({ jobId: 'job00001' }),
    'datasets/list': () => [sampleDataset()],
  })
  piniaOver(api)
  const imports = useImports()
  await flushPromises()
  const id = imports.importPath('/pictures/fruit')
  await flushPromises()
  api.emit('job/finished', done)
  expect(await id).toEqual({ datasetId: 'data0001', known: true })
})

it('counts the files that were found while the folder is read, and stops when cancelled', async () => {
  setUp()
  const imports = useImports()
  let found = (_count: number): void => {}
  const id = imports.importPicked(
    (onFound) =>
      new Promise((_resolve, reject) => {
        found = (count) => {
          try {
            onFound(count)
          } catch (error) {
            reject(new Error('cancelled', { cause: error }))
          }
        }
      }),
  )
  found(1234)
  expect(imports.state).toEqual({ kind: 'reading', found: 1234 })
  await imports.cancel()
  found(1300)
  expect(await id).toBeNull()
  expect(imports.state.kind).toBe('idle')
})

it('cancels an import whose id is not known yet as soon as it is', async () => {
  let answer = (_: { jobId: string }): void => {}
  const api = new FakeApi({
    'datasets/import': () => new Promise((resolve) => (answer = resolve)),
    'jobs/cancel': () => ({ cancelled: true }),
  })
  piniaOver(api)
  const imports = useImports()
  const id = imports.importPath('/pictures/fruit')
  await flushPromises()
  await imports.cancel()
  expect(api.names()).not.toContain('jobs/cancel')
  answer({ jobId: 'job00001' })
  await flushPromises()
  expect(api.calls.at(-1)).toEqual({ name: 'jobs/cancel', input: { jobId: 'job00001' } })
  api.emit('job/finished', { ...done, datasetId: null, error: { code: 'cancelled', message: 'Cancelled.' } })
  expect(await id).toBeNull()
  expect(imports.state.kind).toBe('idle')
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
    vi.useFakeTimers()
    const api = setUp()
    const outcome = useJobs().finished('job00001')
    api.miss()
    await vi.advanceTimersByTimeAsync(3000)
    expect((await outcome).error?.code).toBe('server/connection-lost')
  })

  it.each([
    ['goes on', (api: FakeApi) => api.emit('job/progress', job)],
    ['ends well', (api: FakeApi) => api.emit('job/finished', done)],
  ])('waits on for a job that is not listed for a moment and then %s', async (_what, news) => {
    vi.useFakeTimers()
    const api = setUp()
    const ended = vi.fn()
    void useJobs().finished('job00001').then(ended)
    api.miss()
    await vi.advanceTimersByTimeAsync(2000)
    news(api)
    await vi.advanceTimersByTimeAsync(10_000)
    api.emit('job/finished', done)
    await vi.advanceTimersByTimeAsync(0)
    expect(ended.mock.calls).toMatchObject([[{ datasetId: 'data0001', error: null }]])
  })
})
