import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { desktopTests, standInTest } from '../support/desktop.ts'
import { open, pictures, stored } from './support.ts'

desktopTests('several starts', () => {
  test('a second start for the same home folder shows the first window and hands it its folder', async () => {
    const folder = await pictures()
    const { desktop, page, home } = await open()
    await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur())
    // Relative to where the second was started.
    expect(await desktop.secondInstance([basename(folder)], dirname(folder))).toBe(0)
    await page.getByTestId('train-on-this').waitFor()
    expect(stored(home).datasets.list()).toMatchObject([{ name: 'stripes', folder }])
    const windows = await desktop.main(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isFocused()),
    )
    expect(windows).toEqual([true])
  })

  test('a second start of another version, that hands over something else, shows the window', async () => {
    const { desktop, page } = await open()
    const focused = await desktop.main(({ app, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.blur()
      app.emit('second-instance', {}, [], '', { folders: 7 })
      return window?.isFocused()
    })
    expect(focused).toBe(true)
    await page.getByTestId('drop-zone').waitFor()
  })

  standInTest('a second start while the first ends is made up for after that', async () => {
    const { desktop, home } = await open()
    await desktop.main(({ app }) => {
      process.emit('SIGTERM')
      app.emit('second-instance', {}, [], '', { folder: '/pictures' })
    })
    expect(await desktop.exited).toEqual({ code: 0, signal: null })
    const [again] = (await desktop.recorded()).opened
    expect(again?.how).toBe('again')
    expect((JSON.parse(again!.target) as string[]).slice(1)).toEqual(['--home', home, '/pictures'])
  })

  test('two home folders have a window each', async () => {
    const [first, second] = [await open(), await open()]
    expect(first.home).not.toBe(second.home)
    for (const { page } of [first, second]) await page.getByTestId('drop-zone').waitFor()
  })
})
