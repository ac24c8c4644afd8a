import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { buildBundle } from '../../../src-main/bundle/build.ts'
import { runBundleJob } from '../../../src-main/bundle/client.ts'
import type { Progress } from '../../../src-main/datasets/progress.ts'
import { thumbnailOf } from '../../../src-main/app/datasets/thumbnails.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import { fillHome, GPS_BYTES } from '../bundle/home.ts'
import { openBundles } from '../bundle/services.ts'
import { importFolder, openApp, runOver, smallConfig, trainToEnd } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

const TABLES = ['runs', 'run_tags', 'alarms', 'diagnostics', 'metric_chunks', 'checkpoints', 'blobs', 'items'] as const

/** Everything that a home folder or a bundle holds of runs, with what is this machine's own left out. */
function contentOf(file: string): Record<string, unknown[]> {
  const db = new Database(file, { readonly: true })
  const all = Object.fromEntries(
    TABLES.map((table) => [
      table,
      db
        .prepare<[], Record<string, unknown>>(
          `SELECT * FROM ${table} ORDER BY ${table === 'run_tags' ? '1, 2' : '1, 2, 3'}`,
        )
        .all()
        .map(({ number: _, position: __, deleted_at: ___, ...row }) => row),
    ]),
  )
  db.close()
  return all
}

async function exported(withPaths = false) {
  const filled = await fillHome()
  const from = await openBundles(filled.home)
  const file = join(await temporaryFolder(), 'three.glassbox')
  await from.bundles.export(filled.runIds, file, withPaths)
  return { ...filled, from, file }
}

test('runs come through a file with every number, hash, tag and link as they were', async () => {
  const { home, file, runIds, datasetId, from } = await exported()
  const other = await temporaryFolder()
  const to = await openBundles(other)
  expect(await to.bundles.import(to.write, { file })).toEqual(runIds)

  const before = contentOf(join(home, 'glassbox.sqlite'))
  const after = contentOf(join(other, 'glassbox.sqlite'))
  for (const table of ['run_tags', 'alarms', 'diagnostics', 'metric_chunks', 'checkpoints', 'blobs', 'items'] as const)
    expect(after[table], table).toEqual(before[table])
  const [parent, child, running] = runIds
  const runsOf = (all: Record<string, unknown[]>) =>
    Object.fromEntries((all.runs as { id: string }[]).map((run) => [run.id, run as Record<string, unknown>]))
  const [was, is] = [runsOf(before), runsOf(after)]
  expect(is[parent]).toEqual(was[parent])
  expect(is[child]).toMatchObject({
    parent_run_id: parent,
    parent_epoch: 1500,
    group_id: 'group22222',
    dataset_id: datasetId,
  })
  expect(is[running]).toEqual({ ...was[running], status: 'interrupted', note: 'Pictures lie in [path].' })
  expect(JSON.parse(String(is[child]?.error))).toEqual({
    code: 'dataset/changed',
    message: '"[path]" is another one; see [path] and [path].',
    details: { file: '[path]' },
  })

  // The other home folder writes the same file again.
  const again = join(other, 'again.glassbox')
  await to.bundles.export(runIds, again, false)
  expect({ ...contentOf(again), runs: [] }).toEqual({ ...contentOf(file), runs: [] })
  expect(contentOf(again).runs).toEqual(
    (contentOf(file).runs as { status: string }[]).map((run) =>
      run.status === 'running' ? { ...run, status: 'interrupted' } : run,
    ),
  )
  // And the same home folder the same bytes.
  const twice = join(other, 'twice.glassbox')
  await from.bundles.export([...runIds].reverse(), twice, false)
  expect((await readFile(twice)).equals(await readFile(file))).toBe(true)
})

