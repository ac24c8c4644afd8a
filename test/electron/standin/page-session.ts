import type { WebPreferences } from 'electron'
import type { CDPSession, Download, Page } from 'playwright-core'
import { browser } from './browser.ts'
import { Frames, type Frame } from './frames.ts'
import type { FromPage, ToPage } from './page/isolated-world.ts'
import { BINDING, pageScripts, WORLD } from './preload.ts'

interface Listener {
  /** @param current whether the page is still the one that sent it */
  message(message: FromPage, frame: Frame, current: () => boolean): void
  prepare(session: CDPSession): Promise<void>
  download(download: Download): void
}

/** One page of the browser for one window: its scripts, its frames, and messages both ways in order. */
export class PageSession {
  readonly frames = new Frames()
  readonly opened: Promise<CDPSession>
  private page: Page | null = null
  private session: CDPSession | null = null
  private readonly listener: Listener

  constructor(preferences: WebPreferences, listener: Listener) {
    this.listener = listener
    this.opened = this.open(preferences)
  }

  private async open(preferences: WebPreferences): Promise<CDPSession> {
    const page = (this.page = await browser.open())
    page.on('download', (download) => this.listener.download(download))
    const session = await page.context().newCDPSession(page)
    this.follow(session)
    const { main, isolated } = pageScripts(preferences)
    await session.send('Page.enable')
    await session.send('Runtime.enable')
    await session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: main })
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: WORLD })
    const { frameTree } = await session.send('Page.getFrameTree')
    this.frames.frame(frameTree.frame.id)
    await this.listener.prepare(session)
    return (this.session = session)
  }

  private follow(session: CDPSession): void {
    const { frames } = this
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => frames.frame(frameId, parentFrameId))
    session.on('Page.frameNavigated', ({ frame }) =>
      frames.frame(frame.id, frame.parentId).moved(frame.url, frame.securityOrigin),
    )
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = frames.frame(frameId)
      frame.moved(url, frame.browserOrigin)
    })
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') frames.detach(frameId)
    })
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId: string }
      if (context.name === WORLD) frames.contextMade(context.id, frameId)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => frames.contextGone(executionContextId))
    session.on('Runtime.executionContextsCleared', () => frames.contextsGone())
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frame = frames.byContext(executionContextId)
      if (name !== BINDING || !frame) return
      const message = JSON.parse(payload) as FromPage
      frame.moved(message.url, message.origin)
      this.listener.message(message, frame, () => frames.byContext(executionContextId) === frame)
    })
  }

  /** Messages to a page that has not loaded, or is gone, are lost, as in Electron. Resolves when the page has it. */
  async tell(message: ToPage, frame = this.frames.main): Promise<void> {
    await this.ask(message, frame).catch(() => undefined)
  }
  /** @returns what the page's side makes of the message; rejects with what is thrown there */
  async ask(message: ToPage, frame: Frame): Promise<unknown> {
    const contextId = this.frames.contextOf(frame)
    if (contextId === undefined) return undefined
    const expression = `${BINDING}(${JSON.stringify(message)})`
    const options = { awaitPromise: true, returnByValue: true }
    const answer = await this.session?.send('Runtime.evaluate', { expression, contextId, ...options })
    if (answer?.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description)
    return answer?.result.value
  }

  async close(): Promise<void> {
    await this.opened.catch(() => undefined)
    if (this.page) await browser.closePage(this.page)
  }
}
