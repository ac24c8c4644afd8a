import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { executablePath, FLAGS } from '../../support/chromium.ts'
import { browserEnded, forgetBrowser, profileOf, rememberBrowser } from './browser-process.ts'
import { browserFlags } from './command-line.ts'
import { paths } from './paths.ts'
import { serveSchemes } from './scheme-server.ts'

const MORE_FLAGS = [
  '--no-proxy-server',
  // Frames of other sites stay within reach of their window's session.
  '--disable-site-isolation-trials',
  // Tests look at the same pages from their own process.
  '--remote-debugging-port=0',
]

/** The one Chromium of this process, from its first window to its last. */
class Browser {
  private context: Promise<BrowserContext> | null = null
  private port: Promise<number> | null = null
  private blank: Page | null = null
  private readonly pages = new Set<Page>()

  /** Where tests attach; throws before the first window. */
  get endpoint(): string {
    const [port] = readFileSync(join(profileOf(paths.get('userData')), 'DevToolsActivePort'), 'utf8').split('\n')
    return `http://127.0.0.1:${port}`
  }

  get isOpen(): boolean {
    return this.context !== null
  }

  async open(): Promise<Page> {
    const context = await (this.context ??= this.launch())
    const page = this.blank ?? (await context.newPage())
    this.blank = null
    this.pages.add(page)
    return page
  }

  /** Closes a page, and the browser with the last one. */
  async closePage(page: Page): Promise<void> {
    this.pages.delete(page)
    if (this.pages.size > 0) await page.close()
    else await this.close()
  }

  async close(): Promise<void> {
    const context = this.context
    this.context = null
    this.pages.clear()
    await (await context)?.close()
    if (context) forgetBrowser(paths.get('userData'))
  }

  async allow(permission: string, origin: string): Promise<void> {
    const names = permission === 'media' ? ['camera', 'microphone'] : [permission]
    await (await this.context)?.grantPermissions(names, { origin })
  }

  private async launch(): Promise<BrowserContext> {
    const port = await (this.port ??= serveSchemes())
    const userData = paths.get('userData')
    await browserEnded(userData, 3000)
    const context = await chromium.launchPersistentContext(profileOf(userData), {
      executablePath,
      args: [...FLAGS, ...MORE_FLAGS, ...browserFlags(`MAP *.localhost:80 127.0.0.1:${port}`)],
      viewport: null,
      colorScheme: null,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    rememberBrowser(userData)
    this.blank = context.pages()[0] ?? null
    // Only the stand-in for a window answers dialogs: without a listener Playwright would.
    context.on('dialog', () => undefined)
    context.on('page', (page) => {
      // Windows are opened by the application alone; what a page managed to open is closed.
      setImmediate(() => void (this.pages.has(page) || page === this.blank || page.close()))
    })
    return context
  }
}

export const browser = new Browser()
