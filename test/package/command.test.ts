import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { layOut } from './support/layout.ts'
import { buildUnpacked, onLinux, root, type Unpacked } from './support/unpacked.ts'

const asElectron = join(import.meta.dirname, 'support/as-electron.mjs')

/** Runs the built command of a layout with nothing of this repository within reach: no environment, another folder. */
function command(
  app: string,
  args: readonly string[],
  cwd: string,
): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', asElectron, join(app, 'out/main/cli.js'), ...args],
    { cwd, env: {}, encoding: 'utf8', timeout: 120_000 },
  )
  return { status, out: stdout, err: stderr }
}

describe.skipIf(!onLinux)('the packaged command', () => {
  let built: Unpacked
  let app: string
  beforeAll(async () => {
    built = await buildUnpacked()
    app = await layOut(built.asar, join(built.work, 'layout'))
  })

  test('lies where no module of the repository can be found', () => {
    expect(app.startsWith(root)).toBe(false)
    const { status, stderr } = spawnSync(process.execPath, ['--eval', 'require("vitest")'], {
      cwd: app,
      env: {},
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain("Cannot find module 'vitest'")
  })

  test('takes its arguments from where Node puts them', async () => {
    const work = await temporaryFolder()
    expect(command(app, ['--version'], work)).toEqual({ status: 0, out: `${manifest.version}\n`, err: '' })
    const list = command(app, ['runs', 'list', '--json', '--home', join(work, 'home')], work)
    expect(list).toEqual({ status: 0, out: '[]\n', err: '' })
  })

  test('trains, evaluates and classifies: workers, kernels, migrations and decoders are found and run', async () => {
    const work = await temporaryFolder()
    const folder = await stripesFolder(join(work, 'stripes'), 30)
    const json = (...args: string[]): unknown => {
      const { status, out, err } = command(app, [...args, '--home', join(work, 'home'), '--json'], work)
      expect(status, err).toBe(0)
      return JSON.parse(out)
    }
    const small = ['--preset', 'cnn-small', '--set', 'data.prepare.size=[16,16]', '--set', 'training.batchSize=8']
    const trained = json('train', folder, ...small, '--epochs', '8', '--seed', '3', '--threads', '2') as {
      runId: string
      status: string
      metrics: { test: { accuracy: number } }
    }
    expect(trained).toMatchObject({ status: 'completed', epochs: 8 })
    expect(trained.metrics.test.accuracy).toBeGreaterThan(0.8)
    expect(json('evaluate', trained.runId)).toMatchObject({ metrics: trained.metrics.test, classes: ['bars', 'lines'] })
    const [answer] = json('classify', trained.runId, join(folder, 'bars/1.png')) as { top: { label: string }[] }[]
    expect(answer?.top[0]?.label).toBe('bars')
  })

  test('opens a browser that does not start as Node, should it be built on Electron', async () => {
    const work = await temporaryFolder()
    const seen = join(work, 'seen')
    await writeFile(join(work, 'xdg-open'), '#!/bin/sh\necho "node=$ELECTRON_RUN_AS_NODE" > "$SEEN"\n', { mode: 0o755 })
    const server = spawn(process.execPath, [join(app, 'out/main/cli.js'), 'serve', '--port', '0', '--home', work], {
      env: { PATH: work, SEEN: seen, ELECTRON_RUN_AS_NODE: '1' },
      stdio: 'ignore',
    })
    const ended = once(server, 'exit')
    onTestFinished(async () => {
      server.kill('SIGKILL')
      await ended
    })
    await expect.poll(() => readFile(seen, 'utf8').catch(() => '')).toBe('node=\n')
  })

  test.each([
    ['storage', 'node_modules/better-sqlite3/prebuilds', ['runs', 'list']],
    ['pictures', 'node_modules/@img/sharp-wasm32', ['train', 'stripes', '--epochs', '1']],
    ['kernels', 'resources/kernels', ['train', 'stripes', '--epochs', '1']],
  ])('does not run without its %s', async (_, part, args) => {
    const work = await temporaryFolder()
    await stripesFolder(join(work, 'stripes'), 10)
    const broken = join(work, 'app.asar')
    await cp(app, broken, { recursive: true, verbatimSymlinks: true })
    await rm(join(broken, part), { recursive: true })
    expect(command(broken, [...args, '--home', join(work, 'home')], work).status).not.toBe(0)
  })
})

describe.skipIf(process.platform === 'win32')('the launch script', () => {
  /** An installation whose program prints what it is given. */
  async function installation(program: string, resources: string): Promise<string> {
    const folder = join(await temporaryFolder(), 'with a space')
    await mkdir(join(folder, resources, 'bin'), { recursive: true })
    await cp(join(root, 'resources/bin/glassbox'), join(folder, resources, 'bin/glassbox'))
    await mkdir(join(folder, program, '..'), { recursive: true })
    await writeFile(
      join(folder, program),
      `#!${process.execPath}\nconsole.log(JSON.stringify({ node: process.env.ELECTRON_RUN_AS_NODE, args: process.argv.slice(2) }))\nprocess.exit(3)\n`,
    )
    await chmod(join(folder, program), 0o755)
    return folder
  }
  const place =
    process.platform === 'darwin'
      ? (['MacOS/Glassbox', 'Resources'] as const)
      : (['glassbox-desktop', 'resources'] as const)

  test.each([
    ['by its path', (script: string) => Promise.resolve(script)],
    [
      'through links, absolute and relative',
      async (script: string) => {
        const folder = await temporaryFolder()
        await symlink(script, join(folder, 'first'))
        await symlink('first', join(folder, 'glassbox'))
        return join(folder, 'glassbox')
      },
    ],
  ])('starts the application as Node with the command, %s', async (_, reach) => {
    const [program, resources] = place
    const folder = await installation(program, resources)
    const script = await reach(join(folder, resources, 'bin/glassbox'))
    const { status, stdout } = spawnSync(script, ['train', 'my pictures', '*', '$HOME'], { encoding: 'utf8', cwd: '/' })
    expect(JSON.parse(stdout)).toEqual({
      node: '1',
      args: [join(folder, resources, 'app.asar/out/main/cli.js'), 'train', 'my pictures', '*', '$HOME'],
    })
    expect(status).toBe(3)
  })
})
