import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { open } from './support.ts'

desktopTests('the window looks and lies as it was left', () => {
  test('its size and place are remembered', async () => {
    const { desktop, home } = await open()
    const bounds = { x: 40, y: 30, width: 1100, height: 760 }
    await desktop.main(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted), bounds)
    await desktop.closeWindow()
    await desktop.exited
    const again = await open({ home })
    expect(await again.desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
      bounds,
    )
  })

  test('the theme of the settings is that of dialogs and title bar, also after a restart', async () => {
    const { desktop, page, home } = await open()
    const source = (): Promise<string> => desktop.main(({ nativeTheme }) => nativeTheme.themeSource)
    expect(await source()).toBe('system')
    await desktop.clickMenu('view-settings')
    await page.getByRole('radio', { name: 'Dark' }).check()
    await expect.poll(source).toBe('dark')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await desktop.quit()
    const again = await open({ home })
    expect(await again.desktop.main(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
    await expect.poll(() => again.page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  test('every view can be reached from the menu', async () => {
    const { desktop, page } = await open()
    for (const view of ['data', 'train', 'runs', 'classify', 'settings', 'home']) {
      await desktop.clickMenu(`view-${view}`)
      await page.waitForURL(new RegExp(view === 'home' ? '#/$' : `#/${view}`))
    }
  })
})
