import { expect, it, vi } from 'vitest'
import { pathFile } from '../../../src-renderer/api/folder.ts'
import { batchesOf } from '../../../src-renderer/api/picture-batches.ts'

async function sizes(files: File[]): Promise<number[]> {
  const found: number[] = []
  for await (const { inputs } of batchesOf(files.map((file) => pathFile(file)))) found.push(inputs.length)
  return found
}

it('sends at most eight pictures at a time', async () => {
  expect(await sizes(Array.from({ length: 20 }, (_, index) => new File(['x'], `${index}`)))).toEqual([8, 8, 4])
})

it('sends at most 16 MB at a time, and a larger picture alone', async () => {
  const megabytes = (count: number): File => new File([new Uint8Array(count * 1024 * 1024)], 'big')
  expect(await sizes([megabytes(10), megabytes(10), megabytes(20), megabytes(1)])).toEqual([1, 1, 1, 1])
  expect(await sizes([megabytes(10), megabytes(6), megabytes(1)])).toEqual([2, 1])
})

it('does not send a picture that is larger than a message may be', async () => {
  const file = new File(['x'], 'huge.tiff')
  Object.defineProperty(file, 'size', { value: 48 * 1024 * 1024 + 1 })
  const batches = await Array.fromAsync(batchesOf([pathFile(file), pathFile(new File(['x'], 'a.png'))]))
  expect(batches).toMatchObject([
    { inputs: [{ name: 'a.png' }], failures: [{ file: 'huge.tiff', error: { code: 'picture/too-large' } }] },
  ])
})

it('reports a file that cannot be read in its own place', async () => {
  const file = new File(['x'], 'gone.png')
  vi.spyOn(file, 'arrayBuffer').mockRejectedValue(new Error('NotReadable'))
  const batches = await Array.fromAsync(batchesOf([pathFile(file)]))
  expect(batches).toMatchObject([
    { inputs: [], failures: [{ file: 'gone.png', error: { code: 'picture/unreadable' } }] },
  ])
})
