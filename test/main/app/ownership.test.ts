import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { App } from '../../../src-main/app/app.ts'
import { socketPath } from '../../../src-main/app/ownership/socket-path.ts'
import { DEFAULT_SETTINGS } from '../../../src-main/contract/types.ts'
import { importFolder, openApp, smallConfig } from '../support/app.ts'
import { glassbox, startGlassbox } from '../support/glassbox.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('the second on a home folder reads by itself, hands over what it writes, and hears what happens', async () => {
  const home = await temporaryFolder()
  const owner = await openApp(home)
  const guest = await openApp(home)
  expect([owner.isOwner, guest.isOwner]).toEqual([true, false])
  expect(statSync(socketPath(home)).mode & 0o777).toBe(0o600)

  const heard = new Promise((resolve) => guest.on('settings/changed', resolve))
  expect(await guest.invoke('settings/set', { theme: 'dark' })).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' })
  expect(await heard).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' })
  expect(await owner.invoke('settings/get', {})).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' })

  const source = await importFolder(guest, await stripesFolder(await temporaryFolder(), 10))
  const epochs: number[] = []
  guest.on('run/epochs', ({ epoch }) => epochs.push(...epoch))
  const over = new Promise((resolve) => guest.on('run/finished', resolve))
  const { runId } = await guest.invoke('runs/start', { config: smallConfig(source), preset: null })
  await over
  expect(epochs).toEqual([1, 2, 3])
  expect(await guest.invoke('runs/get', { id: runId })).toEqual(await owner.invoke('runs/get', { id: runId }))
})

test('errors keep their code on the way from the owner', async () => {
  const home = await temporaryFolder()
  await openApp(home)
  const guest = await openApp(home)
  await expect(guest.invoke('runs/stop', { id: 'nothing1' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(guest.invoke('settings/set', { threads: -1 })).rejects.toThrow()
})

test('when the owner leaves, the other takes over with its next write', async () => {
  const home = await temporaryFolder()
  const owner = await App.open(home)
  const guest = await openApp(home)
  await owner.close()
  expect(await guest.invoke('settings/set', { threads: 2 })).toEqual({ ...DEFAULT_SETTINGS, threads: 2 })
  expect(guest.isOwner).toBe(true)
})

test('when the owner is killed, the other takes over and finds its run interrupted', async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 20)
  const owner = startGlassbox(
    ['train', folder, '--preset', 'cnn-small', '--set', 'data.prepare.size=[16,16]', '--epochs', '100000'],
    { home },
  )
  await owner.printed(/epoch \d+\/100000/)
  const guest = await openApp(home)
  expect(guest.isOwner).toBe(false)
  const [before] = await guest.invoke('runs/list', {})
  expect(before?.status).toBe('running')
  const changed = new Promise((resolve) =>
    guest.on('run/changed', ({ status }) => {
      if (status === 'interrupted') resolve(status)
    }),
  )
  const finished = new Promise((resolve) => guest.on('run/finished', resolve))
  await new Promise((resolve) => guest.on('run/progress', resolve))
  owner.child.kill('SIGKILL')
  // Nobody has to ask: whoever watches is told.
  await changed
  expect(await finished).toMatchObject({ runId: before?.id, error: { code: 'home/owner-lost' } })
  expect(guest.isOwner).toBe(true)
  const [run] = await guest.invoke('runs/list', {})
  expect(run).toMatchObject({ id: before?.id, status: 'interrupted' })
  expect(run?.epochsDone).toBeGreaterThan(0)
})

test('an import that the owner did not survive ends with an error for whoever waits for it', async () => {
  const home = await temporaryFolder()
  const owner = await App.open(home)
  const guest = await openApp(home)
  const folder = await stripesFolder(await temporaryFolder(), 300)
  const outcome = importFolder(guest, folder)
  await new Promise((resolve) => guest.on('job/progress', resolve))
  expect(await guest.invoke('jobs/list', {})).toMatchObject([{ kind: 'import' }])
  await Promise.all([owner.close(), expect(outcome).rejects.toThrow()])
})

test('who only reads leaves the folder to others, after putting it in order', async () => {
  const home = await temporaryFolder()
  const reader = await App.open(home, 'read')
  const writer = await openApp(home)
  expect([reader.isOwner, writer.isOwner]).toEqual([false, true])
  await reader.close()
})

test('saved runs can be read where nothing can be written', async (context) => {
  if (process.getuid?.() !== 0 || spawnSync('setpriv', ['--version']).status !== 0) {
    console.warn('*** Not root, or no setpriv: reading a read-only home folder as another user is NOT tested. ***')
    context.skip()
  }
  const home = await temporaryFolder()
  const writer = await App.open(home)
  await writer.invoke('settings/set', { theme: 'dark' })
  await writer.close()
  chmodSync(home, 0o555)
  for (const file of readdirSync(home, { recursive: true, withFileTypes: true }))
    if (file.isFile()) chmodSync(join(file.parentPath, file.name), 0o444)
  const cli = join(import.meta.dirname, '../../../out/main/cli.js')
  const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, cli]
  const list = spawnSync('setpriv', [...nobody, 'runs', 'list', '--json', '--home', home], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect([list.status, list.stdout.trim()], list.stderr).toEqual([0, '[]'])
  const train = spawnSync('setpriv', [...nobody, 'train', 'x', '--home', home], { encoding: 'utf8', timeout: 20_000 })
  expect(train.status).toBe(5)
  expect(train.stderr).toContain('home/read-only')
})

test('many commands started at the same moment on a new home folder all work', async () => {
  const home = join(await temporaryFolder(), 'new', 'home')
  const all = await Promise.all(Array.from({ length: 4 }, () => glassbox(['runs', 'list', '--json'], { home })))
  expect(all.map(({ code, stdout }) => [code, stdout.trim()])).toEqual(all.map(() => [0, '[]']))
})

test('a home folder with a long path works too', async () => {
  const home = join(await temporaryFolder(), 'x'.repeat(120))
  await openApp(home)
  const guest = await openApp(home)
  expect(await guest.invoke('settings/set', { theme: 'dark' })).toMatchObject({ theme: 'dark' })
})

test('a home folder that cannot be used is said, with what to do', async () => {
  await expect(App.open('/dev/null/home')).rejects.toMatchObject({
    code: 'home/unusable',
    hint: expect.stringContaining('--home') as string,
  })
})
