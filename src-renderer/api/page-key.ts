/** What the loopback host wants to see beside its cookie, stored by `enter.js`. Empty in a host that needs none. */
export function pageKey(): string {
  return localStorage.getItem('glassbox.key') ?? ''
}

/** The key as a header, for `fetch`. */
export function keyHeader(): Record<string, string> {
  return { 'x-glassbox-key': pageKey() }
}
