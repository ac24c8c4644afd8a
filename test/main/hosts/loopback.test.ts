import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { CONTENT_SECURITY_POLICY } from '../../../src-main/app/page-policy.ts'
import { DEFAULT_SETTINGS } from '../../../src-main/contract/types.ts'
import { startLoopbackHost } from '../../../src-main/hosts/loopback/server.ts'
import { openApp } from '../support/app.ts'
import { openPeer, startHost } from '../support/loopback.ts'

test('the start link gives a strict cookie named after the port and a key; both open everything', async () => {
  const { ask, entered, port, own, key, origin, ownSocket } = await startHost()
  expect(entered.status).toBe(200)
  expect(entered.headers['set-cookie']?.[0]).toMatch(
    new RegExp(`^glassbox-${port}=[\\w-]{32}; HttpOnly; SameSite=Strict; Path=/$`),
  )
  expect(entered.headers['cache-control']).toBe('no-store')
  expect(key).toMatch(/^[\w-]{32}$/)
  expect((await ask('/', own)).body).toContain('<title>page</title>')
  expect((await ask('/assets/index-abc.js', own)).headers['cache-control']).toContain('immutable')
  const peer = await openPeer(origin, ownSocket)
  expect(peer.socket.protocol).toBe('glassbox')
})

test('through an ssh tunnel the port is another one', async () => {
  const { ask, own, token } = await startHost()
  for (const host of ['localhost:9', '[::1]:9', '127.0.0.1:9'])
    for (const path of ['/', `/?token=${token}`])
      expect((await ask(path, { ...own, Host: host })).status, `${host}${path}`).toBe(200)
})

test('every answer carries the page policy', async () => {
  const { ask, own, entered } = await startHost()
  for (const answer of [entered, await ask('/', own), await ask('/'), await ask('/thumbnails/none/0', own)])
    expect(answer.headers).toMatchObject({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    })
  expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none'/)
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|http/)
})

test('the socket answers calls, with errors as envelopes', async () => {
  const { origin, ownSocket } = await startHost()
  const peer = await openPeer(origin, ownSocket)
  peer.send({ kind: 'call', id: 1, name: 'settings/set', input: { theme: 'dark' } })
  peer.send({ kind: 'call', id: 2, name: 'settings/set', input: { theme: 'purple' } })
  expect(await peer.next('result', ({ id }) => id === 1)).toEqual({
    kind: 'result',
    id: 1,
    ok: true,
    output: { ...DEFAULT_SETTINGS, theme: 'dark' },
  })
  expect(await peer.next('result', ({ id }) => id === 2)).toMatchObject({ ok: false, error: { code: 'input/invalid' } })
})

test('a lost connection comes back to exactly the events it missed', async () => {
  const app = await openApp()
  const { origin, ownSocket } = await startHost(app)
  const first = await openPeer(origin, ownSocket)
  first.send({ kind: 'hello', seen: null })
  const { stream, complete } = await first.next('welcome')
  expect(complete).toBe(false)
  app.events.emit('settings/changed', { ...DEFAULT_SETTINGS, theme: 'dark', threads: 1 })
  const { sequence } = await first.next('event')
  first.socket.terminate()
  await first.closed
  app.events.emit('settings/changed', { ...DEFAULT_SETTINGS, theme: 'light', threads: 2 })
  app.events.emit('datasets/changed', {})

  const second = await openPeer(origin, ownSocket)
  second.send({ kind: 'hello', seen: { stream, sequence } })
  expect((await second.next('welcome')).complete).toBe(true)
  app.events.emit('settings/changed', { ...DEFAULT_SETTINGS, theme: 'system', threads: 3 })
  await second.next('event', ({ event }) => event.topic === 'settings/changed' && event.payload.threads === 3)
  expect(
    second.messages.flatMap((message) => (message.kind === 'event' ? [message.event.topic, message.sequence] : [])),
  ).toEqual(['settings/changed', sequence + 1, 'datasets/changed', sequence + 2, 'settings/changed', sequence + 3])
})

test('a port that is taken is said, with what to do', async () => {
  const app = await openApp()
  const { port, pages } = await startHost(app)
  await expect(startLoopbackHost(app, { port, pages })).rejects.toMatchObject({
    code: 'server/port-taken',
    hint: expect.stringContaining('--port') as string,
  })
})

test('it listens on 127.0.0.1 only', async () => {
  const { port } = await startHost()
  const reachable = (host: string): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host, port })
      socket.on('connect', () => (socket.destroy(), resolve(true)))
      socket.on('error', () => resolve(false))
    })
  expect(await reachable('127.0.0.1')).toBe(true)
  // Another address of this same machine.
  expect(await reachable('127.0.0.2')).toBe(false)
})
