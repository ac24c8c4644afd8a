import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { App } from '../../../src-main/app/app.ts'
import {
  decodeMessage,
  encodeMessage,
  type ClientMessage,
  type ServerMessage,
} from '../../../src-main/contract/wire.ts'
import { startLoopbackHost } from '../../../src-main/hosts/loopback/server.ts'
import { openApp } from './app.ts'
import { temporaryFolder } from './temporary.ts'

type Headers = Record<string, string>

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** One request with exactly these headers: no browser forbids any here. */
export function ask(port: number, path: string, headers: Headers = {}, method = 'GET', body?: Uint8Array) {
  return new Promise<Answer>((resolve, reject) => {
    const host = { Host: `127.0.0.1:${port}` }
    const options = { host: '127.0.0.1', port, path, method, headers: { ...host, ...headers }, agent: false }
    const request = httpRequest(options, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** A loopback host with a small page of its own, and what a page that came in by the start link has. */
export async function startHost(app?: App) {
  const pages = await temporaryFolder()
  await mkdir(join(pages, 'assets'))
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>page</title>')
  await writeFile(join(pages, 'assets', 'index-abc.js'), 'export {}')
  await copyFile(join(import.meta.dirname, '../../../src-renderer/public/enter.js'), join(pages, 'enter.js'))
  const host = await startLoopbackHost(app ?? (await openApp()), { port: 0, pages })
  onTestFinished(() => host.close())
  const address = new URL(host.url)
  const port = Number(address.port)
  const token = address.searchParams.get('token') ?? ''
  const entered = await ask(port, `/?token=${token}`)
  const cookie = (entered.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
  const key = /name="glassbox-key" content="([^"]+)"/.exec(entered.body)?.[1] ?? ''
  const origin = `http://127.0.0.1:${port}`
  return {
    ...{ host, port, origin, pages, token, cookie, key, entered },
    /** Headers of our page's own reads, and of its sockets. */
    own: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', 'x-glassbox-key': key },
    ownSocket: { Cookie: cookie, Origin: origin, 'Sec-WebSocket-Protocol': `glassbox, ${key}` },
    ask: (path: string, headers?: Headers, method?: string, body?: Uint8Array) =>
      ask(port, path, headers, method, body),
  }
}

/** A WebSocket with exactly these headers. Rejects with the status when it is refused. */
export async function openPeer(
  origin: string,
  { 'Sec-WebSocket-Protocol': offered, ...headers }: Headers,
  path = '/socket',
) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, offered?.split(', ') ?? [], { headers })
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
