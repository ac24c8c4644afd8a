import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test, type TestContext } from 'vitest'
import { importPictures, type ImportedDataset } from '../../../src-main/datasets/import.ts'
import type { JobOptions } from '../../../src-main/datasets/each-picture.ts'
import { scanFolder } from '../../../src-main/datasets/scan.ts'
import { readableSources, runAsNobody } from '../support/another-user.ts'
import { classFolders, folderWith, png, prepare, shares } from './pictures.ts'

const windows = process.platform === 'win32'

async function importFolder(root: string, options: JobOptions = {}): Promise<ImportedDataset> {
  const folder = await scanFolder({ folder: root, layout: 'usual' })
  return importPictures({ folder, prepare, shares, cacheFile: join(folderWith(), 'cache'), ...options })
}

const [nfc, nfd] = ['Gemüse'.normalize('NFC'), 'Gemüse'.normalize('NFD')]

describe.skipIf(process.platform !== 'linux')('names', () => {
  it.each([
    ['differ only in case', ['Cat', 'cat', 'CAT']],
    ['differ only in how an accent is written', [nfc, nfd]],
    ['are reserved on Windows', ['CON', 'nul', 'COM1.txt', 'aux', 'LPT9']],
    ['end in dots and spaces, or begin with one', ['end.', 'end..', 'end ', ' begin']],
    [
      'hold what other systems forbid',
      ['a:b', 'a*b?', 'a"b', '<a>', 'a|b', 'back\\slash', 'line\nbreak', '\x07bell', '%2e%2e'],
    ],
    ['are as long as a name can be', ['x'.repeat(255), `${'ü'.repeat(127)}x`]],
    ['look like code', ['__proto__', 'constructor', 'null', "'; DROP TABLE items; --", '=1+1']],
  ])('of classes and of pictures may be such that %s', async (_, names) => {
    const files: Record<string, Buffer> = {}
    for (const [c, name] of names.entries())
      for (const [p, picture] of names.entries()) files[`${name}/${picture}`] = await png(9, 7, c * 100 + p)
    const root = folderWith(files)
    const { classes, items, skipped } = await importFolder(root)
    expect(skipped).toEqual([])
    expect(new Set(classes)).toEqual(new Set(names))
    expect(new Set(items.map(({ path }) => path))).toEqual(new Set(Object.keys(files)))
    for (const { path, classIndex, bytes } of items) {
      expect(path.split('/')[0]).toBe(classes[classIndex])
      expect(bytes).toBe(readFileSync(join(root, path)).length)
    }
    expect((await importFolder(root)).items).toEqual(items)
  })

  it('that are no text are told, and nothing else is lost', async () => {
    const root = await classFolders(['a', 'b'], 2)
    writeFileSync(Buffer.concat([Buffer.from(`${join(root, 'a')}/`), Buffer.from([0xff, 0xfe])]), await png(9, 7, 9))
    const { items, skipped } = await importFolder(root)
    expect(items).toHaveLength(4)
    expect(skipped).toEqual([
      { path: 'a/\ufffd\ufffd', code: 'picture/unreadable', reason: expect.stringContaining('not there') as string },
    ])
  })
})

describe('files that change while a folder is read', () => {
  /** Imports thirty pictures; the last is done this to at the first report. */
  async function importWhile(change: (file: string) => void): Promise<ImportedDataset> {
    const root = await classFolders(['a', 'b'], 15)
    let done = false
    return importFolder(root, {
      onProgress: () => {
        if (!done) change(join(root, 'b/014.png'))
        done = true
      },
    })
  }

  it.each([
    ['cut short', (file: string) => truncateSync(file, 60), 'picture/damaged'],
    ['emptied', (file: string) => truncateSync(file, 0), 'picture/empty'],
    ['replaced by a folder', (file: string) => (rmSync(file), mkdirSync(file)), 'picture/unreadable'],
    ...(windows
      ? []
      : ([
          [
            'replaced by a pipe',
            (file: string) => (rmSync(file), execFileSync('mkfifo', [file])),
            'picture/unreadable',
          ],
          [
            'replaced by a device',
            (file: string) => (rmSync(file), symlinkSync('/dev/zero', file)),
            'picture/unreadable',
          ],
          [
            'replaced by a link to itself',
            (file: string) => (rmSync(file), symlinkSync(file, file)),
            'picture/unreadable',
          ],
        ] as const)),
  ] as const)('one that is %s is listed', async (_, change, code) => {
    const { items, skipped } = await importWhile((file) => void change(file))
    expect(items).toHaveLength(29)
    expect(skipped).toMatchObject([{ path: 'b/014.png', code }])
    expect(skipped[0]!.reason.length).toBeGreaterThan(15)
  })

  it('one that grows is read as it is then', async () => {
    const { items, skipped } = await importWhile((file) => appendFileSync(file, 'more'))
    expect(skipped).toEqual([])
    expect(items.at(-1)).toMatchObject({ path: 'b/014.png', width: 9, height: 7 })
  })
})

it.skipIf(windows)('devices and sockets among the pictures are never opened', async () => {
  const root = await classFolders(['a', 'b'], 1)
  for (const device of ['/dev/zero', '/dev/random', '/dev/tty'].filter((name) => existsSync(name)))
    symlinkSync(device, join(root, 'a', `device-${device.slice(5)}`))
  const { skipped, entries } = await scanFolder({ folder: root })
  expect(entries).toHaveLength(2)
  expect(skipped.length).toBeGreaterThan(0)
  for (const { code, reason } of skipped)
    expect([code, reason]).toEqual(['picture/unreadable', expect.stringContaining('device')])
})

test('another user is told what may not be read, and gets the rest', async (context: TestContext) => {
  const [root, out] = [await classFolders(['a', 'b', 'c'], 3), folderWith()]
  for (const folder of [root, out]) chmodSync(folder, 0o777)
  chmodSync(join(root, 'a/001.png'), 0o000)
  chmodSync(join(root, 'c'), 0o000)
  const sources = readableSources()
  const script = `
    import { importPictures } from '${join(sources, 'src-main/datasets/import.ts')}'
    import { scanFolder } from '${join(sources, 'src-main/datasets/scan.ts')}'
    const [root, cacheFile] = process.argv.slice(1)
    const options = { prepare: ${JSON.stringify(prepare)}, shares: [0.6, 0.2, 0.2], cacheFile }
    const outcome = await scanFolder({ folder: root }).then((folder) => importPictures({ folder, ...options })).then(
      ({ items, skipped }) => ({
        paths: items.map((item) => item.path),
        skipped: skipped.map((file) => [file.path, file.code, file.reason]),
      }),
      (error) => ({ error: error.code ?? error.message }),
    )
    console.log(JSON.stringify(outcome))`
  const run = (folder: string) => runAsNobody(script, [folder, join(out, 'cache')], context)
  const { stdout, stderr } = run(root)
  expect(stderr).not.toContain('Error:')
  expect(JSON.parse(stdout)).toEqual({
    paths: ['a/000.png', 'a/002.png', 'b/000.png', 'b/001.png', 'b/002.png'],
    skipped: [
      ['c', 'dataset/no-permission', 'You have no permission to open this folder.'],
      ['a/001.png', 'picture/unreadable', 'You have no permission to read this file. Change its permissions.'],
    ],
  })
  chmodSync(root, 0o000)
  expect(JSON.parse(run(root).stdout)).toMatchObject({ error: 'dataset/no-permission' })
  chmodSync(root, 0o777)
})
