import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CDPSession } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { desktopTests, type Desktop } from '../support/desktop.ts'
import { KnownEmitter } from './emitter.ts'
import { open } from './fixtures/start.ts'
import { Frames } from './frames.ts'
import { watchNavigation } from './navigation.ts'
import { registerSchemes } from './scheme.ts'

/** A site elsewhere that counts who asks. */
async function elsewhere(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    response.setHeader('content-type', 'text/html').end('<p>elsewhere')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked }
}

/** Writes down what the window is asked, and refuses addresses that contain `refused`. */
const watch = (desktop: Desktop): Promise<void> =>
  desktop.main(({ BrowserWindow, ipcMain }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const asked: unknown[] = []
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const)
      webContents.on(event as 'will-navigate', (details) => {
        asked.push([event, details.url, details.isMainFrame])
        if (details.url.includes('refused')) details.preventDefault()
      })
    webContents.setWindowOpenHandler(({ url }) => {
      asked.push(['open', url])
      return { action: url.includes('allowed') ? 'allow' : 'deny' }
    })
    ipcMain.handle('asked', () => asked)
  })

const PRELOAD = `const { contextBridge, ipcRenderer } = require('electron')
  contextBridge.exposeInMainWorld('asked', () => ipcRenderer.invoke('asked'))`

declare global {
  interface Window {
    asked(): Promise<unknown[]>
  }
}

// On a busy machine the browser tells of the first a good while before it begins, and whatever it begins ends what was begun before.
test('a page of its own scheme is loaded when the browser has begun with that address, not when it was asked to', async () => {
  registerSchemes([{ scheme: 'ordered' }])
  const sent: unknown[] = []
  const send = async (...command: unknown[]): Promise<void> => void sent.push(command)
  const session = Object.assign(new EventEmitter(), { send })
  const contents = new KnownEmitter('webContents', ['will-navigate', 'will-frame-navigate', 'did-start-navigation'])
  await watchNavigation(session as unknown as CDPSession, contents, new Frames())
  sent.splice(0)
  const navigation = { frameId: 'main', url: 'ordered://page/two', navigationType: 'differentDocument' }
  session.emit('Page.frameRequestedNavigation', navigation)
  expect(sent).toEqual([])
  session.emit('Page.frameStartedNavigating', navigation)
  expect(sent).toEqual([['Page.navigate', { url: 'http://page.ordered.localhost/two', frameId: 'main' }]])
})

desktopTests('where a page may go', () => {
  test('the application is asked before anything is requested, and its no holds', async () => {
    const site = await elsewhere()
    const { desktop, page } = await open({
      preload: PRELOAD,
      pages: { '/': `<a href="${site.url}refused">away</a>`, '/other': 'other' },
    })
    await watch(desktop)
    await page.getByText('away').click()
    const away = [
      ['will-frame-navigate', `${site.url}refused`, true],
      ['will-navigate', `${site.url}refused`, true],
    ]
    await expect.poll(() => page.evaluate(() => window.asked())).toEqual(away)
    await page.waitForTimeout(300)
    expect(page.url()).toContain('page')
    expect(site.asked).toEqual([])

    await page.evaluate(() => (location.href = 'fixture://elsewhere/refused'))
    await page.evaluate(() => (location.href = '/other'))
    await page.getByText('other').waitFor()
    expect(await page.evaluate(() => window.asked())).toEqual([
      ...away,
      ['will-frame-navigate', 'fixture://elsewhere/refused', true],
      ['will-navigate', 'fixture://elsewhere/refused', true],
      ['will-frame-navigate', 'fixture://page/other', true],
      ['will-navigate', 'fixture://page/other', true],
    ])
  })

  test('what it allows is loaded, also by its own scheme; frames ask for themselves', async () => {
    const site = await elsewhere()
    const { desktop, page } = await open({ preload: PRELOAD, pages: { '/': 'one', '/two': 'two' } })
    await watch(desktop)
    await page.evaluate((url) => {
      for (const path of ['refused', 'frame']) {
        const frame = document.createElement('iframe')
        frame.src = `${url}${path}`
        document.body.append(frame)
      }
    }, site.url)
    await page.frameLocator('iframe >> nth=1').getByText('elsewhere').waitFor()
    expect(site.asked).toEqual(['/frame'])
    expect(await page.evaluate(() => window.asked())).toEqual([
      ['will-frame-navigate', `${site.url}refused`, false],
      ['will-frame-navigate', `${site.url}frame`, false],
    ])
    await page.evaluate(() => (location.href = 'fixture://page/two'))
    await page.getByText('two').waitFor()
    expect(await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe(
      'fixture://page/two',
    )
  })

  test('the application itself goes where it wants, unasked; so does a person who reloads', async () => {
    const { desktop, page } = await open({ preload: PRELOAD, pages: { '/': 'one', '/refused': 'two' } })
    await watch(desktop)
    await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('fixture://page/refused'))
    await page.getByText('two').waitFor()
    await page.reload()
    expect(await page.evaluate(() => window.asked())).toEqual([])
  })

  test('an address that does not answer rejects', async () => {
    const { desktop } = await open({})
    await expect(
      desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('http://127.0.0.1:9/')),
    ).rejects.toThrow(/^ERR_[A-Z_]+ \(-\d+\) loading 'http:\/\/127\.0\.0\.1:9\/'$/)
  })

  test('new windows are asked for, and denied without a request', async () => {
    const site = await elsewhere()
    const { desktop, page } = await open({
      preload: PRELOAD,
      pages: { '/': `<a target="_blank" href="${site.url}link">link</a>` },
    })
    await watch(desktop)
    const opened = await page.evaluate((url) => window.open(`${url}script`, 'name', 'noopener') === null, site.url)
    await page.getByText('link').click()
    await page.getByText('link').click({ modifiers: ['Control'] })
    await page.getByText('link').click({ button: 'middle' })
    expect(opened).toBe(true)
    await expect
      .poll(() => page.evaluate(() => window.asked()))
      .toEqual([['open', `${site.url}script`], ...Array.from({ length: 3 }, () => ['open', `${site.url}link`])])
    await page.waitForTimeout(300)
    expect(site.asked).toEqual([])
    expect(page.context().pages()).toHaveLength(1)
  })

  test('a new window that is allowed is a window of the application', async () => {
    const { desktop, page } = await open({ preload: PRELOAD, pages: { '/': 'one', '/allowed': 'second' } })
    await watch(desktop)
    await page.evaluate(() => void window.open('/allowed'))
    const urls = (): Promise<string[]> =>
      desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()))
    await expect.poll(urls).toEqual(['fixture://page/', 'fixture://page/allowed'])
    await (await desktop.page()).getByText('second').waitFor()
  })
})
