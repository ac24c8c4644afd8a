import { execFileSync } from 'node:child_process'
import { existsSync, openSync, closeSync, writeSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openForReading, openForWriting } from '../../../src-main/storage/open.ts'
import { readStore } from '../../../src-main/storage/store.ts'
import type { App } from '../../../src-main/app/app.ts'
import { importFolder, openApp, runOver, smallConfig } from '../support/app.ts'
import { stripesFolder } from '../support/pictures.ts'
import { smallDisk, type SmallDisk } from '../support/small-disk.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** Wide enough that a checkpoint is some hundred kilobytes and an epoch takes a while. */
const config = (source: string, epochs: number) =>
  smallConfig(source, {
    preset: 'mlp-300',
    set: [
      ['training.epochs', epochs],
      ['training.batchSize', 2],
    ],
  })

async function start(app: App, source: string, epochs: number): Promise<string> {
  const { runId } = await app.invoke('runs/start', { config: config(source, epochs), preset: null, threads: 1 })
  return runId
}

const savedAt = (app: App, runId: string, epoch: number): Promise<void> =>
  new Promise((resolve) => {
    const end = app.on('run/epochs', (saved) => {
      if (saved.runId !== runId || (saved.epoch.at(-1) ?? 0) < epoch) return
      end()
      resolve()
    })
  })

/** Fills the disk as soon as an epoch is saved, before anything else can be; resolves when the run waits. */
const filledInTheMiddle = (app: App, runId: string, disk: SmallDisk): Promise<void> =>
  new Promise((resolve) => {
    const end = app.on('run/epochs', (saved) => {
      if (saved.runId !== runId) return
      end()
      disk.fill(4096)
    })
    app.on('run/changed', ({ id, status }) => void (id === runId && status === 'paused' && resolve()))
  })

test('a checkpoint whose bytes were changed is found by its hash, and the one before it is used, to the same bits', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 60))
  const whole = await start(app, source, 120)
  await runOver(app, whole)
  const expected = await app.invoke('runs/get', { id: whole })

  const cut = await start(app, source, 120)
  await savedAt(app, cut, 1)
  await app.invoke('runs/stop', { id: cut })
  await app.close()
  const db = openForWriting(home)
  const rows = readStore(db).runs.checkpoints(cut)
  const last = rows.at(-1)!
  const bytes = db
    .prepare<[string], Buffer>('SELECT bytes FROM blobs WHERE sha256 = ?')
    .pluck()
    .get(last.weightsSha256)!
  bytes[bytes.length >> 1]! ^= 1
  db.prepare('UPDATE blobs SET bytes = ? WHERE sha256 = ?').run(bytes, last.weightsSha256)
  db.close()

  const again = await openApp(home)
  const over = runOver(again, cut)
  const { from, notes } = await again.invoke('runs/resume', { id: cut })
  expect(notes).toEqual([expect.stringContaining('damaged')])
  const before = rows.at(-2)!
  expect(from).toEqual({ epoch: before.epoch, step: before.step })
  await over
  const resumed = await again.invoke('runs/get', { id: cut })
  expect(resumed).toMatchObject({
    status: 'completed',
    weightsSha256: expected.weightsSha256,
    metrics: expected.metrics,
  })
  const [one, other] = await Promise.all([whole, cut].map((id) => again.invoke('runs/history', { id })))
  expect([...other!.val_loss]).toEqual([...one!.val_loss])
})

test('on a full disk a run waits, says so, and goes on to the same bits when there is space', async (context) => {
  const disk = await smallDisk(96, context.task.name)
  if (!disk) return context.skip()
  const home = join(disk.folder, 'home')
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 60))
  const whole = await start(app, source, 600)
  await runOver(app, whole)
  const { weightsSha256 } = await app.invoke('runs/get', { id: whole })

  const told: (string | null)[] = []
  app.on('run/waiting', ({ error }) => told.push(error?.code ?? null))
  const runId = await start(app, source, 600)
  await filledInTheMiddle(app, runId, disk)
  // Nothing that is stored went away with it, and reading works.
  const db = openForReading(home)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(readStore(db).runs.detail(runId)?.epochsDone).toBeGreaterThan(0)
  db.close()
  const over = runOver(app, runId)
  disk.clear()
  expect(await over).toMatchObject({ error: null })
  expect(told).toEqual(['storage/disk-full', null])
  const run = await app.invoke('runs/get', { id: runId })
  expect(run).toMatchObject({ status: 'completed', epochsDone: 600, weightsSha256, error: null })
})

