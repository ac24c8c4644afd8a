import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A Node request as the standard one that `App.fetch` takes. */
export function toRequest(request: IncomingMessage): Request {
  const url = new URL(`http://${request.headers.host}${request.url}`)
  const method = request.method ?? 'GET'
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method })
  // A streamed body has to say `duplex`. Node's streams and the page's are one thing that is declared twice.
  const init = { method, body: Readable.toWeb(request) as never, duplex: 'half' as const }
  return new Request(url, init)
}

export async function sendResponse(response: Response, to: ServerResponse): Promise<void> {
  to.writeHead(response.status, Object.fromEntries(response.headers))
  if (!response.body) {
    to.end()
    return
  }
  await pipeline(Readable.fromWeb(response.body as never), to)
}
