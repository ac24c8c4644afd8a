import { shallowRef } from 'vue'

const addresses = shallowRef<ReadonlySet<string>>(new Set())

/** Addresses outside this page's own origin that it tried to reach, blocked or not. */
export const foreignAddresses: Readonly<typeof addresses> = addresses

/** Starts to watch: refusals of the page's policy, and every resource the browser really asked for. */
export function watchForeignRequests(): void {
  document.addEventListener('securitypolicyviolation', (event) => note(event.blockedURI))
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => note(entry.name))).observe({
    type: 'resource',
    buffered: true,
  })
}

/** Records `address` when it names another origin; `inline`, `eval` and blob: never leave the page. */
export function note(address: string): void {
  const url = URL.parse(address, location.href)
  if (!url || !/^(https?|wss?|ftp):$/.test(url.protocol) || !/^[a-z]+:/.test(address)) return
  if (url.host === location.host || addresses.value.has(address)) return
  addresses.value = new Set([...addresses.value, address])
}