test('who stops a run that waits for space is not kept waiting, and it can be resumed later', async (context) => {
  const disk = await smallDisk(96, context.task.name)
  if (!disk) return context.skip()
  const app = await openApp(join(disk.folder, 'home'))
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 60))
  const runId = await start(app, source, 3000)
  await filledInTheMiddle(app, runId, disk)
  expect(await app.invoke('runs/stop', { id: runId })).toEqual({ stopped: true })
  disk.clear()
  await app.close()
  const again = await openApp(join(disk.folder, 'home'))
  const run = await again.invoke('runs/get', { id: runId })
  expect(['failed', 'interrupted']).toContain(run.status)
  const { from } = await again.invoke('runs/resume', { id: runId })
  expect(from.epoch).toBe(run.epochsDone)
  await again.invoke('runs/stop', { id: runId })
})

test('a damaged database is set aside, what can be read is there, and the person is told what was lost', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 20))
  const runId = await start(app, source, 3)
  await runOver(app, runId)
  const before = await app.invoke('runs/get', { id: runId })
  await app.close()
  openForWriting(home).close() // what the log holds has to be in the file
  const file = join(home, 'glassbox.sqlite')
  const fd = openSync(file, 'r+')
  writeSync(fd, Buffer.from('not a database any more'), 0, 16, 0)
  closeSync(fd)

  const again = await openApp(home)
  const { notice } = await again.invoke('app/info', {})
  expect(notice).toMatchObject({ code: 'storage/damaged', hint: expect.stringContaining('damaged') })
  expect(readdirSync(join(home, 'damaged')).some((name) => name.endsWith('.sqlite'))).toBe(true)
  expect(existsSync(file)).toBe(true)
  // A file without its head is no database: an empty one took its place, and new work can begin.
  expect(await again.invoke('runs/list', {})).toEqual([])
  expect(before.epochsDone).toBe(3)
  await importFolder(again, await stripesFolder(await temporaryFolder(), 20))
})

test('what a later program wrote is shown, and nothing of it is changed', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 20))
  const runId = await start(app, source, 2)
  await runOver(app, runId)
  await app.close()
  const db = openForWriting(home)
  db.pragma('user_version = 999')
  db.close()
  const newer = await openApp(home)
  expect((await newer.invoke('app/info', {})).notice).toMatchObject({ code: 'storage/newer' })
  expect((await newer.invoke('runs/get', { id: runId })).epochsDone).toBe(2)
  await expect(newer.invoke('runs/delete', { ids: [runId] })).rejects.toMatchObject({ code: 'storage/newer' })
})

test('a home folder that vanishes under a run is noticed, and the run goes on from what was saved once it is back', async (context) => {
  const real = await temporaryFolder()
  const mounted = await temporaryFolder()
  const mount = (): unknown => execFileSync('mount', ['--bind', real, mounted], { stdio: 'pipe' })
  try {
    mount()
  } catch (error) {
    console.warn(`skipped: ${context.task.name}: cannot mount here: ${String(error).split('\n')[0]}`)
    return context.skip()
  }
  onTestFinished(() => void execFileSync('umount', ['-l', mounted]))
  const app = await openApp(mounted)
  const source = await importFolder(app, await stripesFolder(await temporaryFolder(), 60))
  const whole = await start(app, source, 40)
  await runOver(app, whole)
  const { weightsSha256 } = await app.invoke('runs/get', { id: whole })
  const runId = await start(app, source, 40)
  await savedAt(app, runId, 1)
  const over = runOver(app, runId)
  execFileSync('umount', ['-l', mounted])
  expect(await over).toMatchObject({ error: { code: 'home/unusable' } })
  await app.close().catch(() => undefined)
  mount()
  const again = await openApp(mounted)
  expect((await again.invoke('runs/get', { id: runId })).status).toBe('interrupted')
  const resumed = runOver(again, runId)
  await again.invoke('runs/resume', { id: runId })
  await resumed
  expect(await again.invoke('runs/get', { id: runId })).toMatchObject({ status: 'completed', weightsSha256 })
})
