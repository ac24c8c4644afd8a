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
  expect(await app.invoke('datasets/get', { id })).toMatchObject({ name: 'after', folder: join(parent, 'after') })
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
    ({ jobId, total, isPaused }) => {
      // Resting, so that it cannot be done before it is cancelled.
      if (!isPaused) void app.invoke('jobs/pause', { jobId })
      if (total > 0) void app.invoke('jobs/cancel', { jobId })
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
  expect(await kept(home)).toEqual([...new Set(items.map((item) => item.contentSha256))].sort())
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
  expect(await readdir(join(home, 'uploads', 'incoming'))).toEqual([])
  expect(await kept(home)).toEqual([])
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

async function kept(home: string): Promise<string[]> {
  return (await readdir(join(home, 'uploads'))).filter((name) => name !== 'incoming').sort()
}

test('a cancelled upload is cleared away and takes nothing from a data set or another upload with the same pictures', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const send = async (id: string): Promise<void> => {
    for (const kind of ['bars', 'lines'] as const)
      for (let index = 0; index < 3; index++)
        await upload(app, id, `${kind}/${index}.png`, new Uint8Array(await stripes(kind, index)))
  }
  const take = (id: string): Promise<{ datasetId: string | null }> =>
    finishJob(
      app,
      () => app.invoke('datasets/import', { source: { uploadId: id, name: 'same' } }),
      () => undefined,
    )
  await send('upload4')
  await send('upload5')
  await send('upload6')
  const cancel = (id: string): Promise<Response> =>
    app.fetch(new Request(`http://127.0.0.1/uploads/${id}`, { method: 'DELETE' }))
  expect((await cancel('upload4')).status).toBe(204)
  const { datasetId } = await take('upload5')
  expect(await kept(home)).toHaveLength(6)
  expect((await cancel('upload6')).status).toBe(204)
  expect(await kept(home)).toHaveLength(6)
  expect((await trainToEnd(app, smallConfig(datasetId ?? ''))).error).toBeNull()
  await expect(take('upload5')).rejects.toMatchObject({ code: 'upload/invalid' })
})

test('what a closed page left behind is cleared away a day later, and damage there stops nothing', async () => {
  const home = await temporaryFolder()
  const app = await App.open(home)
  await upload(app, 'upload6', 'bars/0.png', new Uint8Array(await stripes('bars', 0)))
  await app.close()
  const folder = join(home, 'uploads', 'incoming', 'upload6')
  await appendFile(join(folder, 'list'), '["torn')
  await writeFile(join(home, 'cache', 'abcdefghij-0.u8'), 'of a data set that was never stored')
  const recent = await App.open(home)
  await recent.close()
  expect(await readdir(join(home, 'uploads', 'incoming'))).toEqual(['upload6'])
  expect(await readdir(join(home, 'cache'))).toEqual([])
  const yesterday = new Date(Date.now() - 25 * 3600 * 1000)
  await utimes(folder, yesterday, yesterday)
  await openApp(home)
  expect(await readdir(join(home, 'uploads', 'incoming'))).toEqual([])
})

test('names with line separators and a torn list do not keep an upload from being imported', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  for (const kind of ['bars', 'lines'] as const)
    await upload(app, 'upload7', `${kind}/a\u2028b\n.png`, new Uint8Array(await stripes(kind, 0)))
  await appendFile(join(home, 'uploads', 'incoming', 'upload7', 'list'), '["torn')
  const { datasetId } = await finishJob(
    app,
    () => app.invoke('datasets/import', { source: { uploadId: 'upload7', name: 'x' } }),
    () => undefined,
  )
  const { items } = await app.invoke('datasets/items', { id: datasetId ?? '' })
  expect(items.map(({ path }) => path)).toEqual(['bars/a\u2028b\n.png', 'lines/a\u2028b\n.png'])
})

test('files that cannot be read are listed also when the pictures are known already', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 6)
  const id = await importFolder(app, folder)
  await writeFile(join(folder, 'bars', 'broken.png'), 'x')
  expect(await importFolder(app, folder)).toBe(id)
  expect(await app.invoke('datasets/get', { id })).toMatchObject({
    skippedCount: 1,
    skipped: [{ path: 'bars/broken.png' }],
  })
})

test('a thumbnail is never that of another picture', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 4)
  const id = await importFolder(app, folder)
  await writeFile(join(folder, 'bars', '0.png'), await stripes('lines', 77))
  const response = await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/0`))
  expect(await response.json()).toMatchObject({ code: 'dataset/changed' })
})

test('pictures are prepared once, however many ask for them', async () => {
  const app = await openApp()
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 20))
  const { runId } = await trainToEnd(app, smallConfig(source))
  const { config } = await app.invoke('runs/get', { id: runId })
  const home = (await app.invoke('app/info', {})).home
  for (const name of await readdir(join(home, 'cache'))) await rm(join(home, 'cache', name), { recursive: true })
  const jobs: string[] = []
  app.on('job/finished', ({ jobId }) => jobs.push(jobId))
  const evaluated = await Promise.all([1, 2, 3].map(() => app.invoke('runs/evaluate', { id: runId, split: 'train' })))
  expect(jobs).toHaveLength(1)
  expect(evaluated[1]).toEqual(evaluated[0])
  expect(config.data.source).toBe(source)
})
