import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  decodeMessage,
  encodeMessage,
  type ClientMessage,
  type ServerMessage,
} from '../../../src-main/contract/wire.ts'
import { CONTENT_SECURITY_POLICY } from '../../../src-main/app/page-policy.ts'
import { startLoopbackHost } from '../../../src-main/hosts/loopback/server.ts'
import { importFolder, openApp } from '../support/app.ts'
import { stripes, stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

async function start() {
  const app = await openApp()
  const pages = await temporaryFolder()
  await mkdir(join(pages, 'assets'))
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>page</title>')
  await writeFile(join(pages, 'assets', 'index-abc.js'), 'export {}')
  await writeFile(join(pages, '..', 'secret.html'), 'secret')
  const host = await startLoopbackHost(app, { port: 0, pages })
  onTestFinished(() => host.close())
  const { port, searchParams } = new URL(host.url)
  const token = searchParams.get('token') ?? ''

  function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body?: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port, path, method, headers: { Host: `127.0.0.1:${port}`, ...headers } },
        (response) => {
          let text = ''
          response.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }
  const entered = await ask(`/?token=${token}`)
  const cookie = (entered.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
  const own = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }
  return { app, port, token, ask, cookie, own, entered, origin: `http://127.0.0.1:${port}` }
}

test('the start link lets a browser in with a strict cookie named after the port; nothing else does', async () => {
  const { ask, entered, port, own, cookie } = await start()
  expect(entered.status).toBe(200)
  expect(entered.headers['set-cookie']?.[0]).toMatch(
    new RegExp(`^glassbox-${port}=[\\w-]{32}; HttpOnly; SameSite=Strict; Path=/$`),
  )
  expect((await ask('/', own)).body).toContain('<title>page</title>')
  for (const headers of [{}, { Cookie: `glassbox-${port}=guess` }, { Cookie: cookie.replace(String(port), '1') }])
    expect((await ask('/', { ...headers, 'Sec-Fetch-Site': 'none' })).status).toBe(403)
  for (const token of ['', 'guess', 'a'.repeat(32)]) {
    const refused = await ask(`/?token=${token}`)
    expect([refused.status, refused.headers['set-cookie']]).toEqual([403, undefined])
  }
})

test('every answer carries the page policy', async () => {
  const { ask, own } = await start()
  for (const answer of [await ask('/', own), await ask('/'), await ask('/thumbnails/none/0', own)])
    expect(answer.headers).toMatchObject({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none'/)
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|http/)
})

test('a name that resolves to this computer is refused by its Host header', async () => {
  const { ask, own, port, token } = await start()
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1.evil.example',
    '10.0.0.1',
    'localhost.evil.example',
  ])
    for (const path of ['/', `/?token=${token}`])
      expect((await ask(path, { ...own, Host: host })).status, `${host}${path}`).toBe(403)
  // Through an ssh tunnel the port is another one.
  for (const host of ['localhost:9', '[::1]:9', '127.0.0.1:9'])
    expect((await ask('/', { ...own, Host: host })).status, host).toBe(200)
})

test('another site, or a page on another port with our cookie, reads nothing and writes nothing', async () => {
  const { app, ask, own, cookie, origin } = await start()
  const id = await importFolder(app, await stripesFolder(await temporaryFolder(), 4))
  const thumbnail = `/thumbnails/${id}/0`
  expect((await ask(thumbnail, own)).status).toBe(200)
  for (const site of ['cross-site', 'same-site', ''])
    expect((await ask(thumbnail, { Cookie: cookie, 'Sec-Fetch-Site': site })).status, site).toBe(403)
  expect((await ask(thumbnail, { Cookie: cookie })).status).toBe(403)

  const body = new Uint8Array(await stripes('bars', 1))
  const put = (headers: Record<string, string>): Promise<Answer> =>
    ask('/uploads/abcd?path=a%2Fb.png', { ...own, ...headers }, 'PUT', body)
  expect((await put({ Origin: origin })).status).toBe(204)
  for (const other of ['http://127.0.0.1:1', 'http://evil.example', 'null'])
    expect((await put({ Origin: other })).status, other).toBe(403)
  expect((await put({})).status).toBe(403)
})

test('paths cannot leave the built page', async () => {
  const { ask, own } = await start()
  for (const path of [
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/..%252fsecret.html',
    '//secret.html',
    '/assets/..%5c..%5csecret.html',
    '/etc/passwd',
    '/index.html%00',
  ]) {
    const { status, body } = await ask(path, own)
    expect(status, path).toBe(404)
    expect(body, path).not.toContain('secret')
  }
  expect((await ask('/assets/index-abc.js', own)).headers['cache-control']).toContain('immutable')
})

