import type { OnBeforeRequestListenerDetails, WebRequest, WebRequestFilter } from 'electron'
import { strict } from './strict.ts'

type Listener = (details: OnBeforeRequestListenerDetails, callback: (response: { cancel?: boolean }) => void) => void

let asked: { filter: WebRequestFilter | null; listener: Listener } | null = null
let count = 0

/** The browser's types of requests, as Electron calls them. */
const TYPES: Readonly<Record<string, string>> = {
  Stylesheet: 'stylesheet',
  Image: 'image',
  Font: 'font',
  Script: 'script',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  WebSocket: 'webSocket',
  Ping: 'ping',
}

export const webRequest = {
  /** Called when there is a new listener; resolve when the browser asks it. */
  changed: new Set<() => Promise<void>>(),
  /** Resolves when the browser asks the newest listener: in Electron it does so at once. */
  heard: Promise.resolve() as Promise<unknown>,
  get isAsked(): boolean {
    return asked !== null
  },
  /** Asks the session's listener, if it wants to know of this address. */
  ask(request: { url: string; method: string; resourceType: string }, decide: (cancel: boolean) => void): void {
    if (!asked || !matches(asked.filter, request.url)) return decide(false)
    const resourceType = TYPES[request.resourceType] ?? (request.resourceType === 'Document' ? 'mainFrame' : 'other')
    const details = { ...request, id: ++count, resourceType, timestamp: Date.now(), referrer: '', uploadData: [] }
    asked.listener(details as never, (response) => decide(response.cancel === true))
  },
  /** What `session.webRequest` is. */
  surface: strict<Pick<WebRequest, 'onBeforeRequest'>>('webRequest', {
    onBeforeRequest(filter: WebRequestFilter | Listener | null, listener?: Listener | null) {
      if (typeof filter === 'function') asked = { filter: null, listener: filter }
      else asked = listener ? { filter, listener } : null
      webRequest.heard = Promise.all([...webRequest.changed].map((call) => call()))
    },
  }),
}

function matches(filter: WebRequestFilter | null, url: string): boolean {
  const fits = (pattern: string): boolean =>
    pattern === '<all_urls>' ||
    new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(url)
  if (filter?.excludeUrls?.some(fits)) return false
  return !filter?.urls?.length || filter.urls.some(fits)
}
