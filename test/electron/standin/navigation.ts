import type { CDPSession } from 'playwright-core'
import type { KnownEmitter } from './emitter.ts'
import type { Frames } from './frames.ts'
import { fromBrowser, toBrowser } from './scheme.ts'
import { webRequest } from './web-request.ts'

/** Navigations that a page starts ask `will-navigate` and its like before anything is requested; those of the application do not. */
export async function watchNavigation(session: CDPSession, contents: KnownEmitter, frames: Frames): Promise<void> {
  /** What pages asked for and the browser has not requested yet, by frame. */
  const requested = new Map<string, string>()

  const isAllowed = (frameId: string, url: string): boolean => {
    const frame = frames.frame(frameId)
    const details = { url, frame, isMainFrame: frame === frames.main, isSameDocument: false, initiator: frame }
    const framesAsked = contents.ask('will-frame-navigate', details)
    return (frame !== frames.main || contents.ask('will-navigate', details, url)) && framesAsked
  }

  session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
    if (/^https?:/.test(url)) requested.set(frameId, url)
    else if (toBrowser(url) === url) isAllowed(frameId, url)
  })
  session.on('Page.frameStartedNavigating', ({ frameId, url, navigationType }) => {
    const frame = frames.frame(frameId)
    if (toBrowser(url) !== url) {
      // The browser does not know the scheme and gives up by itself, but only now: what is begun before it would abort too.
      if (isAllowed(frameId, url))
        session.send('Page.navigate', { url: toBrowser(url), frameId }).catch(() => undefined)
      return
    }
    contents.ask('did-start-navigation', {
      url: fromBrowser(url),
      frame,
      isMainFrame: frame === frames.main,
      isSameDocument: navigationType === 'sameDocument',
    })
  })

  session.on('Fetch.requestPaused', (paused) => {
    const { requestId, frameId, resourceType } = paused
    const url = fromBrowser(paused.request.url)
    const byPage = requested.get(frameId) === paused.request.url
    let allowed = true
    if (resourceType === 'Document') {
      requested.delete(frameId)
      if (paused.redirectedRequestId) allowed = contents.ask('will-redirect', { url, isMainFrame: true }, url)
      else if (byPage) allowed = isAllowed(frameId, url)
    }
    const decide = (go: boolean): void => {
      const answer = go
        ? session.send('Fetch.continueRequest', { requestId })
        : session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      answer.catch(() => undefined) // the page has moved on
    }
    if (!allowed) return decide(false)
    webRequest.ask({ url, method: paused.request.method, resourceType }, (cancel) => decide(!cancel))
  })

  const intercept = async (): Promise<void> => {
    await session.send('Fetch.enable', { patterns: webRequest.isAsked ? [{}] : [{ resourceType: 'Document' }] })
  }
  webRequest.changed.add(() => intercept().catch(() => undefined)) // of a window that has closed
  await intercept()
}