async function open(origin: string, headers: Record<string, string>, path = '/socket') {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers })
  const messages: ServerMessage[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    messages.push(decodeMessage(data) as ServerMessage)
    for (const wake of waiting) wake()
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve())
    socket.on('error', reject)
  })
  onTestFinished(() => socket.terminate())
  return {
    socket,
    messages,
    closed,
    send: (message: ClientMessage) => socket.send(encodeMessage(message)),
    next: <K extends ServerMessage['kind']>(
      kind: K,
      accept: (message: Extract<ServerMessage, { kind: K }>) => boolean = () => true,
    ) =>
      new Promise<Extract<ServerMessage, { kind: K }>>((resolve) => {
        const look = (): void => {
          const found = messages.find(
            (message): message is Extract<ServerMessage, { kind: K }> =>
              message.kind === kind && accept(message as Extract<ServerMessage, { kind: K }>),
          )
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

test('the socket answers calls, with errors as envelopes', async () => {
  const { origin, cookie } = await start()
  const peer = await open(origin, { Cookie: cookie, Origin: origin })
  peer.send({ kind: 'call', id: 1, name: 'settings/set', input: { theme: 'dark' } })
  peer.send({ kind: 'call', id: 2, name: 'settings/set', input: { theme: 'purple' } })
  peer.send({ kind: 'call', id: 3, name: 'process/exit', input: {} })
  peer.send({ kind: 'call', id: 4, name: '__proto__', input: {} })
  expect(await peer.next('result', ({ id }) => id === 1)).toEqual({
    kind: 'result',
    id: 1,
    ok: true,
    output: { theme: 'dark', threads: null },
  })
  for (const id of [2, 3, 4])
    expect(await peer.next('result', (message) => message.id === id)).toMatchObject({
      ok: false,
      error: { code: 'input/invalid' },
    })
})

test('a lost connection comes back to exactly the events it missed', async () => {
  const { app, origin, cookie } = await start()
  const first = await open(origin, { Cookie: cookie, Origin: origin })
  first.send({ kind: 'hello', seen: null })
  const { stream, complete } = await first.next('welcome')
  expect(complete).toBe(false)
  app.events.emit('settings/changed', { theme: 'dark', threads: 1 })
  const { sequence } = await first.next('event')
  first.socket.terminate()
  await first.closed
  app.events.emit('settings/changed', { theme: 'light', threads: 2 })
  app.events.emit('datasets/changed', {})

  const second = await open(origin, { Cookie: cookie, Origin: origin })
  second.send({ kind: 'hello', seen: { stream, sequence } })
  expect((await second.next('welcome')).complete).toBe(true)
  app.events.emit('settings/changed', { theme: 'system', threads: 3 })
  await second.next('event', ({ event }) => event.topic === 'settings/changed' && event.payload.threads === 3)
  expect(
    second.messages.flatMap((message) => (message.kind === 'event' ? [message.event.topic, message.sequence] : [])),
  ).toEqual(['settings/changed', sequence + 1, 'datasets/changed', sequence + 2, 'settings/changed', sequence + 3])
})

test('sockets of other origins, without the cookie or at another address are refused', async () => {
  const { origin, cookie, port } = await start()
  const refused = (headers: Record<string, string>, path?: string): Promise<unknown> =>
    expect(open(origin, headers, path)).rejects.toThrow('403')
  await refused({ Cookie: cookie, Origin: 'http://evil.example' })
  await refused({ Cookie: cookie, Origin: `http://127.0.0.1:${port + 1}` })
  await refused({ Cookie: cookie })
  await refused({ Origin: origin })
  await refused({ Cookie: cookie, Origin: 'http://evil.example', Host: 'evil.example' })
  await refused({ Cookie: cookie, Origin: origin }, '/other')
})

test('malformed and oversized messages end their own connection and nothing else', async () => {
  const { origin, cookie } = await start()
  const honest = await open(origin, { Cookie: cookie, Origin: origin })
  for (const bad of [
    Buffer.from([0xc1]),
    Buffer.from('hello'),
    Buffer.from(encodeMessage({ kind: 'call', id: 'x', name: 1 } as never)),
    Buffer.alloc(0),
  ]) {
    const peer = await open(origin, { Cookie: cookie, Origin: origin })
    peer.socket.send(bad)
    expect(await peer.closed).toBe(1008)
  }
  const text = await open(origin, { Cookie: cookie, Origin: origin })
  text.socket.send('text')
  expect(await text.closed).toBe(1003)
  const huge = await open(origin, { Cookie: cookie, Origin: origin })
  huge.socket.on('error', () => undefined)
  huge.socket.send(Buffer.alloc(65 * 2 ** 20))
  expect([1009, 1006]).toContain(await huge.closed)
  honest.send({ kind: 'call', id: 1, name: 'app/info', input: {} })
  expect((await honest.next('result')).ok).toBe(true)
})

test('a port that is taken is said, with what to do', async () => {
  const { app, port } = await start()
  await expect(startLoopbackHost(app, { port: Number(port), pages: await temporaryFolder() })).rejects.toMatchObject({
    code: 'server/port-taken',
    hint: expect.stringContaining('--port') as string,
  })
})

test('it listens on 127.0.0.1 only', async () => {
  const { port } = await start()
  const reachable = (host: string): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host, port: Number(port) })
      socket.on('connect', () => (socket.destroy(), resolve(true)))
      socket.on('error', () => resolve(false))
    })
  expect(await reachable('127.0.0.1')).toBe(true)
  // Another address of this same machine.
  expect(await reachable('127.0.0.2')).toBe(false)
})

test('peers that break off in the middle of an upgrade do not end the server', async () => {
  const { port, ask, own } = await start()
  for (let round = 0; round < 20; round++) {
    const sockets = Array.from({ length: 20 }, () => connect({ host: '127.0.0.1', port: Number(port) }))
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('connect', resolve))))
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.write(
        `GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      )
      socket.resetAndDestroy()
    }
  }
  expect((await ask('/', own)).status).toBe(200)
})
