import { setTimeout as after } from 'node:timers/promises'
import { chromium, type Browser, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { Driver } from './desktop.ts'
import { knownFiles } from './known-files.ts'
import { startStandIn } from './stand-in-process.ts'

interface Launch {
  readonly main: string
  readonly userData: string
  readonly args: readonly string[]
}

/** Milliseconds for a window to show something. */
const PATIENCE = 40_000

export async function launchStandIn({ main, userData, args }: Launch): Promise<Driver> {
  const running = await startStandIn(main, userData, args)
  let browser: Browser | null = null
  onTestFinished(() => browser?.close().catch(() => undefined))

  /** Attaches to the application's browser anew: a page that has crashed is never well again for who saw it crash. */
  async function pageOf({ endpoint, target }: { endpoint: string; target: string }): Promise<Page | null> {
    if (browser?.isConnected() !== true) browser = await chromium.connectOverCDP(endpoint, { noDefaults: true })
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      const session = await page.context().newCDPSession(page)
      const { targetInfo } = await session.send('Target.getTargetInfo')
      await session.detach()
      if (targetInfo.targetId === target) return page
    }
    return null
  }

  return {
    async page() {
      const giveUp = Date.now() + PATIENCE
      while (Date.now() < giveUp) {
        const window = await running.call('window')
        const page = window && (await pageOf(window).catch(() => null))
        if (page && !crashed.has(page)) {
          if (!watched.has(page)) watch(page)
          return page
        }
        if (page) await browser?.close()
        await after(50)
      }
      throw new Error(`No window has shown anything:\n${running.output()}`)
    },
    main: (work, arg) => running.call('main', work.toString(), arg) as never,
    answer: (answers) => running.call('answer', answers),
    async recorded() {
      // What was written down before arrives before the answer; of an application that has ended, everything has.
      await running.call('main', '() => null', null).catch(() => undefined)
      return running.records()
    },
    clickNotification: (index) => running.call('clickNotification', index),
    announceFiles: async (paths) => running.call('files', await knownFiles(paths)),
    forge: (url, channel, args) => running.call('forge', url, channel, args),
    exited: running.exited,
    output: () => running.output(),
    kill: (signal) => running.kill(signal),
    async secondInstance(more, cwd) {
      const second = await startStandIn(main, userData, [...args.slice(0, 2), ...more], cwd)
      return (await second.exited).code
    },
  }
}

const watched = new WeakSet<Page>()
const crashed = new WeakSet<Page>()

function watch(page: Page): void {
  watched.add(page)
  page.on('crash', () => crashed.add(page))
  // The application answers them; without a listener Playwright would.
  page.on('dialog', () => undefined)
}