test('a run that is there already stays as it is; another one under its id comes in under a new one', async () => {
  const { file, runIds, home, from } = await exported()
  const other = await temporaryFolder()
  const to = await openBundles(other)
  await to.bundles.import(to.write, { file })
  const once = contentOf(join(other, 'glassbox.sqlite'))
  expect(await to.bundles.import(to.write, { file })).toEqual(runIds)
  expect(contentOf(join(other, 'glassbox.sqlite'))).toEqual(once)

  await to.close()
  const db = openForWriting(other)
  db.prepare('UPDATE runs SET epochs_done = 1499 WHERE id = ?').run(runIds[0])
  db.prepare("UPDATE runs SET name = 'renamed', note = 'mine' WHERE id = ?").run(runIds[1])
  db.close()
  const reopened = await openBundles(other)
  const [parent = '', child, running] = await reopened.bundles.import(reopened.write, { file })
  expect([child, running]).toEqual(runIds.slice(1))
  expect(runIds).not.toContain(parent)
  const rows = contentOf(join(other, 'glassbox.sqlite')).runs as { id: string; name: string; epochs_done: number }[]
  const named = Object.fromEntries(rows.map(({ id, name, epochs_done }) => [id, [name, epochs_done]]))
  expect(named).toEqual({
    [runIds[0]]: ['run 0', 1499],
    [runIds[1]]: ['renamed', 3000],
    [runIds[2]]: ['run 2', 1500],
    [parent]: ['run 0', 1500],
  })

  // At home nothing is new: what was taken out for others does not make another run.
  expect(await from.bundles.import(from.write, { file })).toEqual(runIds)
  expect(contentOf(join(home, 'glassbox.sqlite')).runs!.length).toBe(3)
})

test('a bundle says nothing about the disk it comes from, nor where a picture was taken, unless asked', async () => {
  const { file, folder, home, from, runIds } = await exported()
  const bytes = await readFile(file)
  for (const secret of [folder, 'my pictures/', home, 'C:\\Users', GPS_BYTES.toString(), 'Exif', 'EXIF'])
    expect(bytes.includes(secret), secret).toBe(false)
  // The picture that says so is among the thumbnails.
  const located = createHash('sha256')
    .update(await readFile(join(folder, 'bars', 'located.jpg')))
    .digest('hex')
  expect((await readFile(join(folder, 'bars', 'located.jpg'))).includes(GPS_BYTES)).toBe(true)
  const db = new Database(file, { readonly: true })
  expect(db.prepare('SELECT count(*) FROM thumbnails').pluck().get()).toBe(17)
  expect(db.prepare('SELECT count(*) FROM thumbnails WHERE content_sha256 = ?').pluck().get(located)).toBe(1)
  expect(db.prepare('SELECT name, folder FROM datasets').all()).toEqual([{ name: 'my pictures', folder: null }])
  db.close()

  const open = join(await temporaryFolder(), 'open.glassbox')
  await from.bundles.export(runIds, open, true)
  const told = await readFile(open)
  expect(told.includes(folder)).toBe(true)
  expect(told.includes('C:\\\\Users\\\\me')).toBe(true)
  expect(told.includes(GPS_BYTES)).toBe(false)
})

test('a file that is there is not overwritten, and nothing is left beside it', async () => {
  const { from, runIds } = await exported()
  const folder = await temporaryFolder()
  const file = join(folder, 'mine.glassbox')
  await writeFile(file, 'something else')
  await expect(from.bundles.export(runIds, file, false)).rejects.toMatchObject({ code: 'bundle/exists' })
  expect(await readFile(file, 'utf8')).toBe('something else')
  await expect(from.bundles.export(['nobody2222'], join(folder, 'no.glassbox'), false)).rejects.toMatchObject({
    code: 'not-found',
  })
  await expect(from.bundles.export(runIds, join(folder, 'none', 'x'), false)).rejects.toMatchObject({
    code: 'input/invalid',
  })
  await from.bundles.export(runIds, join(folder, 'new.glassbox'), false)
  expect((await readdir(folder)).sort()).toEqual(['mine.glassbox', 'new.glassbox'])
})

