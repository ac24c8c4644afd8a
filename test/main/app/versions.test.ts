import { appendFile, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { App } from '../../../src-main/app/app.ts'
import { finishJob } from '../../../src-main/cli/wait.ts'
import type { CommandInput } from '../../../src-main/contract/contract.ts'
import type { DatasetReport } from '../../../src-main/contract/types.ts'
import { importFolder, openApp, smallConfig, trainToEnd } from '../support/app.ts'
import { quartersFolder } from '../support/idx.ts'
import { stripes, stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

const quiet = (): void => undefined

async function exclude(app: App, id: string, positions: number[]): Promise<string> {
  const { datasetId } = await finishJob(app, () => app.invoke('datasets/exclude', { id, positions }), quiet)
  return datasetId ?? ''
}

async function check(app: App, input: CommandInput<'datasets/check'>): Promise<DatasetReport> {
  const { report } = await finishJob(app, () => app.invoke('datasets/check', input), quiet)
  return report!
}

async function verdict(app: App, runId: string): Promise<string | undefined> {
  const { verification } = await finishJob(app, () => app.invoke('runs/verify', { id: runId, threads: 1 }), quiet)
  return verification?.verdict
}

const kindsOf = ({ findings }: Pick<DatasetReport, 'findings'>): string[] => findings.map(({ kind }) => kind)

test('an import ends with what the doctor says, and a copy can be left out', async () => {
  const app = await openApp()
  const folder = await stripesFolder(await temporaryFolder(), 20)
  await writeFile(join(folder, 'bars', 'again.png'), await stripes('bars', 3))
  const id = await importFolder(app, folder)
  const report = await app.invoke('datasets/doctor', { id })
  const copies = report?.findings.find(({ kind }) => kind === 'exactDuplicate')
  expect(copies).toMatchObject({ count: 1, title: '1 picture is a copy of another one, to the last byte.' })
  expect(copies?.groups[0]?.items.map(({ path }) => path)).toEqual(['bars/3.png', 'bars/again.png'])
  expect((await app.invoke('datasets/list', {}))[0]?.health).toEqual(report?.health)

  const [mend] = copies?.mends ?? []
  const version = await exclude(app, id, mend?.exclude ?? [])
  const made = await app.invoke('datasets/get', { id: version })
  expect(made).toMatchObject({ version: 2, parentId: id, itemCount: 40, folder })
  expect(made.skipped).toEqual([{ path: 'bars/again.png', code: 'dataset/excluded', reason: 'Left out by hand.' }])
  expect(kindsOf((await app.invoke('datasets/doctor', { id: version }))!)).not.toContain('exactDuplicate')
  // What stays is what it was: the same pictures in the same splits, nothing decoded.
  const before = (await app.invoke('datasets/items', { id, limit: 100 })).items
  const after = (await app.invoke('datasets/items', { id: version, limit: 100 })).items
  expect(after.map(({ path, split, tensorSha256 }) => [path, split, tensorSha256])).toEqual(
    before
      .filter(({ path }) => path !== 'bars/again.png')
      .map(({ path, split, tensorSha256 }) => [path, split, tensorSha256]),
  )
  expect(after.map(({ position }) => position)).toEqual(after.map((_, index) => index))
})

test('the newest version is listed, the one before stays for its runs and comes back when the newer one is deleted', async () => {
  const app = await openApp()
  const id = await importFolder(app, await stripesFolder(await temporaryFolder(), 12))
  const asImported = (source: string): ReturnType<typeof smallConfig> =>
    smallConfig(source, { given: { data: {}, training: { epochs: 1 } } })
  const listed = async (): Promise<string[]> => (await app.invoke('datasets/list', {})).map((one) => one.id)
  const version = await exclude(app, id, [0, 1])
  expect(await listed()).toEqual([version])
  expect((await trainToEnd(app, asImported(id))).error).toBeNull()
  expect((await trainToEnd(app, asImported(version))).error).toBeNull()
  const { folder } = await app.invoke('datasets/get', { id })
  expect(await importFolder(app, folder!)).toBe(id)

  await app.invoke('datasets/delete', { id: version })
  expect(await listed()).toEqual([id])
  const [run] = await app.invoke('runs/list', {})
  expect(run?.datasetId).toBe(version)
  expect((await app.invoke('runs/evaluate', { id: run!.id })).items.length).toBeGreaterThan(0)
  await app.invoke('datasets/restore', { id: version })
  expect(await listed()).toEqual([version])
  expect(await app.invoke('datasets/edit', { id: version, name: 'tidy stripes' })).toMatchObject({
    name: 'tidy stripes',
  })
})

test('a version is prepared anew, shown and verified like any other data set', async () => {
  const app = await openApp()
  const id = await importFolder(app, await stripesFolder(await temporaryFolder(), 12))
  const version = await exclude(app, id, [2, 15])
  expect((await app.fetch(new Request(`http://127.0.0.1/thumbnails/${version}/14`))).status).toBe(200)
  const { runId } = await trainToEnd(app, smallConfig(version))
  expect(await verdict(app, runId)).toBe('equal')
})

test('so is a version of IDX files, of which only some pictures are left', async () => {
  const app = await openApp()
  const id = await importFolder(app, await quartersFolder(await temporaryFolder()))
  const version = await exclude(app, id, [1, 41])
  const { items } = await app.invoke('datasets/items', { id: version, limit: 100 })
  expect(items).toHaveLength(50)
  const thumbnails = await Promise.all(
    [`/thumbnails/${id}/2`, `/thumbnails/${version}/1`].map(async (path) =>
      Buffer.from(await (await app.fetch(new Request(`http://127.0.0.1${path}`))).arrayBuffer()),
    ),
  )
  expect(thumbnails[1]).toEqual(thumbnails[0])
  const config = smallConfig(version, { classes: 4 })
  const { runId, error } = await trainToEnd(app, config)
  expect(error).toBeNull()
  expect(await verdict(app, runId)).toBe('equal')
})

test('what cannot be left out is refused', async () => {
  const app = await openApp()
  const id = await importFolder(app, await stripesFolder(await temporaryFolder(), 4))
  await expect(exclude(app, id, [0, 1, 2, 3])).rejects.toMatchObject({ code: 'dataset/one-class' })
  await expect(exclude(app, id, [99])).rejects.toMatchObject({ code: 'input/invalid' })
  expect(await app.invoke('datasets/list', {})).toHaveLength(1)
})

test('a data set that a run is training on is not deleted', async () => {
  const app = await openApp()
  const id = await importFolder(app, await stripesFolder(await temporaryFolder(), 12))
  const config = smallConfig(id, { given: { data: {}, training: { epochs: 100_000 } } })
  const { runId } = await app.invoke('runs/start', { config, preset: null, threads: 1 })
  await expect(app.invoke('datasets/delete', { id })).rejects.toMatchObject({ code: 'dataset/in-use' })
  await app.invoke('runs/stop', { id: runId })
  await app.invoke('datasets/delete', { id })
  expect(await app.invoke('datasets/list', {})).toEqual([])
})

test('files that changed or went since the import are found, and a moved folder is found by its content', async () => {
  const app = await openApp()
  const parent = await temporaryFolder()
  const folder = await stripesFolder(join(parent, 'here'), 12)
  const id = await importFolder(app, folder)
  expect(kindsOf(await check(app, { id }))).not.toContain('changed')
  await appendFile(join(folder, 'bars', '3.png'), 'x')
  await writeFile(join(folder, 'bars', '4.png'), await stripes('bars', 400))
  await rm(join(folder, 'lines', '5.png'))
  const report = await check(app, { id })
  const found = (kind: string): (string | undefined)[] | undefined =>
    report.findings.find((one) => one.kind === kind)?.groups.map(({ items }) => items[0]?.path)
  expect(found('changed')).toEqual(['bars/3.png', 'bars/4.png'])
  expect(found('missing')).toEqual(['lines/5.png'])
  expect((await app.invoke('datasets/doctor', { id }))?.findings).toEqual(report.findings)
})

test('a moved folder is found by its content, also under other names', async () => {
  const app = await openApp()
  const parent = await temporaryFolder()
  const id = await importFolder(app, await stripesFolder(join(parent, 'before'), 6))
  await rename(join(parent, 'before'), join(parent, 'after'))
  await mkdir(join(parent, 'after', 'deeper'))
  await rename(join(parent, 'after', 'bars', '2.png'), join(parent, 'after', 'deeper', 'renamed.png'))
  expect(kindsOf(await check(app, { id }))).toContain('missing')
  const relink = (folder: string): Promise<unknown> =>
    finishJob(app, () => app.invoke('datasets/relink', { id, folder }), quiet)
  await relink(join(parent, 'after'))
  expect(await app.invoke('datasets/get', { id })).toMatchObject({ folder: join(parent, 'after'), itemCount: 12 })
  const { items } = await app.invoke('datasets/items', { id })
  expect(items[2]?.path).toBe('bars/2.png')
  expect(kindsOf(await check(app, { id }))).not.toContain('missing')
  expect((await app.fetch(new Request(`http://127.0.0.1/thumbnails/${id}/2`))).status).toBe(200)

  // Its class is what it was, whatever folder it lies in now.
  expect((await trainToEnd(app, smallConfig(id))).error).toBeNull()
  expect(await importFolder(app, join(parent, 'after'))).not.toBe(id)

  await cp(join(parent, 'after'), join(parent, 'part'), { recursive: true })
  await rm(join(parent, 'part', 'lines', '0.png'))
  await expect(relink(join(parent, 'part'))).rejects.toMatchObject({
    code: 'dataset/changed',
    details: { missing: ['lines/0.png'], missingCount: 1 },
  })
})
