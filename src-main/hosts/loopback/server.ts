import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { App } from '../../app/app.ts'
import { serveConnection } from '../../app/connection.ts'
import { SECURITY_HEADERS } from '../../app/page-policy.ts'
import { openPages } from '../../app/pages.ts'
import { GlassboxError } from '../../contract/errors.ts'
import { sendResponse, toRequest } from './http.ts'
import { AccessPolicy } from './policy.ts'

/** One message may hold a few pictures, never a folder. */
const MAX_MESSAGE = 64 * 2 ** 20

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
  const server = createServer()
  const port = await listen(server, options.port)
  const policy = new AccessPolicy(port)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false })

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      // The connection broke while answering, or the answer itself did: nobody is left to tell.
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Node has let go of the socket here: without a listener, a peer that breaks off would end the process.
    socket.on('error', () => socket.destroy())
    const allowed =
      request.url === '/socket' &&
      policy.hostIsLocal(request) &&
      policy.originIsOurs(request) &&
      policy.hasSession(request)
    if (!allowed) return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (webSocket) => attach(app, webSocket))
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (!policy.hostIsLocal(request)) return refuse(response, 403, 'Glassbox answers on 127.0.0.1 only.')
    const url = new URL(`http://${request.headers.host}${request.url}`)
    const reading = request.method === 'GET' || request.method === 'HEAD'
    if (reading && url.pathname === '/' && policy.tokenIsRight(url.searchParams.get('token'))) {
      // A page of ours moves on by itself: a redirect would still count as coming from wherever the link was,
      // and the strict cookie would not be sent. The token leaves the address bar and the history on the way.
      response.writeHead(200, {
        'Set-Cookie': policy.cookie,
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
      })
      response.end(
        '<!doctype html><title>Glassbox</title><link rel="icon" href="/icon.svg"><meta http-equiv="refresh" content="0; url=/">',
      )
      return
    }
    if (!policy.hasSession(request)) return refuse(response, 403, MISSING_TOKEN)
    if (reading ? !policy.siteIsOurs(request) : !policy.originIsOurs(request))
      return refuse(response, 403, 'Glassbox answers its own page only.')
    const page = reading ? await pages.open(url.pathname) : null
    await sendResponse(page ?? (await app.fetch(toRequest(request))), response)
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

const MISSING_TOKEN =
  'This page needs the link that Glassbox printed when it started (it ends in ?token=…). Open that link, or start Glassbox again to get a new one.'

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
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
