import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { open, start } from './fixtures/start.ts'

desktopTests('a window', () => {
  test('is as large as it was made, and as it is made later', async () => {
    const { desktop, page } = await open({ window: { x: 5, y: 6, width: 640, height: 480 } })
    const inner = (): Promise<number[]> => page.evaluate(() => [innerWidth, innerHeight])
    expect(await inner()).toEqual([640, 480])
    const heard = await desktop.main(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!
      const heard: string[] = []
      for (const event of ['resize', 'move', 'maximize'] as const) window.on(event as 'resize', () => heard.push(event))
      const before = window.getBounds()
      window.setBounds({ width: 700 })
      window.setBounds({ x: 9 })
      await new Promise((resolve) => setTimeout(resolve, 50))
      window.maximize()
      return [heard, before, window.getNormalBounds(), window.isMaximized(), window.getBounds().width]
    })
    expect(heard).toEqual([
      ['resize', 'move', 'maximize'],
      { x: 5, y: 6, width: 640, height: 480 },
      { x: 9, y: 6, width: 700, height: 480 },
      true,
      1920,
    ])
    await expect.poll(inner).toEqual([1920, 1080])
  })

  test('is shown when it is told, has the focus alone, and says so', async () => {
    const { desktop } = await start({ window: null })
    const heard = await desktop.main(async ({ BrowserWindow }) => {
      const heard: string[] = []
      const make = (name: string): InstanceType<typeof BrowserWindow> => {
        const window = new BrowserWindow({ show: false, title: name })
        for (const event of ['ready-to-show', 'show', 'focus', 'blur', 'close', 'closed'] as const)
          window.on(event as 'show', () => heard.push(`${name} ${event}`))
        return window
      }
      const [first, second] = [make('first'), make('second')]
      await first.loadURL('fixture://page/')
      heard.push(`visible ${first.isVisible()}`)
      first.show()
      second.show()
      heard.push(`focused ${BrowserWindow.getFocusedWindow()?.getTitle()}`)
      heard.push(`same ${BrowserWindow.fromWebContents(second.webContents) === second}`)
      second.close()
      const dead = [second.isDestroyed()]
      try {
        second.setTitle('x')
      } catch (error) {
        dead.push((error as Error).message === 'Object has been destroyed')
      }
      return [...heard, ...dead, BrowserWindow.getAllWindows().length]
    })
    expect(heard).toEqual([
      'first ready-to-show',
      'visible false',
      'first show',
      'first focus',
      'second show',
      'first blur',
      'second focus',
      'focused second',
      'same true',
      'second close',
      'second closed',
      true,
      true,
      1,
    ])
    expect(desktop.output()).toBe('')
  })

  test('comes back after its page has crashed', async () => {
    const { desktop, page } = await open({})
    await desktop.main(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      webContents.on('render-process-gone', (_event, { reason }) => {
        console.log('gone', reason, webContents.isCrashed())
        webContents.send('lost', 1)
        webContents.reload()
      })
    })
    await page.evaluate(() => document.body.append('before'))
    await desktop.crashPage()
    const again = await desktop.page()
    expect([again === page, await again.title(), await again.textContent('body')]).toEqual([false, 'fixture', ''])
    await expect.poll(() => desktop.output().trim()).toBe('gone crashed true')
  })

  test('asks before it leaves a page that wants to stay', async () => {
    const { desktop, page } = await open({ pages: { '/': '<button>press</button>', '/away': 'away' } })
    await desktop.main(({ BrowserWindow }) => {
      let leave = false
      BrowserWindow.getAllWindows()[0]!.webContents.on('will-prevent-unload', (event) => {
        console.log('asked', leave)
        if (leave) event.preventDefault()
        leave = true
      })
    })
    await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()))
    await page.getByText('press').click()
    await page.evaluate(() => (location.href = '/away'))
    await expect.poll(() => desktop.output()).toContain('asked false')
    await expect.poll(() => page.getByText('press').count()).toBe(1)
    await page.evaluate(() => (location.href = '/away'))
    await page.getByText('away').waitFor()
    await expect.poll(() => desktop.output().trim().split('\n')).toEqual(['asked false', 'asked true'])
  })

  test('what it was made with, and what it shows on the task bar, is written down', async () => {
    const { desktop } = await start({
      window: { width: 300, webPreferences: { sandbox: false, nodeIntegration: true } },
    })
    await desktop.page()
    await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setProgressBar(0.25))
    const { windows, progress } = await desktop.recorded()
    expect(windows).toMatchObject([{ width: 300, webPreferences: { sandbox: false, nodeIntegration: true } }])
    expect(progress).toEqual([0.25])
  })
})
