import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chooseHost, reasonAgainst } from '../../../bin/electron.mjs'
import { temporaryFolder } from '../support/temporary.ts'

interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const repository = join(import.meta.dirname, '../../..')

test('a window of its own needs a screen and a person who is not root', () => {
  const at = (platform: NodeJS.Platform, env: Record<string, string>, uid?: number): string | null =>
    reasonAgainst({ platform, env, uid })
  expect(at('linux', {}, 1000)).toContain('no screen')
  expect(at('linux', { DISPLAY: ':0' }, 0)).toContain('root')
  expect(at('linux', { DISPLAY: ':0' }, 1000)).toBeNull()
  expect(at('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeNull()
  expect(at('darwin', {}, 501)).toBeNull()
  expect(at('win32', {})).toBeNull()
})

test('whoever names an option of the server wants the browser, and Electron is not asked for', () => {
  for (const args of [['--no-open'], ['--port', '0'], ['--port=4177'], ['--help']])
    expect(chooseHost(args), args.join(' ')).toEqual({})
})

/** A copy of `bin`, installed and built, in which Electron is a script, so that nothing real is started. */
async function installation(electron: string): Promise<string> {
  const root = await temporaryFolder()
  // For the other user below.
  await chmod(root, 0o755)
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  await cp(join(repository, 'bin'), join(root, 'bin'), { recursive: true })
  for (const source of ['src-engine', 'src-main', 'src-renderer', 'resources']) await mkdir(join(root, source))
  for (const file of ['package.json', 'package-lock.json', 'electron.vite.config.ts']) await write(file, '{}')
  await write('node_modules/.glassbox-installed', createHash('sha256').update('{}').digest('hex'))
  await write('node_modules/electron/path.txt', 'electron')
  await write('node_modules/electron/dist/electron', `#!/bin/sh\n${electron}\n`)
  await chmod(join(root, 'node_modules/electron/dist/electron'), 0o755)
  await symlink(join(repository, 'node_modules', 'node'), join(root, 'node_modules', 'node'))
  await write('out/main/cli.js', 'console.log("command", ...process.argv.slice(2))\n')
  // Builds nothing, and notes what was built.
  await write('node_modules/electron-vite/bin/electron-vite.js', '')
  const { build } = (await import(join(root, 'bin', 'bootstrap.mjs'))) as typeof import('../../../bin/bootstrap.mjs')
  expect(build()).toBe(true)
  return root
}

/** Electron does not run as root; then `npm start` is tried as somebody else. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
const canStart = process.platform !== 'win32' && spawnSync(process.execPath, ['--version'], user).status === 0
if (!canStart)
  console.warn('\n*** On Windows, or as root where nobody else may read this folder: `npm start` is NOT tested. ***\n')

/** `npm start` on a machine with this screen. */
function start(root: string, args: readonly string[], screen = { DISPLAY: ':0' }): Promise<Finished> {
  const env = { PATH: process.env.PATH, HOME: root, ...screen }
  const child = spawn(process.execPath, [join(root, 'bin', 'start.mjs'), ...args], { env, ...user })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, out, err })))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await finished
  })
  return finished
}

describe.skipIf(!canStart)('npm start', () => {
  test('gives Electron the application and the arguments, and ends with its exit code', async () => {
    const root = await installation('echo "window $@"; exit 0')
    expect(await start(root, ['--home', '/a b', 'pictures'])).toEqual({
      code: 0,
      out: `window ${root} --home /a b pictures\n`,
      err: '',
    })
  })

  test.skipIf(process.platform !== 'linux')('opens the browser where there is no screen, and says so', async () => {
    const root = await installation('echo window')
    expect(await start(root, ['pictures'], { DISPLAY: '' })).toEqual({
      code: 0,
      out: 'command serve pictures\n',
      err: 'Glassbox: opening in the browser, because there is no screen here.\n',
    })
  })

  test('opens the browser without a word for whoever wants it', async () => {
    const root = await installation('echo window')
    expect(await start(root, ['--no-open'])).toEqual({ code: 0, out: 'command serve --no-open\n', err: '' })
  })

  test('gives way to the browser when Electron cannot start, with the reason', async () => {
    const root = await installation('exit 133')
    expect(await start(root, ['pictures'])).toEqual({
      code: 0,
      out: 'command serve pictures\n',
      err: 'Glassbox: opening in the browser, because Electron could not start (it ended with 133).\n',
    })
  })

  test('does not start an application a second time that has said itself why it ended', async () => {
    const root = await installation('exit 5')
    expect(await start(root, [])).toEqual({ code: 5, out: '', err: '' })
  })
})
