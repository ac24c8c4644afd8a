import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { epochsShown, finished, open, pictures, startTraining, storedRun } from './support.ts'

desktopTests('a page that goes away', () => {
  test('reloaded while a run trains, it shows the run and misses no epoch', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 60)
    await epochsShown(page, 2)
    await page.reload()
    await finished(page)
    await epochsShown(page, 60)
    expect(storedRun(home)).toMatchObject({ status: 'completed', epochsDone: 60 })
  })

  test('crashed while a run trains, it comes back by itself, and the run never stopped', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 60)
    await epochsShown(page, 2)
    await desktop.crashPage()
    const again = await desktop.page()
    await again.getByTestId('status-bar').waitFor()
    await expect.poll(() => storedRun(home).status, { timeout: 60_000 }).toBe('completed')
    expect(storedRun(home).epochsDone).toBe(60)
    expect((await desktop.recorded()).dialogs).toEqual([])
  })

  test('hanging while a run trains, it is loaded anew when the person wants that', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 60)
    await epochsShown(page, 2)
    page
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined)
    const hang = (): Promise<void> =>
      desktop.main(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('unresponsive'))
    await desktop.answer({ messageBox: 1 })
    await hang()
    await desktop.answer({ messageBox: 0 })
    await hang()
    await (await desktop.page()).getByTestId('status-bar').waitFor()
    await expect.poll(() => storedRun(home).status, { timeout: 60_000 }).toBe('completed')
    const question = { message: 'The window does not answer.', buttons: ['Reload the window', 'Wait'] }
    expect((await desktop.recorded()).dialogs).toMatchObject([question, question])
  })

  test('refused to go elsewhere, it still does what the menus say', async () => {
    const { desktop, page } = await open()
    await page.evaluate(() => location.assign('https://example.invalid/')).catch(() => undefined)
    await page.waitForTimeout(500)
    await desktop.clickMenu('view-settings')
    await page.waitForURL(/#\/settings/)
  })

  test('crashing again at once, it asks before it tries a third time', async () => {
    const { desktop } = await open()
    await desktop.crashPage()
    await (await desktop.page()).getByTestId('status-bar').waitFor()
    await desktop.answer({ messageBox: 0 })
    await desktop.crashPage()
    await (await desktop.page()).getByTestId('status-bar').waitFor()
    expect((await desktop.recorded()).dialogs).toMatchObject([{ message: 'The window keeps failing.' }])
  })
})
