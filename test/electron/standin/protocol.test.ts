import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { open } from './fixtures/start.ts'

const PAGES = {
  '/': `<!doctype html><link rel="stylesheet" href="style.css"><script src="/script.js"></script>
    <img src="picture.svg"><p>text</p>`,
  '/script.js': 'window.ran = location.href',
  '/style.css': 'p { color: rgb(1, 2, 3) }',
  '/picture.svg': {
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>',
    headers: { 'Content-Type': 'image/svg+xml' },
  },
}

const seen = () => ({
  ran: 'ran' in window,
  color: getComputedStyle(document.querySelector('p')!).color,
  picture: document.querySelector('img')!.naturalWidth,
})

desktopTests('a scheme of the application', () => {
  test('serves a page with its script, style and picture, and is a secure origin', async () => {
    const { desktop, page } = await open({ pages: PAGES })
    await expect.poll(() => page.evaluate(seen)).toEqual({ ran: true, color: 'rgb(1, 2, 3)', picture: 7 })
    expect(await page.evaluate(() => isSecureContext)).toBe(true)
    expect(await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe(
      'fixture://page/',
    )
  })

  test('answers what the page fetches: what is there, what is not, what is sent to it', async () => {
    const { page } = await open({ pages: PAGES })
    const answers = await page.evaluate(async () => {
      const bytes = new Uint8Array(3_000_000).fill(7)
      const put = await fetch('/sent?to=x%2Fy', { method: 'PUT', body: new Blob([bytes]) })
      const style = await fetch('/style.css')
      return {
        style: [style.status, style.headers.get('content-type'), (await style.text()).length],
        missing: (await fetch('/missing')).status,
        put: (await put.json()) as unknown,
      }
    })
    expect(answers).toEqual({
      style: [200, 'text/css', PAGES['/style.css'].length],
      missing: 404,
      put: { url: 'fixture://page/sent?to=x%2Fy', byteLength: 3_000_000, origin: 'fixture://page' },
    })
  })

  test('streams: the page reads the beginning before the end is written', async () => {
    const { desktop, page } = await open({ pages: PAGES })
    await desktop.main(({ protocol }) => {
      protocol.unhandle('fixture')
      protocol.handle('fixture', ({ url }) => {
        const state = globalThis as { finish?: () => void }
        if (url.endsWith('/finish')) {
          state.finish?.()
          return new Response('finished')
        }
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('beginning'))
            state.finish = () => controller.close()
          },
        })
        return new Response(body)
      })
    })
    const read = await page.evaluate(async () => {
      const reader = (await fetch('/stream')).body!.getReader()
      const { value } = await reader.read()
      await fetch('/finish')
      return [new TextDecoder().decode(value), (await reader.read()).done]
    })
    expect(read).toEqual(['beginning', true])
  })

  test("has its page's policy applied, by the names the application knows", async () => {
    const policy = "default-src 'none'; script-src fixture://page; img-src fixture:; style-src 'self'"
    const { page } = await open({
      pages: {
        ...PAGES,
        '/': {
          body: `${PAGES['/']}<script>window.inline = 1</script>`,
          headers: { 'Content-Security-Policy': policy },
        },
      },
    })
    await expect.poll(() => page.evaluate(seen)).toEqual({ ran: true, color: 'rgb(1, 2, 3)', picture: 7 })
    const refused = await page.evaluate(() =>
      fetch('/style.css').then(
        () => 'answered',
        () => 'refused',
      ),
    )
    expect([refused, await page.evaluate(() => 'inline' in window)]).toEqual(['refused', false])
  })

  test('without a handler, and with one that throws, the page gets a network error', async () => {
    const { desktop, page } = await open({ pages: PAGES })
    const failure = (): Promise<string> =>
      page.evaluate(() =>
        fetch('/x').then(
          () => 'answered',
          (error: Error) => error.message,
        ),
      )
    await desktop.main(({ protocol }) => {
      protocol.unhandle('fixture')
      protocol.handle('fixture', () => {
        throw new Error('broken handler')
      })
    })
    expect(await failure()).toBe('Failed to fetch')
    await expect.poll(() => desktop.output()).toContain('broken handler')
    await desktop.main(({ protocol }) => protocol.unhandle('fixture'))
    expect(await failure()).toBe('Failed to fetch')
  })

  test.each([
    ['not registered', null],
    ['registered without privileges', {}],
    ['not a standard scheme', { secure: true, supportFetchAPI: true }],
    ['not a secure scheme', { standard: true, supportFetchAPI: true }],
  ])('%s, it shows a page without what belongs to it', async (_, privileges) => {
    const { page } = await open({ pages: PAGES, privileges })
    expect(await page.evaluate(seen)).toEqual({ ran: false, color: 'rgb(0, 0, 0)', picture: 0 })
    await expect(page.evaluate(() => fetch('/style.css').then(() => 'answered'))).rejects.toThrow('Failed to fetch')
  })

  test('without the privilege of fetch, only fetch is refused', async () => {
    const { page } = await open({ pages: PAGES, privileges: { standard: true, secure: true } })
    await expect.poll(() => page.evaluate(seen)).toEqual({ ran: true, color: 'rgb(1, 2, 3)', picture: 7 })
    await expect(page.evaluate(() => fetch('/style.css').then(() => 'answered'))).rejects.toThrow('Failed to fetch')
  })

  test('cannot be registered when the application is ready, nor handled twice', async () => {
    const { desktop } = await open({ pages: PAGES })
    await expect(desktop.main(({ protocol }) => protocol.registerSchemesAsPrivileged([]))).rejects.toThrow(
      'protocol.registerSchemesAsPrivileged should be called before app is ready',
    )
    await expect(desktop.main(({ protocol }) => protocol.handle('fixture', () => new Response()))).rejects.toThrow(
      'Failed to register protocol: fixture',
    )
  })

  test('keeps what the page stores over a restart', async () => {
    const first = await open({ pages: PAGES })
    await first.page.evaluate(() => localStorage.setItem('kept', 'yes'))
    await first.desktop.quit()
    const second = await open({ pages: PAGES, home: first.home })
    expect(await second.page.evaluate(() => localStorage.getItem('kept'))).toBe('yes')
  })
})
