import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { openApp, importFolder, smallConfig, trainToEnd } from './support/app.ts'
import { stripes, stripesFolder } from './support/pictures.ts'
import { temporaryFolder } from './support/temporary.ts'

const sources = join(import.meta.dirname, '../../src-main')
const entries = globSync('**/*.worker.ts', { cwd: sources })

/** A thread that loads a worker's entry as the application does, then does what that entry never should. */
async function misbehave(entry: string, deed: string): Promise<void> {
  const url = pathToFileURL(join(sources, entry)).href
  // What the entry makes of an empty job is no matter here.
  const code = `import('${url}').catch(() => undefined).then(async () => { ${deed} })`
  const worker = new Worker(code, { eval: true, workerData: {} })
  worker.postMessage({})
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', (message) => message === 'done' && resolve())
    worker.on('exit', resolve) // some have closed their port by now
  })
  await worker.terminate()
}

const DONE = `require('node:worker_threads').parentPort.postMessage('done')`
// 192.0.2.0/24 is set aside for documents: nothing answers there.
const CONNECT = `
  const socket = require('node:net').connect(9, '192.0.2.1')
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.on('connectionAttempt', resolve))
  socket.destroy()
  ${DONE}`
const LOOK_UP = `
  const { promise, resolve } = Promise.withResolvers()
  require('node:net').connect(9, 'nowhere.invalid').on('error', resolve)
  await promise
  ${DONE}`
const SECURE = `
  const socket = require('node:tls').connect(443, '2001:db8::1')
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.on('connectionAttempt', resolve))
  socket.destroy()
  ${DONE}`
const UDP = `
  require('node:dgram').createSocket('udp4').close()
  ${DONE}`
const LOCAL = `
  const net = require('node:net')
  const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.on('listening', resolve))
  for (const host of ['127.0.0.1', 'localhost'])
    await new Promise((resolve) => net.connect(server.address().port, host).on('close', resolve).on('error', resolve).resume())
  server.close()
  ${DONE}`

test('there are seven kinds of worker', () => {
  expect(entries.length).toBe(7)
})

test.each(entries)('what %s sends outward is seen in the status', async (entry) => {
  const app = await openApp()
  const count = async (): Promise<number> => (await app.invoke('app/info', {})).outgoingRequests
  const before = await count()
  await misbehave(entry, CONNECT)
  expect(await count()).toBe(before + 1)
})

test.each([
  ['a secure connection', SECURE, 1],
  ['a look-up that fails', LOOK_UP, 1],
  ['a UDP socket', UDP, 1],
  ['connections to this computer', LOCAL, 0],
])('%s in a worker', async (_name, deed, expected) => {
  const app = await openApp()
  const count = async (): Promise<number> => (await app.invoke('app/info', {})).outgoingRequests
  const before = await count()
  await misbehave('datasets/dataset.worker.ts', deed)
  expect((await count()) - before).toBe(expected)
})

test('an import, a training and an answer, with a second process looking on, send nothing', async () => {
  const home = await temporaryFolder()
  const app = await openApp(home)
  const guest = await openApp(home)
  const before = (await guest.invoke('app/info', {})).outgoingRequests
  const source = await importFolder(guest, await stripesFolder(await temporaryFolder(), 10))
  const { runId, error } = await trainToEnd(app, smallConfig(source), 2)
  expect(error).toBeNull()
  const answer = await guest.invoke('classify/pictures', {
    runId,
    pictures: [{ name: 'a', bytes: new Uint8Array(await stripes('bars', 1)) }],
  })
  expect(answer).toMatchObject([{ file: 'a' }])
  expect((await app.invoke('app/info', {})).outgoingRequests - before).toBe(0)
})
