import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { App } from '../../app/app.ts'
import { serveConnection } from '../../app/connection.ts'
import { SECURITY_HEADERS } from '../../app/page-policy.ts'
import { openPages } from '../../app/pages.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { Crowd } from './crowd.ts'
import { sendEnterPage } from './enter-page.ts'
import { sendResponse, toRequest } from './http.ts'
import { AccessPolicy, isRead } from './policy.ts'

/** One message may hold a few pictures, never a folder. */
const MAX_MESSAGE = 64 * 2 ** 20
/** Connections without the key at a time; a page needs six of them, and those only until it is loaded. */
const MAX_UNKNOWN = 128
/** Milliseconds for the head of a request: nobody of this computer needs long for it. */
const PATIENCE = 5000

export interface LoopbackHost {
  /** With the token that lets a browser in. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the page and the application on 127.0.0.1 only.
 * @param port 0 takes any free one
 * @throws {GlassboxError} `server/port-taken`
 */
export async function startLoopbackHost(app: App, options: { port: number; pages: string }): Promise<LoopbackHost> {
  const pages = await openPages(options.pages)
  const server = createServer({ headersTimeout: PATIENCE, connectionsCheckingInterval: PATIENCE / 5 })
  const port = await listen(server, options.port)
  const policy = new AccessPolicy(port)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false })
  // Strangers cannot push out a page that is loading: its cookie sets it apart.
  const strangers = new Crowd(MAX_UNKNOWN)
  const visitors = new Crowd(MAX_UNKNOWN)
  // Whoever has shown the key is no visitor any more, also when it asks for a file of the page.
  const trusted = new WeakSet<Socket>()

  server.on('connection', (socket) => strangers.add(socket))
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      // The connection broke while answering, or the answer itself did: nobody is left to tell.
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Node has let go of the socket here: without a listener, a peer that breaks off would end the process.
    socket.on('error', () => socket.destroy())
    if (request.url !== '/socket' || policy.refusal(request, 'socket') !== null) {
      socket.write('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return socket.destroySoon()
    }
    trust(socket)
    sockets.handleUpgrade(request, socket, head, (webSocket) => attach(app, webSocket))
  })

  function trust(socket: Socket): void {
    strangers.release(socket)
    visitors.release(socket)
    trusted.add(socket)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    const url = URL.parse(`http://${request.headers.host}${request.url}`)
    if (!url) return refuse(response, 400, 'This is no address.')
    if (policy.enters(request, url)) return sendEnterPage(policy, response)
    const refusal = policy.refusal(request, 'page')
    if (refusal !== null) return refuse(response, 403, refusal)
    strangers.release(request.socket)
    if (!trusted.has(request.socket)) visitors.add(request.socket)
    const page = isRead(request) ? await pages.open(url.pathname) : null
    if (page) return sendResponse(page, response)
    const noKey = policy.refusal(request, 'data')
    if (noKey !== null) return refuse(response, 403, noKey)
    trust(request.socket)
    await sendResponse(await app.fetch(toRequest(request)), response)
  }

  return {
    url: `http://127.0.0.1:${port}/?token=${policy.token}`,
    async close() {
      for (const client of sockets.clients) client.close(1001)
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  // Whatever else this peer has to send is not read.
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'close' }
  response.writeHead(status, headers)
  response.end(`${text}\n`)
}

function attach(app: App, socket: WebSocket): void {
  const connection = serveConnection(app, app.events, {
    send: (bytes) => socket.send(bytes),
    waiting: () => socket.bufferedAmount,
    close: () => socket.close(1008),
  })
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) connection.receive(data)
    else socket.close(1003)
  })
  socket.on('close', () => connection.closed())
  socket.on('error', () => socket.terminate())
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EACCES')
      throw new GlassboxError('server/port-taken', `Port ${port} may not be used by this user.`, {
        hint: 'Choose one above 1023 with --port, or --port 0 for any free one.',
      })
    if (code === 'EADDRINUSE')
      throw new GlassboxError('server/port-taken', `Port ${port} is taken by another program.`, {
        hint: 'Choose another with --port, or --port 0 for any free one.',
      })
    throw error
  }
  return (server.address() as AddressInfo).port
}
