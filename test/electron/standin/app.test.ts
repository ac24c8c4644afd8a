import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../main/support/temporary.ts'
import { desktopTests, launchDesktop } from '../support/desktop.ts'
import { start } from './fixtures/start.ts'

desktopTests('the application', () => {
  test('is ready when its main entry has been evaluated, and gives no window before; worker threads do not know Electron', async () => {
    const home = await temporaryFolder()
    const main = fileURLToPath(new URL('./fixtures/order.ts', import.meta.url))
    const desktop = await launchDesktop({ main, home })
    expect(await desktop.exited).toEqual({ code: 3, signal: null })
    await expect
      .poll(() => desktop.output().trim().split('\n'))
      .toEqual([
        'Session cannot be used before the app is ready',
        'BrowserWindow cannot be used before the app is ready',
        'evaluated false',
        'ready',
        "worker: Cannot find module 'electron'",
      ])
  })

  test('says what it does not know, whatever is asked', async () => {
    const { desktop } = await start({ window: null })
    const messages = await desktop.main(({ app, BrowserWindow, session, nativeTheme, Menu }) => {
      const unknown: (() => unknown)[] = [
        () => Reflect.get(app, 'badgeCount'),
        () => app.on('login', () => undefined),
        () => Reflect.get(BrowserWindow, 'fromBrowserView'),
        () => Reflect.get(new BrowserWindow({ show: false }).webContents, 'print'),
        () => session.fromPartition('x'),
        () => nativeTheme.inForcedColorsMode,
        () => Menu.sendActionToFirstResponder('x'),
        () => app.getPath('nowhere' as 'home'),
      ]
      return unknown.map((ask) => {
        try {
          return String(ask())
        } catch (error) {
          return (error as Error).message
        }
      })
    })
    expect(messages).toEqual([
      'The stand-in for Electron does not know app.badgeCount',
      "The stand-in for Electron does not know app.on('login')",
      'The stand-in for Electron does not know BrowserWindow.fromBrowserView',
      'The stand-in for Electron does not know webContents.print',
      'The stand-in for Electron does not know session.fromPartition',
      'The stand-in for Electron does not know nativeTheme.inForcedColorsMode',
      'The stand-in for Electron does not know Menu.sendActionToFirstResponder',
      "Failed to get 'nowhere' path",
    ])
  })

  test('has one process for a folder of user data; another hands over what it was started with and is told', async () => {
    const { desktop, home } = await start({ window: null })
    const first = await desktop.main(({ app }) => {
      const state = globalThis as unknown as { seen: unknown[] }
      state.seen = []
      app.on('second-instance', (_event, argv, cwd, data) => state.seen.push([argv.at(-1), cwd, data]))
      return app.requestSingleInstanceLock()
    })
    const cwd = await temporaryFolder()
    const second = await start({ window: null, home })
    expect(await second.desktop.main(({ app }) => app.requestSingleInstanceLock({ n: 1n, list: [1] }))).toBe(false)
    const seen = (): Promise<unknown[]> => desktop.main(() => (globalThis as unknown as { seen: unknown[] }).seen)
    await expect.poll(seen).toEqual([[expect.stringContaining('options.json'), process.cwd(), { n: 1n, list: [1] }]])
    expect([first, cwd !== process.cwd()]).toEqual([true, true])

    // When the first has gone, even without a word, the next is the first.
    desktop.kill('SIGKILL')
    await desktop.exited
    expect(await second.desktop.main(({ app }) => app.requestSingleInstanceLock())).toBe(true)
  })

  test('ends in order: everyone who listens may keep it open', async () => {
    const { desktop } = await start({})
    await desktop.page()
    await desktop.main(({ app, BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!
      const keep = new Set(['before-quit', 'close', 'will-quit'])
      const state = globalThis as unknown as { order: string[] }
      state.order = []
      const note = (name: string) => (event: { preventDefault(): void }) => {
        state.order.push(name)
        console.log(name)
        if (keep.delete(name)) event.preventDefault()
      }
      app.on('before-quit', note('before-quit'))
      window.on('close', note('close'))
      window.on('closed', () => state.order.push('closed'))
      app.on('window-all-closed', () => state.order.push('window-all-closed'))
      app.on('will-quit', note('will-quit'))
      app.on('quit', (_event, code) => console.log('order:', state.order.join(' '), code))
    })
    const quit = (): Promise<void> => desktop.main(({ app }) => app.quit())
    const order = (): Promise<string[]> => desktop.main(() => (globalThis as unknown as { order: string[] }).order)
    await quit()
    expect(await order()).toEqual(['before-quit'])
    await quit()
    expect((await order()).slice(1)).toEqual(['before-quit', 'close'])
    await quit()
    await expect.poll(async () => (await order()).slice(3)).toEqual(['before-quit', 'close', 'closed', 'will-quit'])
    expect(await desktop.quit()).toEqual({ code: 0, signal: null })
    await expect
      .poll(() => desktop.output())
      .toMatch(/order: before-quit before-quit close before-quit close closed will-quit before-quit will-quit 0/)
  })

  test('ends with its last window, unless somebody listens', async () => {
    const { desktop } = await start({})
    await desktop.page()
    await desktop.closeWindow()
    expect(await desktop.exited).toEqual({ code: 0, signal: null })

    const kept = await start({})
    await kept.desktop.page()
    await kept.desktop.main(({ app }) => app.on('window-all-closed', () => console.log('kept')) && null)
    await kept.desktop.closeWindow()
    await expect.poll(() => kept.desktop.output()).toContain('kept')
    await kept.desktop.main(async ({ BrowserWindow }) => {
      await new BrowserWindow().loadURL('fixture://page/')
    })
    expect(await (await kept.desktop.page()).title()).toBe('fixture')
  })

  test('a signal ends it as a person would, and exit asks nobody', async () => {
    const asked = await start({ window: null })
    await asked.desktop.main(({ app }) => app.on('before-quit', () => console.log('asked')) && null)
    asked.desktop.kill('SIGTERM')
    expect(await asked.desktop.exited).toEqual({ code: 0, signal: null })
    await expect.poll(() => asked.desktop.output()).toContain('asked')

    const { desktop } = await start({})
    await desktop.page()
    await desktop.main(({ app }) => {
      app.on('before-quit', () => console.log('asked'))
      app.on('quit', (_event, code) => console.log('quit', code))
      setImmediate(() => app.exit(4))
    })
    expect(await desktop.exited).toEqual({ code: 4, signal: null })
    await expect.poll(() => desktop.output()).toBe('quit 4\n')
  })
})
