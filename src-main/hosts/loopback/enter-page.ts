import type { ServerResponse } from 'node:http'
import type { AccessPolicy } from './policy.ts'

/**
 * Answers the start link: the cookie in a header, the key in a page whose script stores it and moves on. A redirect would
 * still count as coming from wherever the link was, and the strict cookie would not be sent. The token leaves the
 * address bar and the history on the way.
 */
export function sendEnterPage(policy: AccessPolicy, response: ServerResponse): void {
  response.writeHead(200, {
    'Set-Cookie': policy.cookie,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(
    `<!doctype html><title>Glassbox</title><link rel="icon" href="/icon.svg"><meta name="glassbox-key" content="${policy.key}"><script src="/enter.js"></script>`,
  )
}
