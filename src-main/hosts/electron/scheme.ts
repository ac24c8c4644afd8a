import { protocol } from 'electron'

const SCHEME = 'glassbox'
const HOST = 'app'
export const PAGE_URL = `${SCHEME}://${HOST}/`

/** To be called before Electron is ready, or the page could load nothing. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** Answers every request of our scheme. */
export function handleScheme(answer: (request: Request) => Promise<Response>): void {
  protocol.handle(SCHEME, answer)
}

/** Whether an address, or an origin, is that of our own page. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === `${SCHEME}:` && url.host === HOST
}
