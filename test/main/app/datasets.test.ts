import { appendFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { importFolder, openApp, smallConfig, trainToEnd } from '../support/app.ts'
import { stripes, stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('the same folder twice is one data set, decoded once', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 10)
  const id = await importFolder(app, folder)
  let decoded = 0
  app.on('job/progress', ({ done }) => (decoded = Math.max(decoded, done)))
  expect(await importFolder(app, folder)).toBe(id)
  expect(decoded).toBe(0)
  expect(await app.invoke('datasets/list', {})).toHaveLength(1)
})

test('the same pictures in another place are the same data set, found there from now on', async () => {
  const app = await openApp()
  const parent = await temporaryFolder()
  const id = await importFolder(app, await stripesFolder(join(parent, 'before'), 10))
  await rename(join(parent, 'before'), join(parent, 'after'))
  expect(await importFolder(app, join(parent, 'after'))).toBe(id)
  expect(await app.invoke('datasets/get', { id })).toMatchObject({ name: 'before', folder: join(parent, 'after') })
  const response = await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/0`))
  expect(response.status).toBe(200)
})

test('a changed folder is another data set, and the first one stays', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 10)
  const first = await importFolder(app, folder)
  await writeFile(join(folder, 'bars', 'new.png'), await stripes('bars', 500))
  const second = await importFolder(app, folder)
  expect(second).not.toBe(first)
  expect((await app.invoke('datasets/list', {})).map(({ id, itemCount }) => [id, itemCount])).toEqual([
    [second, 21],
    [first, 20],
  ])
})

test('a picture that changed after the import stops a run that would have to read it again', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 10)
  const source = await importFolder(app, folder)
  await appendFile(join(folder, 'bars', '3.png'), 'x')
  expect((await trainToEnd(app, smallConfig(source))).error).toMatchObject({ code: 'dataset/changed' })
})

test('a data set stays usable without its folder as it was prepared at import', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 10)
  const source = await importFolder(app, folder)
  await rm(folder, { recursive: true })
  const asImported = smallConfig(source, { given: { data: {}, training: { epochs: 1 } } })
  expect((await trainToEnd(app, asImported)).error).toBeNull()
  expect((await trainToEnd(app, smallConfig(source))).error).toMatchObject({ code: 'dataset/changed' })
})

test('cancelling an import leaves nothing half-made', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const folder = await stripesFolder(await temporaryFolder(), 300)
  const outcome = finishJob(
    app,
    () => app.invoke('datasets/import', { source: { folder } }),
    ({ jobId, done }) => {
      if (done > 0) void app.invoke('jobs/cancel', { jobId })
    },
  )
  await expect(outcome).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(join(home, 'cache'))).toEqual([])
  expect(await app.invoke('datasets/list', {})).toEqual([])
})

test('errors of an import arrive with their code and next step', async () => {
  const app = await openApp()
  const folder = await temporaryFolder()
  await expect(importFolder(app, join(folder, 'missing'))).rejects.toMatchObject({ code: 'dataset/not-found' })
  await expect(importFolder(app, folder)).rejects.toMatchObject({
    code: 'dataset/no-pictures',
    hint: expect.any(String) as string,
  })
})

async function upload(
  app: Awaited<ReturnType<typeof openApp>>,
  id: string,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return app.fetch(
    new Request(`http://127.0.0.1/uploads/${id}?path=${encodeURIComponent(path)}`, { method: 'PUT', body: bytes }),
  )
}

test('an uploaded folder becomes a data set whose files live under their hash', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  for (let index = 0; index < 6; index++)
    for (const kind of ['bars', 'lines'] as const)
      expect(
        (
          await upload(
            app,
            'upload1',
            `pictures/${kind}/№ ${index} "ü".png`,
            new Uint8Array(await stripes(kind, index)),
          )
        ).status,
      ).toBe(204)
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { uploadId: 'upload1', name: 'pictures' } }),
    () => undefined,
  )
  const dataset = await app.invoke('datasets/get', { id: datasetId ?? '' })
  expect(dataset).toMatchObject({ name: 'pictures', folder: null, itemCount: 12, skipped: [] })
  const { items } = await app.invoke('datasets/items', { id: dataset.id })
  expect((await readdir(join(home, 'uploads'))).sort()).toEqual(
    [...new Set(items.map((item) => item.contentSha256))].sort(),
  )
  expect(
    (await app.fetch(new Request(`http://127.0.0.1/thumbnails/${dataset.id}/11`))).headers.get('content-type'),
  ).toBe('image/webp')
  // Another preparation reads the uploaded originals again.
  expect((await trainToEnd(app, smallConfig(dataset.id))).error).toBeNull()
})

test('an upload that is no data set leaves no files behind', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  await upload(app, 'upload2', 'a/x.png', new Uint8Array(await stripes('bars', 1)))
  const importing = finishJob(
    app,
    () => app.invoke('datasets/import', { source: { uploadId: 'upload2', name: 'a' } }),
    () => undefined,
  )
  await expect(importing).rejects.toMatchObject({ code: 'dataset/one-class' })
  expect(await readdir(join(home, 'uploads'))).toEqual([])
})

test.each(['../x.png', '/etc/x.png', 'a//b.png', 'a/./b.png', 'a/\0.png', ''])(
  'the upload path %j is refused',
  async (path) => {
    const app = await openApp()
    const response = await upload(app, 'upload3', path, new Uint8Array(3))
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'upload/invalid' })
  },
)

test('thumbnails of what does not exist are not found', async () => {
  const app = await openApp()
  const id = await importFolder(app, await stripesFolder(await temporaryFolder(), 4))
  for (const path of [`/thumbnails/${id}/99`, '/thumbnails/nosuchdata/0', `/thumbnails/${id}/..%2f..%2fx`, '/'])
    expect((await app.fetch(new Request(`http://127.0.0.1${path}`))).status, path).toBe(404)
})

test('a cancelled upload is cleared away, but not what a data set holds', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  for (const kind of ['bars', 'lines'] as const)
    for (let index = 0; index < 3; index++)
      await upload(app, 'upload4', `${kind}/${index}.png`, new Uint8Array(await stripes(kind, index)))
  await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { uploadId: 'upload4', name: 'kept' } }),
    () => undefined,
  )
  await upload(app, 'upload5', 'bars/0.png', new Uint8Array(await stripes('bars', 0)))
  await upload(app, 'upload5', 'bars/9.png', new Uint8Array(await stripes('bars', 9)))
  expect(await readdir(join(home, 'uploads'))).toHaveLength(8)
  expect((await app.fetch(new Request('http://127.0.0.1/uploads/upload5', { method: 'DELETE' }))).status).toBe(204)
  expect(await readdir(join(home, 'uploads'))).toHaveLength(6)
})

test('uploads that a closed page left behind are cleared away at the next start, a day later', async () => {
  const home = await temporaryFolder()
  const app = await App.open(home)
  await upload(app, 'upload6', 'bars/0.png', new Uint8Array(await stripes('bars', 0)))
  await app.close()
  const recent = await App.open(home)
  await recent.close()
  expect(await readdir(join(home, 'uploads'))).toHaveLength(2)
  const yesterday = new Date(Date.now() - 25 * 3600 * 1000)
  await utimes(join(home, 'uploads', 'upload6.list'), yesterday, yesterday)
  await openApp(home)
  expect(await readdir(join(home, 'uploads'))).toEqual([])
})
