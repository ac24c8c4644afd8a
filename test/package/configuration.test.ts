import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, matchesGlob } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configuration } from '../../build/electron-builder.ts'
import lock from '../../package-lock.json' with { type: 'json' }
import { root } from './support/unpacked.ts'

/** electron-builder's own check of a configuration, which it does not export. */
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))(
  'app-builder-lib/out/util/config/config.js',
) as {
  validateConfiguration(config: object, logger: object): Promise<void>
}

/** Whether a file of node_modules is packed; later patterns do not take back what an earlier one excludes. */
function packs(system: 'linux' | 'darwin' | 'win32', arch: string, file: string): boolean {
  const patterns = configuration(system).files as string[]
  return !patterns.some(
    (pattern) => pattern.startsWith('!') && matchesGlob(file, pattern.slice(1).replaceAll('${arch}', arch)),
  )
}

const installed = Object.keys(lock.packages).filter((name) => name.startsWith('node_modules/@img/sharp-'))
const prebuilds = ['darwin', 'linux', 'linuxmusl', 'win32'].flatMap((system) =>
  ['arm64', 'x64'].map((arch) => `node_modules/better-sqlite3/prebuilds/${system}-${arch}.node`),
)

describe.each(['linux', 'darwin', 'win32'] as const)('the configuration for %s', (system) => {
  test('is one that electron-builder accepts, as it would not accept a misspelt one', async () => {
    const logger = { isEnabled: false }
    await builder.validateConfiguration(configuration(system), logger)
    await expect(builder.validateConfiguration({ ...configuration(system), electronFuse: {} }, logger)).rejects.toThrow(
      /unknown property 'electronFuse'/,
    )
  })

  test.each(['x64', 'arm64'])('picks one library for SQLite and one decoder of pictures: %s', (arch) => {
    expect(prebuilds.filter((file) => packs(system, arch, file))).toEqual([
      `node_modules/better-sqlite3/prebuilds/${system}-${arch}.node`,
    ])
    // npm installs the packages of the system it runs on, so only they can be packed.
    const present = installed.filter((name) => {
      const { os, cpu } = lock.packages[name as keyof typeof lock.packages] as { os?: string[]; cpu?: string[] }
      return (!os || os.includes(system)) && (!cpu || cpu.includes(arch))
    })
    const expected = {
      linux: ['sharp-wasm32'],
      darwin: [`sharp-darwin-${arch}`, `sharp-libvips-darwin-${arch}`],
      win32: [`sharp-win32-${arch}`],
    }[system]
    expect(present.filter((name) => packs(system, arch, `${name}/lib/file.node`))).toEqual(
      expected.map((name) => `node_modules/@img/${name}`),
    )
  })

  test('names files that exist', async () => {
    const { extraResources, linux, mac, win } = configuration(system)
    for (const { from } of (extraResources as { from: string }[]).filter(({ from }) => from.startsWith('resources/')))
      await expect(readFile(join(root, from), 'utf8')).resolves.not.toBe('')
    const start = async (file: string): Promise<string> => (await readFile(join(root, file))).toString('latin1', 0, 4)
    expect(await start(`${linux!.icon!}/512x512.png`)).toBe('\x89PNG')
    expect(await start(win!.icon!)).toBe('\0\0\x01\0')
    expect(await start(mac!.icon!)).toBe('icns')
  })
})

test('the command of the Debian package leads to the one of the application', async () => {
  const { deb, productName } = configuration('linux')
  expect(deb?.fpm).toEqual(['resources/bin/glassbox.deb=/usr/bin/glassbox'])
  const script = await readFile(join(root, 'resources/bin/glassbox.deb'), 'utf8')
  expect(script).toBe(`#!/bin/sh\nexec /opt/${productName}/resources/bin/glassbox "$@"\n`)
})

test('the command for Windows starts the application as Node', async () => {
  const script = await readFile(join(root, 'resources/bin/glassbox.cmd'), 'utf8')
  expect(script).toMatch(/^set ELECTRON_RUN_AS_NODE=1\r?$/m)
  expect(script).toContain(
    `"%~dp0..\\..\\${configuration('win32').productName}.exe" "%~dp0..\\app.asar\\out\\main\\cli.js" %*`,
  )
})
