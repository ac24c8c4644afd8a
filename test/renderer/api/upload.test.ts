import { afterEach, describe, expect, it, vi } from 'vitest'
import { pathFile, type PathFile } from '../../../src-renderer/api/folder.ts'
import { newId } from '../../../src-renderer/api/new-id.ts'
import { uploadFiles } from '../../../src-renderer/api/upload.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const files = (count: number): PathFile[] =>
  Array.from({ length: count }, (_, index) => pathFile(new File(['x'], `${index}.png`), `a b/${index}.png`))
const sent = new Response(null, { status: 204 })
const refusal = (code: string): Response => Response.json({ code, message: `refused: ${code}` }, { status: 400 })
function host(answer: (url: string, init: RequestInit) => Promise<Response>) {
  const fetch = vi.fn(answer)
  vi.stubGlobal('fetch', fetch)
  return fetch
}
const run = (list: PathFile[], signal = new AbortController().signal, onProgress = vi.fn()) =>
  uploadFiles('abcd1234', list, { signal, onProgress })

it('makes ids that the host accepts', () => {
  expect(newId()).toMatch(/^[a-z0-9]{4,32}$/)
  expect(newId()).not.toBe(newId())
})

describe('uploadFiles', () => {
  it('puts every file once under its encoded path and counts them', async () => {
    const fetch = host(async () => sent)
    const onProgress = vi.fn()
    expect(await run(files(20), undefined, onProgress)).toEqual([])
    const urls = fetch.mock.calls.map(([url]) => url)
    expect(new Set(urls).size).toBe(20)
    expect(urls[0]).toBe('/uploads/abcd1234?path=a%20b%2F0.png')
    expect(fetch.mock.calls[0]?.[1].method).toBe('PUT')
    expect(onProgress.mock.calls.at(-1)).toEqual([20])
  })

  it('leaves out a file whose name is refused and sends the others', async () => {
    host(async (url) => (url.endsWith('3.png') ? refusal('upload/invalid') : sent))
    expect(await run(files(5))).toEqual([
      { path: 'a b/3.png', error: { code: 'upload/invalid', message: 'refused: upload/invalid' } },
    ])
  })

  it('stops at an error that concerns the whole upload', async () => {
    const fetch = host(async () => refusal('storage/disk-full'))
    await expect(run(files(50))).rejects.toMatchObject({ code: 'storage/disk-full' })
    expect(fetch.mock.calls.length).toBeLessThan(50)
  })

  it('tries again when the connection breaks for a moment', async () => {
    vi.useFakeTimers()
    let calls = 0
    host(async () => {
      if (++calls < 3) throw new TypeError('Failed to fetch')
      return sent
    })
    const upload = run(files(1))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await upload).toEqual([])
    expect(calls).toBe(3)
  })

  it('tells a file that cannot be read from a connection that is lost', async () => {
    host(async () => {
      throw new TypeError('Failed to fetch')
    })
    const file = new File(['x'], 'gone.png')
    vi.spyOn(file, 'slice').mockReturnValue({ arrayBuffer: () => Promise.reject(new Error('NotReadable')) } as Blob)
    expect(await run([pathFile(file)])).toMatchObject([{ path: 'gone.png', error: { code: 'picture/unreadable' } }])
  })

  it('leaves out a file that the browser cannot open and sends the others', async () => {
    const fetch = host(async () => sent)
    const locked = { path: 'locked.png', file: () => Promise.reject(new Error('NotReadable')) }
    expect(await run([locked, ...files(2)])).toMatchObject([
      { path: 'locked.png', error: { code: 'picture/unreadable' } },
    ])
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('ends as cancelled when it is aborted', async () => {
    const abort = new AbortController()
    host(async (_url, { signal }) => {
      abort.abort()
      signal?.throwIfAborted()
      return sent
    })
    await expect(run(files(30), abort.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
