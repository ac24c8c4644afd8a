import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }

/** Where the application is put together; elsewhere only the configuration is looked at. */
export const onLinux = process.platform === 'linux'
if (!onLinux) console.warn('SKIPPED: the package for Linux is only put together on Linux')

export const root = join(import.meta.dirname, '../../..')

export interface Unpacked {
  /** The application as installed, with a placeholder for Electron's program. */
  readonly folder: string
  readonly program: string
  readonly asar: string
  /** Everything lies in here; it is gone after the tests of the file. */
  readonly work: string
}

/** Builds the unpacked application for Linux around a placeholder for Electron. Asks the network for nothing. */
export async function buildUnpacked(): Promise<Unpacked> {
  const work = await mkdtemp(join(tmpdir(), 'glassbox-package-'))
  afterAll(() => rm(work, { recursive: true, force: true }))
  const electron = join(work, 'electron')
  const output = join(work, 'installers')
  await placeholder(electron)
  await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      ...['--config', 'build/electron-builder.ts', '--linux', 'dir', '--publish', 'never'],
      `-c.electronDist=${electron}`,
      `-c.directories.output=${output}`,
    ],
    { cwd: root, env: { ...process.env, NO_UPDATE_NOTIFIER: '1' } },
  )
  const folder = join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`)
  return { folder, program: join(folder, 'glassbox-desktop'), asar: join(folder, 'resources/app.asar'), work }
}

/** Electron's fuses, each as it is delivered: '1' is on. The last has no name yet in @electron/fuses. */
export const DELIVERED_FUSES = '101100011'

/** What electron-builder looks for in Electron's folder; the program holds nothing but the fuses. */
async function placeholder(folder: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true })
  await writeFile(join(folder, 'version'), manifest.devDependencies.electron)
  await writeFile(join(folder, 'LICENSE'), '')
  await writeFile(join(folder, 'LICENSES.chromium.html'), '')
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const wire = `\u0001${String.fromCharCode(DELIVERED_FUSES.length)}${DELIVERED_FUSES}`
  await writeFile(join(folder, 'electron'), `program${sentinel}${wire}program`, { mode: 0o755 })
}
