import { execFileSync } from 'node:child_process'
import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, type TestContext } from 'vitest'
import { scanFolder } from '../../../src-main/datasets/scan.ts'
import { readableSources, runAsNobody } from '../support/another-user.ts'
import { errorOf, folderWith } from './pictures.ts'

const windows = process.platform === 'win32'

describe('scanFolder', () => {
  it('finds classes and files with hostile names', async () => {
    const names = [
      'a b',
      'quo\'te"',
      'עברית',
      '🐈',
      ...(windows ? [] : ['line\nbreak', 'back\\slash']),
      'x'.repeat(255),
    ]
    const root = folderWith(Object.fromEntries(names.map((name) => [`${name}/p.png`, name])))
    const { classes, entries } = await scanFolder({ folder: root })
    expect(new Set(classes)).toEqual(new Set(names))
    for (const { path, read, classIndex } of entries) {
      expect(path).toBe(`${classes[classIndex]!}/p.png`)
      expect(Buffer.from(await read()).toString()).toBe(classes[classIndex])
    }
  })

  it('says what is wrong with the folder itself', async () => {
    const root = folderWith({ 'only/1.png': 'x', file: 'x' })
    await errorOf('dataset/not-found', scanFolder({ folder: join(root, 'nowhere') }))
    await errorOf('dataset/not-a-folder', scanFolder({ folder: join(root, 'file') }))
    const one = await errorOf('dataset/one-class', scanFolder({ folder: root }))
    expect(one.message).toContain('"only"')
    expect(one.hint).toContain('two')
    await errorOf('dataset/no-classes', scanFolder({ folder: join(root, 'only') }))
    await errorOf('dataset/no-pictures', scanFolder({ folder: folderWith() }))
  })

  it.skipIf(windows)('ends at links that lead back, and follows others once', async () => {
    const root = folderWith({ 'a/1': 'x', 'b/1': 'x' })
    const outside = folderWith({ 'p/1': 'x' })
    symlinkSync(root, join(root, 'a/up'))
    symlinkSync('self', join(root, 'b/self'))
    symlinkSync('nowhere', join(root, 'b/broken'))
    symlinkSync(join(root, 'b'), join(root, 'aa'))
    symlinkSync(join(outside, 'p'), join(root, 'c'))
    symlinkSync(join(outside, 'p/1'), join(root, 'b/linked'))
    const { entries, skipped, classes } = await scanFolder({ folder: root })
    expect(entries.map(({ path }) => path)).toEqual(['a/1', 'b/1', 'b/linked', 'c/1'])
    expect(classes).toEqual(['a', 'b', 'c'])
    expect(skipped.map(({ path, reason }) => [path, reason])).toEqual([
      ['a/up', expect.stringContaining('already')],
      ['aa', expect.stringContaining('already')],
      ['b/broken', expect.stringContaining('nowhere')],
      ['b/self', expect.stringContaining('itself')],
    ])
  })

  it.skipIf(windows)('never opens a pipe', async () => {
    const root = folderWith({ 'a/1': 'x', 'b/1': 'x' })
    execFileSync('mkfifo', [join(root, 'b/pipe')])
    const { entries, skipped } = await scanFolder({ folder: root })
    expect(entries.length).toBe(2)
    expect(skipped).toEqual([
      { path: 'b/pipe', code: 'picture/unreadable', reason: expect.stringContaining('pipe') as string },
    ])
  })

  it('reads an uploaded folder by the paths it had', async () => {
    const store = folderWith({ 1: 'a cat', 2: 'a dog' })
    const files = [
      { path: 'photos/cat/1.png', file: join(store, '1') },
      { path: 'photos/dog/1.png', file: join(store, '2') },
    ]
    const { root, classes, entries } = await scanFolder({ files })
    expect(root).toBeNull()
    expect(classes).toEqual(['cat', 'dog'])
    const contents = await Promise.all(entries.map(({ read }) => read()))
    expect(contents.map(String)).toEqual(['a cat', 'a dog'])
  })

  it('stops when cancelled', async () => {
    await errorOf('cancelled', scanFolder({ folder: folderWith({ 'a/1': 'x' }) }, AbortSignal.abort()))
  })

  it.skipIf(windows)('lists what it has no permission for', (context) => {
    const root = folderWith({ 'a/1': 'x', 'a/secret': 'x', 'b/1': 'x', 'c/1': 'x' })
    chmodSync(root, 0o755)
    chmodSync(join(root, 'c'), 0)
    chmodSync(join(root, 'a/secret'), 0)
    const seen = asNobody(root, context)
    expect(seen.scan).toEqual({ entries: ['a/1', 'a/secret', 'b/1'], skipped: [['c', 'dataset/no-permission']] })
    expect(seen.read).toBe('picture/unreadable: You have no permission to read this file.')
    chmodSync(root, 0)
    expect(asNobody(root, context).error).toBe('dataset/no-permission')
    chmodSync(root, 0o755)
    chmodSync(join(root, 'c'), 0o755)
  })
})

interface Seen {
  scan?: { entries: string[]; skipped: [string, string][] }
  read?: string
  error?: string
}

/** Scans as a user without rights, in a process of its own. */
function asNobody(root: string, context: TestContext): Seen {
  const sources = readableSources()
  const script = `
    import { scanFolder } from '${join(sources, 'src-main/datasets/scan.ts')}'
    import { readPictureFile } from '${join(sources, 'src-main/datasets/read-picture.ts')}'
    const [root] = process.argv.slice(1)
    const seen = await scanFolder({ folder: root }).then(
      async ({ entries, skipped }) => ({
        scan: { entries: entries.map((e) => e.path), skipped: skipped.map((s) => [s.path, s.code]) },
        read: await readPictureFile(root + '/a/secret').then(() => 'read', (e) => e.code + ': ' + e.message),
      }),
      (error) => ({ error: error.code ?? error.message }),
    )
    console.log(JSON.stringify(seen))`
  const { stdout, stderr } = runAsNobody(script, [root], context)
  expect(stderr).not.toContain('Error')
  return JSON.parse(stdout) as Seen
}
