import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fromBrowser, handlers, policyToBrowser, privileges, schemeOf, toBrowser } from './scheme.ts'

/** What a handler of Electron's does not see: these are between the browser and this server. */
const HIDDEN =
  /^(host|connection|cookie|accept-encoding|upgrade-insecure-requests|cache-control|pragma|transfer-encoding|sec-.*)$/

/**
 * Answers the browser in the place of custom schemes, which it cannot know, by the handlers of `protocol.handle`.
 * @returns the port on this machine
 */
export async function serveSchemes(): Promise<number> {
  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error)
      response.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  server.unref()
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = request.headers.host ?? ''
  const scheme = schemeOf(host) ?? ''
  const handler = handlers.get(scheme)
  if (!handler || !isAllowed(scheme, request)) return void response.destroy()
  const answered = await handler(toRequest(`http://${host}${request.url}`, request))
  if (response.destroyed) return // nobody waits for it any more
  if (answered.type === 'error') return void response.destroy()
  response.writeHead(answered.status, headersOf(answered))
  if (answered.body) await pipeline(Readable.fromWeb(answered.body as never), response)
  else response.end()
}

/** A scheme without privileges shows documents, and nothing that these ask for. */
function isAllowed(scheme: string, request: IncomingMessage): boolean {
  const destination = request.headers['sec-fetch-dest']
  if (destination === 'document' || destination === 'iframe') return true
  const { standard, secure, supportFetchAPI } = privileges.get(scheme) ?? {}
  return standard === true && secure === true && (destination !== 'empty' || supportFetchAPI === true)
}

function toRequest(url: string, request: IncomingMessage): Request {
  const method = request.method ?? 'GET'
  const headers = Object.entries(request.headersDistinct)
    .filter(([name]) => !HIDDEN.test(name))
    .flatMap(([name, values]) => (values ?? []).map((value): [string, string] => [name, fromBrowser(value)]))
  if (method === 'GET' || method === 'HEAD') return new Request(fromBrowser(url), { method, headers })
  const init = { method, headers, body: Readable.toWeb(request) as never, duplex: 'half' as const }
  return new Request(fromBrowser(url), init)
}

function headersOf({ headers }: Response): [string, string][] {
  return [...headers].map(([name, value]) => [
    name,
    name.startsWith('content-security-policy') ? policyToBrowser(value) : toBrowser(value),
  ])
}
