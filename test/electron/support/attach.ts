import { setTimeout as after } from 'node:timers/promises'
import { chromium, type Browser, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { PATIENCE } from '../../support/chromium.ts'

/** Where a window's page is to be found: the address of the browser, and what the browser calls the page. */
export interface Place {
  readonly endpoint: string
  readonly target: string
}

/**
 * Looks at the application's pages over a connection of its own, made anew after a crash: a page that has crashed is
 * never well again for who saw it crash.
 * @param newest finds the newest window's page; null until it has been drawn, and while it has crashed
 * @returns what waits for that page
 */
export function attachTo(newest: () => Promise<Place | null>, output: () => string): () => Promise<Page> {
  let browser: Browser | null = null
  onTestFinished(() => browser?.close().catch(() => undefined))

  async function pageAt({ endpoint, target }: Place): Promise<Page | null> {
    if (browser?.isConnected() !== true) browser = await chromium.connectOverCDP(endpoint, { noDefaults: true })
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      const session = await page.context().newCDPSession(page)
      const { targetInfo } = await session.send('Target.getTargetInfo')
      await session.detach()
      if (targetInfo.targetId === target) return page
    }
    return null
  }

  return async () => {
    const giveUp = Date.now() + PATIENCE
    while (Date.now() < giveUp) {
      const place = await newest()
      const page = place && (await pageAt(place).catch(() => null))
      if (page && !crashed.has(page)) {
        if (!watched.has(page)) watch(page)
        return page
      }
      if (page) await browser?.close()
      await after(50)
    }
    throw new Error(`No window has shown anything:\n${output()}`)
  }
}

const watched = new WeakSet<Page>()
const crashed = new WeakSet<Page>()

function watch(page: Page): void {
  watched.add(page)
  page.setDefaultTimeout(PATIENCE)
  page.on('crash', () => crashed.add(page))
  // The application answers them; without a listener Playwright would.
  page.on('dialog', () => undefined)
}
