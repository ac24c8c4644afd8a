import { mkdir, readdir, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { App } from '../../../src-main/app/app.ts'
import type { EventPayload } from '../../../src-main/contract/contract.ts'
import { importFolder, openApp } from '../support/app.ts'
import { writeManyPictures } from '../support/many-pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

type JobProgress = EventPayload<'job/progress'>

async function manyPictures(count = 1200): Promise<string> {
  const folder = join(await temporaryFolder(), 'many')
  writeManyPictures(folder, count, (number) => `${['ones', 'twos', 'threes'][number % 3]}/${number}.png`)
  return folder
}

const next = <T>(app: App, topic: 'job/progress' | 'job/finished' | 'import/scanned', fits: (payload: T) => boolean) =>
  new Promise<T>((resolve) => {
    const end = app.on(topic, (payload) => {
      if (!fits(payload as T)) return
      end()
      resolve(payload as T)
    })
  })

/** Begins an import and lets it rest before it is half done. */
async function resting(app: App, folder: string): Promise<string> {
  const under = next<JobProgress>(app, 'job/progress', ({ done }) => done > 0)
  const { jobId } = await app.invoke('datasets/import', { source: { folder } })
  await under
  expect(await app.invoke('jobs/pause', { jobId })).toEqual({ paused: true })
  return jobId
}

/** Ends a process in the midst of an import. @returns what is listed by the next one */
async function interrupted(home: string, folder: string) {
  const app = await App.open(home)
  await resting(app, folder)
  await app.close()
  const again = await openApp(home)
  return { app: again, found: await again.invoke('datasets/unfinished', {}) }
}

test('what a folder holds is told before its pictures are read', async () => {
  const app = await openApp()
  const order: string[] = []
  app.on('import/scanned', () => order.push('scanned'))
  app.on('job/progress', ({ done }) => order.push(done > 0 ? 'reading' : 'begun'))
  const scanned = next<EventPayload<'import/scanned'>>(app, 'import/scanned', () => true)
  await importFolder(app, await manyPictures(30))
  expect(await scanned).toMatchObject({
    classes: [
      { name: 'ones', count: 10 },
      { name: 'threes', count: 10 },
      { name: 'twos', count: 10 },
    ],
    classCount: 3,
    total: 30,
  })
  expect(order.indexOf('scanned')).toBeLessThan(order.indexOf('reading'))
})

test('an import rests and goes on, also for another process', async () => {
  const home = await temporaryFolder()
  const owner = await openApp(home)
  const guest = await openApp(home)
  const jobId = await resting(guest, await manyPictures())
  await expect.poll(() => owner.invoke('jobs/list', {})).toMatchObject([{ jobId, isPaused: true }])
  // Up to four pictures were under way.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const [before] = await owner.invoke('jobs/list', {})
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await guest.invoke('jobs/list', {})).toEqual([before])
  expect(before!.done).toBeLessThan(before!.total)
  const finished = next<EventPayload<'job/finished'>>(guest, 'job/finished', (end) => end.jobId === jobId)
  expect(await owner.invoke('jobs/resume', { jobId })).toEqual({ paused: false })
  expect(await finished).toMatchObject({ error: null })
  expect(await guest.invoke('datasets/list', {})).toMatchObject([{ itemCount: 1200 }])
  expect(await guest.invoke('jobs/pause', { jobId })).toEqual({ paused: false })
})

test('a resting import can be cancelled, and leaves nothing', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const jobId = await resting(app, await manyPictures())
  expect(await app.invoke('jobs/cancel', { jobId })).toEqual({ cancelled: true })
  expect(await app.invoke('datasets/unfinished', {})).toEqual([])
  expect(await readdir(join(home, 'cache'))).toEqual([])
})

test('an import that the end of the program interrupted goes on where it stood, with the same outcome', async () => {
  const [home, folder] = [await temporaryFolder(), await manyPictures()]
  const { app, found } = await interrupted(home, folder)
  expect(found).toMatchObject([{ folder, total: 1200 }])
  expect(found[0]!.done).toBeGreaterThan(0)
  expect(found[0]!.done).toBeLessThan(1200)
  const id = await importFolder(app, folder)
  expect(await app.invoke('datasets/unfinished', {})).toEqual([])
  expect((await readdir(join(home, 'cache'))).filter((name) => name.endsWith('.import'))).toEqual([])
  const undisturbed = await openApp()
  const other = await importFolder(undisturbed, folder)
  const [a, b] = [await app.invoke('datasets/get', { id }), await undisturbed.invoke('datasets/get', { id: other })]
  expect(a.contentSha256).toBe(b.contentSha256)
  const itemsOf = async (from: App, of: string) =>
    (await from.invoke('datasets/items', { id: of, limit: 1200 })).items.map((item) => item.tensorSha256)
  expect(await itemsOf(app, id)).toEqual(await itemsOf(undisturbed, other))
})

test('an unfinished import can be thrown away, once', async () => {
  const home = await temporaryFolder()
  const { app, found } = await interrupted(home, await manyPictures())
  expect(await app.invoke('datasets/discard-unfinished', { key: found[0]!.key })).toEqual({})
  expect(await app.invoke('datasets/unfinished', {})).toEqual([])
  expect(await readdir(join(home, 'cache'))).toEqual([])
  for (const key of [found[0]!.key, 'abcd'])
    await expect(app.invoke('datasets/discard-unfinished', { key })).rejects.toMatchObject({ code: 'not-found' })
})

test('an import that is at work is not called unfinished, and cannot be thrown away', async () => {
  const home = await temporaryFolder()
  const folder = await manyPictures()
  const { app, found } = await interrupted(home, folder)
  const guest = await openApp(home)
  await resting(app, folder)
  expect(await guest.invoke('datasets/unfinished', {})).toEqual([])
  await expect(app.invoke('datasets/discard-unfinished', { key: found[0]!.key })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('what is old or whose folder is gone is cleared away by the next owner; the rest stays', async () => {
  const home = await temporaryFolder()
  const folders = [await manyPictures(), await manyPictures(), await manyPictures()]
  for (const folder of folders) await (await interrupted(home, folder)).app.close()
  const listed = async () => {
    const app = await App.open(home)
    const found = await app.invoke('datasets/unfinished', {})
    await app.close()
    return found
  }
  const all = await listed()
  expect(new Set(all.map(({ folder }) => folder))).toEqual(new Set(folders))
  await rm(folders[0]!, { recursive: true })
  const old = all.find(({ folder }) => folder === folders[1])!
  const long = Date.now() / 1000 - 31 * 24 * 3600
  await utimes(join(home, 'cache', `${old.key}.import`, 'lines'), long, long)
  await mkdir(join(home, 'cache', `${'0'.repeat(32)}.import`))
  expect(await listed()).toMatchObject([{ folder: folders[2] }])
  expect(await readdir(join(home, 'cache'))).toHaveLength(1)
})
