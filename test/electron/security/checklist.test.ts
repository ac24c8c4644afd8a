import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CONTENT_SECURITY_POLICY } from '../../../src-main/app/page-policy.ts'
import { COMMAND_NAMES, DESKTOP_COMMAND_NAMES } from '../../../src-main/contract/names.ts'
import { desktopTests, standInTest } from '../support/desktop.ts'
import { open } from '../journeys/support.ts'

const root = join(import.meta.dirname, '../../..')

// Electron's security checklist, point by point, on what the built application really passes. The numbers are those of
// docs/security.md; points 19 (fuses) and 17 (messages) have files of their own.
desktopTests('the security checklist of Electron', () => {
  test('1, 18: the page comes over our own scheme, not over the network and not from a file', async () => {
    const { desktop } = await open()
    expect(await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toMatch(
      /^glassbox:\/\/app\//,
    )
  })

  test('2, 3, 4, 6, 8, 9, 10, 12: the window has every protection and no loophole', async () => {
    const { desktop } = await open()
    const preferences = (await desktop.recorded()).windows[0]?.webPreferences as Record<string, unknown>
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    })
    expect(preferences.allowRunningInsecureContent ?? false).toBe(false)
    expect(preferences.experimentalFeatures ?? false).toBe(false)
    expect(preferences.enableBlinkFeatures ?? '').toBe('')
  })

  test('4: Electron is told to put every process into the sandbox, and Chromium to reach nothing', async () => {
    const { desktop } = await open()
    const switches = await desktop.main(({ app: { commandLine }, session, BrowserWindow }) => ({
      sandbox: commandLine.hasSwitch('enable-sandbox'),
      names: commandLine.getSwitchValue('host-resolver-rules'),
      quiet: commandLine.hasSwitch('disable-background-networking'),
      dictionaries: session.defaultSession.isSpellCheckerEnabled(),
      udp: BrowserWindow.getAllWindows()[0]?.webContents.getWebRTCIPHandlingPolicy(),
    }))
    expect(switches).toEqual({
      sandbox: true,
      names: 'MAP * ~NOTFOUND',
      quiet: true,
      dictionaries: false,
      udp: 'disable_non_proxied_udp',
    })
  })

  test('2, 3, 20: the page sees names, and nothing of Node, Electron or the preload', async () => {
    const { page } = await open()
    const seen = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
      bridge: Object.keys(window.glassbox ?? {}).sort(),
      commands: Object.keys(window.glassbox?.commands ?? {}).sort(),
      desktop: Object.keys(window.glassbox?.desktop ?? {}).sort(),
      replaced: Reflect.set(window, 'glassbox', null),
    }))
    expect(seen).toEqual({
      node: [],
      bridge: ['commands', 'desktop', 'onDesktopEvent', 'onEvent', 'pathOf'],
      commands: [...COMMAND_NAMES].sort(),
      desktop: [...DESKTOP_COMMAND_NAMES].sort(),
      replaced: false,
    })
  })

  test('5: permissions are denied, except copying text', async () => {
    const { page } = await open()
    const states = await page.evaluate(async () => {
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        (error: Error) => error.name,
      )
      const place = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code),
        ),
      )
      const { state } = await navigator.permissions.query({ name: 'geolocation' })
      return { camera, place, notifications: await Notification.requestPermission(), asked: state }
    })
    expect(states).toEqual({ camera: 'NotAllowedError', place: 1, notifications: 'denied', asked: 'denied' })
  })

  standInTest('5: no page is given a device', async () => {
    const { desktop } = await open()
    expect((await desktop.recorded()).devices).toBe(false)
  })

  test('7: the policy of the page holds: no inline script, no eval, no other origin, no frame', async () => {
    const { page } = await open()
    const outcome = await page.evaluate(async () => {
      const response = await fetch('/')
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        violations.push(effectiveDirective),
      )
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.body.append(script)
      const frame = document.createElement('iframe')
      frame.src = 'https://example.invalid/'
      document.body.append(frame)
      const image = new Image()
      image.src = 'https://example.invalid/picture.png'
      const fetched = await fetch('https://example.invalid/').then(
        () => true,
        () => false,
      )
      // The browser tells of each when it comes to it; what does not come in this time is missing below.
      for (const giveUp = Date.now() + 15_000; new Set(violations).size < 4 && Date.now() < giveUp;)
        await new Promise((resolve) => setTimeout(resolve, 50))
      let evaluated = true
      try {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval
        new Function('return 1')
      } catch {
        evaluated = false
      }
      return {
        policy: response.headers.get('content-security-policy'),
        injected: 'injected' in window,
        fetched,
        evaluated,
        violations: [...new Set(violations)].sort(),
      }
    })
    expect(outcome).toEqual({
      policy: CONTENT_SECURITY_POLICY,
      injected: false,
      fetched: false,
      evaluated: false,
      violations: ['connect-src', 'frame-src', 'img-src', 'script-src-elem'],
    })
    await expect.poll(() => page.getByTestId('request-count').textContent()).toMatch(/[1-9]\d* request/)
    // A worker of the page's own is no other origin.
    await page.evaluate(() => (location.hash = '/learn/gradient-check'))
    await page.getByTestId('own-verdict').getByText('All 6 tensors agree').waitFor()
  })

  test('13: the window stays on its page', async () => {
    const { desktop, page } = await open()
    const address = page.url()
    for (const elsewhere of [
      'https://example.invalid/',
      'file:///etc/passwd',
      'data:text/html,hello',
      'glassbox://other/',
    ]) {
      await page.evaluate((url) => location.assign(url), elsewhere).catch(() => undefined)
      await page.waitForTimeout(200)
      expect(page.url(), elsewhere).toBe(address)
    }
    expect(await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toMatch(
      /^glassbox:\/\/app\//,
    )
  })

  test('12, 13: each way to another page is refused, whoever starts it; ours is not', async () => {
    const { desktop } = await open()
    const prevented = await desktop.main(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const isPrevented = (name: string, url: string): boolean => {
        let answer = false
        const details = { url, isMainFrame: true, isSameDocument: false, preventDefault: () => (answer = true) }
        webContents.emit(name, details, url)
        return answer
      }
      const away = ['https://example.invalid/', 'glassbox://other/', 'https://app/']
      const ways = ['will-navigate', 'will-frame-navigate', 'will-redirect']
      return {
        away: ways.map((way) => away.map((url) => isPrevented(way, url))),
        ours: ways.map((way) => isPrevented(way, 'glassbox://app/#/runs')),
        guest: isPrevented('will-attach-webview', 'glassbox://app/'),
      }
    })
    const each = [true, true, true]
    expect(prevented).toEqual({ away: [each, each, each], ours: [false, false, false], guest: true })
  })

  test('a request that the main process itself starts reaches nobody, and is counted', async () => {
    const asked: unknown[] = []
    const server = createServer((request, response) => response.end(asked.push(request.url)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { desktop, page } = await open()
    const requests = (): Promise<number> =>
      page.evaluate(async () => {
        const info = await window.glassbox!.commands['app/info']({})
        return info.ok ? info.output.outgoingRequests : NaN
      })
    expect(await requests()).toBe(0)
    const outcomes = await desktop.main(
      ({ BrowserWindow }, urls) =>
        Promise.all(
          urls.map((url) =>
            new BrowserWindow({ show: false }).loadURL(url).then(
              () => 'loaded',
              (error: Error) => error.message,
            ),
          ),
        ),
      ['https://example.invalid/', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`],
    )
    // Cancelled, not sent in vain: for that Chromium would first have looked for the address.
    const cancelled = expect.stringMatching(/^ERR_(ABORTED|BLOCKED_BY_CLIENT|FAILED) /) as string
    expect(outcomes).toEqual([cancelled, cancelled])
    expect(asked).toEqual([])
    expect(await requests()).toBe(2)
  })

  test('14, 15: a link out opens no window; the browser gets it only when the person agrees, and only https', async () => {
    const { desktop, page } = await open()
    const follow = (url: string): Promise<boolean> =>
      page.evaluate((target) => window.open(target, '_blank') === null, url)
    await desktop.answer({ messageBox: 0 })
    expect(await follow('https://example.invalid/refused')).toBe(true)
    await expect.poll(async () => (await desktop.recorded()).dialogs.length).toBe(1)
    await desktop.answer({ messageBox: 1 })
    expect(await follow('https://example.invalid/agreed')).toBe(true)
    await expect
      .poll(async () => (await desktop.recorded()).opened)
      .toEqual([{ how: 'external', target: 'https://example.invalid/agreed' }])
    for (const url of ['http://example.invalid/', 'file:///etc/passwd', 'smb://host/share', 'javascript:alert(1)'])
      expect(await follow(url), url).toBe(true)
    await page.waitForTimeout(300)
    const { opened, dialogs } = await desktop.recorded()
    expect([opened.length, dialogs.length]).toEqual([1, 2])
    expect(dialogs[0]?.detail).toContain('https://example.invalid/refused')
    expect(await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('16: Electron is pinned: what is asked for, what is locked and what is installed are one version', async () => {
    const read = async <T>(path: string): Promise<T> => JSON.parse(await readFile(join(root, path), 'utf8')) as T
    const manifest = await read<{ devDependencies: Record<string, string> }>('package.json')
    const lock = await read<{ packages: Record<string, { version: string }> }>('package-lock.json')
    const installed = await read<{ version: string }>('node_modules/electron/package.json')
    expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
    expect(lock.packages['node_modules/electron']?.version).toBe(manifest.devDependencies.electron)
    expect(installed.version).toBe(manifest.devDependencies.electron)
  })
})
