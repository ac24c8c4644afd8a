import { timingSafeEqual, createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])

const MISSING_TOKEN =
  'This page needs the link that Glassbox printed when it started (it ends in ?token=…). Open that link, or start Glassbox again to get a new one.'
const NOT_OUR_PAGE = 'Glassbox answers its own page only.'

/**
 * What is asked for: a file of the built page, which says nothing about the person; something of the person's own; or
 * the socket, over which everything can be asked.
 */
export type Wanted = 'page' | 'data' | 'socket'

/**
 * Who may talk to the loopback host. A name that resolves here (DNS rebinding) is refused by its Host header, a page of
 * another origin by Origin and Sec-Fetch-Site, a program without the start link by the missing cookie. Browsers send
 * cookies to every port, so a program that was visited on another one may hold ours: whatever is more than the built page
 * needs the key too, which lies in the storage of our origin, where no other port can read it.
 */
export class AccessPolicy {
  /** In the start link; valid as long as this process, like the others. */
  readonly token = randomSecret()
  readonly key = randomSecret()
  readonly #session = randomSecret()
  readonly #cookieName: string

  constructor(port: number) {
    // Cookies ignore ports: without the port in its name, two Glassboxes would overwrite each other's.
    this.#cookieName = `glassbox-${port}`
  }

  get cookie(): string {
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
  }

  /** Whether this is the start link, which is exchanged for cookie and key. */
  enters(request: IncomingMessage, url: URL): boolean {
    const token = url.searchParams.get('token')
    return isRead(request) && hostIsLocal(request) && url.pathname === '/' && token !== null && equal(token, this.token)
  }

  /** @returns why this request is refused, or null when it is not */
  refusal(request: IncomingMessage, wanted: Wanted): string | null {
    if (!hostIsLocal(request)) return 'Glassbox answers on 127.0.0.1 only.'
    if (!this.#hasSession(request)) return MISSING_TOKEN
    // A socket is opened by reading, but it writes.
    const asked = isRead(request) && wanted !== 'socket' ? siteIsOurs(request) : originIsOurs(request)
    if (!asked) return NOT_OUR_PAGE
    if (wanted !== 'page' && !this.#hasKey(request)) return MISSING_TOKEN
    return null
  }

  #hasSession(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/)
    return cookies.some((cookie) => {
      const [name, value] = cookie.split('=', 2)
      return name === this.#cookieName && value !== undefined && equal(value, this.#session)
    })
  }

  #hasKey(request: IncomingMessage): boolean {
    const key = keyOf(request)
    return key !== null && equal(key, this.key)
  }
}

export function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

/** In a header, for a WebSocket beside the name of its protocol, for a picture in the address: those take no headers. */
function keyOf(request: IncomingMessage): string | null {
  const header = request.headers['x-glassbox-key']
  if (typeof header === 'string') return header
  const [protocol, key] = (request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/)
  if (protocol === 'glassbox' && key !== undefined) return key
  return new URLSearchParams(request.url?.split('?', 2)[1]).get('key')
}

function hostIsLocal(request: IncomingMessage): boolean {
  const host = request.headers.host ?? ''
  return LOCAL_NAMES.has(host.replace(/:\d+$/, ''))
}

/** For WebSockets and everything that writes: the page itself must have asked. */
function originIsOurs(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`
}

/** For reads: asked by our own page, or typed by the person. Browsers always send this header to loopback addresses. */
function siteIsOurs(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  return site === 'same-origin' || site === 'none'
}

function randomSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** Compares in a time that tells nothing about where the difference is. */
function equal(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
