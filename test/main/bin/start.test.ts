import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { chooseHost, reasonAgainst } from '../../../bin/electron.mjs'
import { temporaryFolder } from '../support/temporary.ts'

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

/** A copy of `bin` in which Electron is a script, so that nothing real is started. */
async function installation(electron: string): Promise<string> {
  const root = await temporaryFolder()
  await cp(join(repository, 'bin'), join(root, 'bin'), { recursive: true })
  const script = `#!/bin/sh\n${electron}\n`
  await mkdir(join(root, 'node_modules', 'electron', 'dist'), { recursive: true })
  await writeFile(join(root, 'node_modules', 'electron', 'path.txt'), 'electron')
  await writeFile(join(root, 'node_modules', 'electron', 'dist', 'electron'), script)
  await chmod(join(root, 'node_modules', 'electron', 'dist', 'electron'), 0o755)
  await symlink(join(repository, 'node_modules', 'node'), join(root, 'node_modules', 'node'))
  await mkdir(join(root, 'out', 'main'), { recursive: true })
  await writeFile(join(root, 'out', 'main', 'cli.js'), 'console.log("command", ...process.argv.slice(2))\n')
  return root
}

/** `npm start` after installing and building. */
function start(root: string, args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const program = `
    import { launch, launchElectron } from ${JSON.stringify(join(root, 'bin', 'launch.mjs'))}
    import { electronBinary } from ${JSON.stringify(join(root, 'bin', 'electron.mjs'))}
    const args = ${JSON.stringify(args)}
    launchElectron(electronBinary(), args, (why) => { console.error(why); launch(['serve', ...args]) })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
  onTestFinished(() => void child.kill('SIGKILL'))
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

test('Electron is given the application and the arguments, and its exit code is the end', async () => {
  const root = await installation('echo "window $@"; exit 0')
  expect(await start(root, ['--home', '/a b', 'pictures'])).toEqual({
    code: 0,
    out: `window ${root} --home /a b pictures\n`,
    err: '',
  })
})

test('an Electron that cannot start here gives way to the browser, with the reason', async () => {
  const root = await installation('exit 133')
  const { code, out, err } = await start(root, ['pictures'])
  expect([code, out]).toEqual([0, 'command serve pictures\n'])
  expect(err).toContain('Electron could not start (it ended with 133)')
})

test('an application that ended with an error of its own is not started a second time', async () => {
  const root = await installation('exit 5')
  expect(await start(root, [])).toEqual({ code: 5, out: '', err: '' })
})
