import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listPackage, statFile } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { beforeAll, describe, expect, test } from 'vitest'
import { sizeTable, type Sized } from './support/size-table.ts'
import { buildUnpacked, DELIVERED_FUSES, onLinux, type Unpacked } from './support/unpacked.ts'

const here = `linux-${process.arch}`

describe.skipIf(!onLinux)('the packaged application', () => {
  let built: Unpacked
  let files: Sized[]
  const names = (part: { unpacked: boolean }): string[] =>
    files.filter(({ unpacked }) => unpacked === part.unpacked).map(({ name }) => name)

  beforeAll(async () => {
    built = await buildUnpacked()
    files = listPackage(built.asar, { isPack: false }).flatMap((entry) => {
      const facts = statFile(built.asar, entry.slice(1))
      return 'size' in facts ? [{ name: entry.slice(1), size: facts.size, unpacked: facts.unpacked ?? false }] : []
    })
  })

  test('holds what runs', () => {
    const packed = names({ unpacked: false })
    for (const name of [
      'package.json',
      'out/main/cli.js',
      'out/main/electron.js',
      'out/preload/preload.cjs',
      'out/renderer/index.html',
      'out/main/licences.md',
      'out/renderer/licences.md',
      ...['glassbox', 'glassbox-unrelaxed', 'glassbox-unshared', 'glassbox-unrelaxed-unshared', 'resize'].map(
        (build) => `resources/kernels/${build}.wasm`,
      ),
    ])
      expect(packed).toContain(name)
    for (const worker of ['storage', 'dataset', 'training', 'inference', 'kernel'])
      expect(packed.filter((name) => name.startsWith(`out/main/chunks/${worker}.worker-`))).toHaveLength(1)
  })

  test('holds no sources, tests, maps, documents or tools', () => {
    const folders = new Set(files.map(({ name }) => name.split('/')[0]))
    expect([...folders].sort()).toEqual(['node_modules', 'out', 'package.json', 'resources'])
    const unwanted =
      /\.(map|ts|mts|cts|vue|cc|cpp|c|h|hpp|gyp|gypi)$|\/\.bin\/|\/(tests?|docs|deps)\/|^resources\/(?!kernels\/)/
    expect(files.map(({ name }) => name).filter((name) => unwanted.test(name))).toEqual([])
  })

  test('holds the packages that the built code imports and what those need, and no others', () => {
    const packages = files.flatMap(({ name }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? [])
    expect([...new Set(packages)].sort()).toEqual([
      '@emnapi/runtime',
      '@img/colour',
      '@img/sharp-wasm32',
      'better-sqlite3',
      'detect-libc',
      'semver',
      'sharp',
      'tslib',
    ])
  })

  test('keeps native code of this system alone, as real files', async () => {
    const native = /\.(node|dll|dylib)$|\.so(\.|$)/
    expect(files.filter(({ name }) => native.test(name))).toEqual([
      expect.objectContaining({ name: `node_modules/better-sqlite3/prebuilds/${here}.node`, unpacked: true }),
    ])
    const beside = await readdir(`${built.asar}.unpacked`, { recursive: true, withFileTypes: true })
    const real = beside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    expect(real).toEqual(names({ unpacked: true }).map((name) => join(`${built.asar}.unpacked`, name)))
  })

  test('brings the command and the licences of libvips', async () => {
    const resources = join(built.folder, 'resources')
    expect((await stat(join(resources, 'bin/glassbox'))).mode & 0o777).toBe(0o755)
    expect(await readFile(join(resources, 'licences/libvips.md'), 'utf8')).toMatch(/third-party libraries/)
    expect(await readdir(join(resources, 'bin'))).toEqual(['glassbox'])
  })

  test('has its fuses set: Node for the command, nothing else that could be turned on from outside', async () => {
    const wire = await getCurrentFuseWire(built.program)
    const states = Array.from(DELIVERED_FUSES, (_, fuse) => [
      FuseV1Options[fuse] ?? fuse,
      String.fromCharCode(Number(wire[fuse as FuseV1Options])),
    ])
    expect(Object.fromEntries(states)).toEqual({
      RunAsNode: '1',
      EnableCookieEncryption: '0',
      EnableNodeOptionsEnvironmentVariable: '0',
      EnableNodeCliInspectArguments: '0',
      EnableEmbeddedAsarIntegrityValidation: '1',
      OnlyLoadAppFromAsar: '1',
      LoadBrowserProcessSpecificV8Snapshot: '0',
      GrantFileProtocolExtraPrivileges: '0',
      8: '1',
    })
  })

  test('is small beside Electron', async () => {
    const table = sizeTable(files, (await stat(built.asar)).size)
    console.log(table.text)
    expect(table.total).toBeLessThan(20_000_000)
  })
})
