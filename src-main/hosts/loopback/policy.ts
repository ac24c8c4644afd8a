import { timingSafeEqual, createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Who may talk to the loopback host. A name that resolves here (DNS rebinding) is refused by its Host header, a page of
 * another origin by Origin and Sec-Fetch-Site, a program without the start link by the missing cookie.
 */
export class AccessPolicy {
  /** In the start link; valid as long as this process. */
  readonly token = randomBytes(24).toString('base64url')
  readonly #session = randomBytes(24).toString('base64url')
  readonly #cookieName: string

  constructor(port: number) {
    // Cookies ignore ports: without the port in its name, two Glassboxes would overwrite each other's.
    this.#cookieName = `glassbox-${port}`
  }

  get cookie(): string {
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
  }

  hostIsLocal(request: IncomingMessage): boolean {
    const host = request.headers.host ?? ''
    return LOCAL_NAMES.has(host.replace(/:\d+$/, ''))
  }

  tokenIsRight(token: string | null): boolean {
    return token !== null && equal(token, this.token)
  }

  hasSession(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/)
    return cookies.some((cookie) => {
      const [name, value] = cookie.split('=', 2)
      return name === this.#cookieName && value !== undefined && equal(value, this.#session)
    })
  }

  /** For WebSockets and everything that writes: the page itself must have asked, a cookie is not enough. */
  originIsOurs(request: IncomingMessage): boolean {
    return request.headers.origin === `http://${request.headers.host}`
  }

  /** For reads: asked by our own page, or typed by the person. Browsers always send this header to loopback addresses. */
  siteIsOurs(request: IncomingMessage): boolean {
    const site = request.headers['sec-fetch-site']
    return site === 'same-origin' || site === 'none'
  }
}

/** Compares in a time that tells nothing about where the difference is. */
function equal(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