test('an export that is cancelled ends as that, in the thread that writes too, and leaves nothing', async () => {
  const { home, runIds } = await fillHome()
  const folder = await temporaryFolder()
  const content = { home, runIds, thumbnails: [], withPaths: false }
  // Whatever the threads' order: the word is there before the other thread has begun.
  const begun = new AbortController()
  const job = { kind: 'build', file: join(folder, 'begun.glassbox'), content } as const
  const stopped = runBundleJob(job, { signal: begun.signal })
  begun.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })

  // In one thread: everything is written by the last report, but for the name.
  let last = { done: 0, total: 1 }
  const late = { onProgress: (progress: Progress) => (last = progress), isCancelled: () => last.done === last.total }
  const build = (): void => buildBundle(join(folder, 'late.glassbox'), content, late)
  expect(build).toThrow(expect.objectContaining({ code: 'cancelled' }))
  expect(last.done).toBeGreaterThan(runIds.length)
  expect(await readdir(folder)).toEqual([])
})

test('the pictures of a data set that came with runs can be looked at, not trained on until they are imported', async () => {
  const { file, folder, datasetId, runIds } = await exported()
  const other = await temporaryFolder()
  const to = await openBundles(other)
  await to.bundles.import(to.write, { file })
  const dataset = await to.datasets.get(datasetId)
  expect(dataset).toMatchObject({ folder: null, root: '', itemCount: 17, name: 'my pictures' })
  const item = (await to.read.datasets.item(datasetId, 3))!
  expect(
    Buffer.from(await thumbnailOf(dataset, item, to))
      .subarray(8, 12)
      .toString(),
  ).toBe('WEBP')
  const data = { prepare: dataset.prepare, split: dataset.split }
  await expect(to.datasets.examples(dataset, data)).rejects.toMatchObject({
    code: 'dataset/changed',
    message: 'The pictures of "my pictures" are not on this computer.',
  })
  const options = { onProgress: () => undefined }
  expect(await to.datasets.import(to.write, { source: { folder } }, options)).toBe(datasetId)
  const examples = await to.datasets.examples(await to.datasets.get(datasetId), data)
  expect(examples.train.itemCount).toBe(17)

  // The runs of a second file rest on it as well.
  const third = await temporaryFolder()
  const last = await openBundles(third)
  const known = await last.datasets.import(last.write, { source: { folder } }, options)
  expect(known).not.toBe(datasetId)
  await last.bundles.import(last.write, { file })
  const runs = contentOf(join(third, 'glassbox.sqlite')).runs as { id: string; dataset_id: string; config: string }[]
  expect(runs.map(({ dataset_id }) => dataset_id)).toEqual(runIds.map(() => known))
  expect(runs.map(({ config }) => (JSON.parse(config) as { data: { source: string } }).data.source)).toEqual(
    runIds.map(() => known),
  )
  expect((await last.read.datasets.list()).length).toBe(1)
})

test('a browser gets a bundle as a download and sends one as an upload', async () => {
  const { from, runIds, file } = await exported()
  const answer = await from.bundles.download(runIds, false)
  expect(answer.headers.get('Content-Disposition')).toBe("attachment; filename*=UTF-8''3%20runs.glassbox")
  const bytes = new Uint8Array(await answer.arrayBuffer())
  expect(Buffer.from(bytes).equals(await readFile(file))).toBe(true)

  const other = await temporaryFolder()
  const to = await openBundles(other)
  await to.bundles.receive('upload2222', new Blob([bytes]).stream())
  expect(await to.bundles.import(to.write, { uploadId: 'upload2222' })).toEqual(runIds)
  await expect(to.bundles.import(to.write, { uploadId: 'upload2222' })).rejects.toMatchObject({
    code: 'upload/invalid',
  })
  await expect(to.bundles.receive('../../x', null)).rejects.toMatchObject({ code: 'upload/invalid' })
  expect(await readdir(join(other, 'uploads', 'incoming'))).toEqual([])
  expect(await readdir(join(from.home, 'uploads', 'incoming'))).toEqual([])
})

