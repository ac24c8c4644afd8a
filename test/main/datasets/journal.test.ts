import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, expect, test, vi } from 'vitest'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { decodePicture } from '../../../src-main/datasets/decode.ts'
import { importPictures, type ImportedDataset } from '../../../src-main/datasets/import.ts'
import { scanFolder } from '../../../src-main/datasets/scan.ts'
import { classFolders, errorOf, folderWith, png, shares } from './pictures.ts'

vi.mock('../../../src-main/datasets/decode.ts', async (original) => {
  const module = await original<typeof import('../../../src-main/datasets/decode.ts')>()
  return { ...module, decodePicture: vi.fn(module.decodePicture) }
})

const HOOK = pathToFileURL(join(import.meta.dirname, '../faults/kill-hook.mjs')).href
const prepare = PrepareSpec.parse({})

beforeEach(() => {
  vi.mocked(decodePicture).mockClear()
})
const decodes = (): number => vi.mocked(decodePicture).mock.calls.length

interface Imported {
  data: ImportedDataset
  cache: Buffer
}

async function importFolder(root: string, journal?: string, signal?: AbortSignal): Promise<Imported> {
  const cacheFile = join(folderWith(), 'cache')
  const folder = await scanFolder({ folder: root })
  const data = await importPictures({ folder, prepare, shares, cacheFile, journal, ...(signal && { signal }) })
  return { data, cache: readFileSync(cacheFile) }
}

/** Begins an import and kills its process. @returns how many pictures the journal has a whole line of */
function killAt(point: string, root: string, journal: string): number {
  const child = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'killed-import.mjs'), root, journal, join(folderWith(), 'cache')],
    {
      env: { ...process.env, NODE_OPTIONS: `--import=${HOOK}`, GLASSBOX_KILL: point },
      encoding: 'utf8',
    },
  )
  expect(child.signal, child.stderr).toBe('SIGKILL')
  return readFileSync(join(journal, 'lines'), 'utf8').split('\n').length - 1
}

test.each(['before-write:4', 'after-write:4', 'before-sync:1', 'after-rename:1'])(
  'after kill -9 at %s only the rest is decoded, and the outcome is that of an undisturbed import',
  async (point) => {
    const [root, journal] = [await classFolders(['a', 'b'], 70), join(folderWith(), 'journal')]
    const known = killAt(point, root, journal)
    expect(known).toBeGreaterThan(0)
    const again = await importFolder(root, journal)
    expect(decodes()).toBe(140 - known)
    const undisturbed = await importFolder(root)
    expect(decodes()).toBe(140 - known + 140)
    expect(again.data).toEqual(undisturbed.data)
    expect(again.cache.equals(undisturbed.cache)).toBe(true)
  },
)

/** A whole import whose journal is still there. */
async function begun(): Promise<{ root: string; journal: string; first: Imported }> {
  const [root, journal] = [await classFolders(['a', 'b'], 5), join(folderWith(), 'journal')]
  const first = await importFolder(root, journal)
  vi.mocked(decodePicture).mockClear()
  return { root, journal, first }
}

test('a file of another size or time, a new one and one that is gone are noticed', async () => {
  const { root, journal } = await begun()
  writeFileSync(join(root, 'a/002.png'), await png(9, 7, 500))
  utimesSync(join(root, 'b/001.png'), 1, 1)
  writeFileSync(join(root, 'a/0005.png'), await png(9, 7, 600))
  rmSync(join(root, 'b/004.png'))
  const again = await importFolder(root, journal)
  expect(decodes()).toBe(3)
  const undisturbed = await importFolder(root)
  expect(again.data).toEqual(undisturbed.data)
  expect(again.cache.equals(undisturbed.cache)).toBe(true)
})

test.each([
  ['pixels that changed', 1, (journal: string) => overwrite(join(journal, 'pixels'), 3 * 12_288 + 5)],
  ['pixels that are missing', 2, (journal: string) => truncateSync(join(journal, 'pixels'), 8 * 12_288 + 100)],
  [
    'a line that ends early',
    1,
    (journal: string) => truncateSync(join(journal, 'lines'), statSync(join(journal, 'lines')).size - 4),
  ],
  ['a line that is no line', 10, (journal: string) => overwrite(join(journal, 'lines'), 0)],
  ['another preparation', 10, (journal: string) => rewrite(join(journal, 'about.json'), '"squash"', '"pad"')],
  [
    'another version of the program',
    10,
    (journal: string) => rewrite(join(journal, 'about.json'), '"program":"', '"program":"9'),
  ],
  ['nothing about it', 10, (journal: string) => rmSync(join(journal, 'about.json'))],
])('of a journal with %s, %i pictures are decoded again', async (_, count, damage) => {
  const { root, journal, first } = await begun()
  damage(journal)
  const again = await importFolder(root, journal)
  expect(decodes()).toBe(count)
  expect(again.data).toEqual(first.data)
  expect(again.cache.equals(first.cache)).toBe(true)
  vi.mocked(decodePicture).mockClear()
  expect((await importFolder(root, journal)).cache.equals(first.cache)).toBe(true)
  expect(decodes()).toBe(0)
})

function overwrite(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] = bytes[at]! ^ 255
  writeFileSync(file, bytes)
}

function rewrite(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  writeFileSync(file, text.replace(from, to))
}

test('names of every kind find their pictures again', async () => {
  const picture = await png(9, 7)
  const names = ['line\nbreak', 'back\\slash', 'é'.normalize('NFC'), 'é'.normalize('NFD'), 'ends.', 'CON.png', 'A', 'a']
  const root = folderWith(
    Object.fromEntries(names.flatMap((name) => [`x/${name}`, `y/${name}`].map((path) => [path, picture]))),
  )
  const journal = join(folderWith(), 'journal')
  const first = await importFolder(root, journal)
  expect(first.data.items).toHaveLength(2 * names.length)
  vi.mocked(decodePicture).mockClear()
  expect((await importFolder(root, journal)).data).toEqual(first.data)
  expect(decodes()).toBe(0)
})

test('a cancelled import leaves its journal to whoever cancelled it, and no cache', async () => {
  const [root, journal, out] = [await classFolders(['a', 'b'], 20), join(folderWith(), 'journal'), folderWith()]
  const abort = new AbortController()
  const folder = await scanFolder({ folder: root })
  const onProgress = (): void => abort.abort()
  const options = { folder, prepare, shares, cacheFile: join(out, 'cache'), journal, signal: abort.signal, onProgress }
  await errorOf('cancelled', importPictures(options))
  expect(readdirSync(out)).toEqual([])
  expect(readdirSync(journal).sort()).toEqual(['about.json', 'lines', 'pixels'])
})