test('on another machine a run that was trained can be looked at, asked and, beside its pictures, continued to the same bits', async () => {
  const folder = await stripesFolder(await temporaryFolder(), 12)
  const home = await openApp()
  const source = await importFolder(home, folder)
  const config = smallConfig(source, { set: [['training.epochs', 4]] })
  const straight = await trainToEnd(home, config)
  const short = await trainToEnd(home, smallConfig(source, { set: [['training.epochs', 2]] }))
  const whole = await home.invoke('runs/get', { id: straight.runId })
  const file = join(await temporaryFolder(), 'both.glassbox')
  const quiet = (): void => undefined
  const ids = [straight.runId, short.runId]
  await finishJob(home, () => home.invoke('runs/export', { ids, file }), quiet)

  const away = await openApp()
  const { runIds } = await finishJob(away, () => away.invoke('runs/import', { file }), quiet)
  expect(runIds).toEqual(ids)
  const taken = await away.invoke('runs/get', { id: straight.runId })
  expect(taken).toEqual({ ...whole, startedAt: taken.startedAt })
  expect(await away.invoke('runs/history', { id: straight.runId })).toEqual(
    await home.invoke('runs/history', { id: straight.runId }),
  )
  const ask = { runId: straight.runId, pictures: [{ path: join(folder, 'bars', '1.png') }] }
  expect(await away.invoke('classify/pictures', ask)).toEqual(await home.invoke('classify/pictures', ask))
  const gone = { code: 'dataset/changed', message: `The pictures of "${whole.data}" are not on this computer.` }
  await expect(away.invoke('runs/evaluate', { id: straight.runId })).rejects.toMatchObject(gone)
  const fork = { config, preset: null, from: { runId: short.runId, checkpoint: 'last' as const } }
  const refused = await away.invoke('runs/start', fork).then(({ runId }) => runOver(away, runId))
  expect(refused.error).toMatchObject(gone)

  expect(await importFolder(away, folder)).toBe(source)
  const forked = await away.invoke('runs/start', fork)
  expect((await runOver(away, forked.runId)).error).toBeNull()
  const continued = await away.invoke('runs/get', { id: forked.runId })
  expect(continued.parent).toEqual({ runId: short.runId, epoch: 2, step: 0 })
  expect(continued.weightsSha256).toBe(whole.weightsSha256)
  expect((await away.invoke('runs/evaluate', { id: straight.runId })).metrics).toEqual(whole.metrics.test)
})

test('over a host files of runs are named by the ids of runs and of uploads only', async () => {
  const { home, runIds, file } = await exported().then(async (made) => {
    await made.from.close()
    return made
  })
  const app = await openApp(home)
  const at = (path: string, init?: RequestInit) => app.fetch(new Request(`http://127.0.0.1${path}`, init))
  const answer = await at(`/bundles?runs=${runIds[0]}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Content-Disposition')).toBe("attachment; filename*=UTF-8''run%200.glassbox")
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 15)
      .toString(),
  ).toBe('SQLite format 3')
  for (const path of ['/bundles', '/bundles?runs=', '/bundles?runs=../x', '/bundles?runs=nobody2222'])
    expect((await at(path)).status, path).toBeOneOf([400, 404])
  for (const path of ['/bundles/..', '/bundles/A', '/bundles/a%2fb', '/bundles/abc'])
    expect((await at(path, { method: 'PUT', body: 'x' })).status, path).toBeOneOf([400, 404])

  const other = await openApp()
  const put = { method: 'PUT', body: new Uint8Array(await readFile(file)) }
  expect((await other.fetch(new Request('http://127.0.0.1/bundles/upload2222', put))).status).toBe(204)
  const finished = await finishJob(
    other,
    () => other.invoke('runs/import', { uploadId: 'upload2222' }),
    () => undefined,
  )
  expect(finished.runIds).toEqual(runIds)
  expect((await other.invoke('runs/list', {})).map(({ id }) => id)).toEqual([...runIds].reverse())
})
