import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { epochsShown, open, pictures, startTraining, stored, storedRun } from './support.ts'

const signalTest = test.skipIf(process.platform === 'win32')
if (process.platform === 'win32') console.warn('\n*** Windows sends no signals: ending by one is NOT tested. ***\n')

desktopTests('closing the window', () => {
  test('while a run trains the person is asked; what was reached is found again', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 2)

    await desktop.answer({ messageBox: 0 })
    await desktop.closeWindow()
    await expect
      .poll(async () => (await desktop.recorded()).dialogs)
      .toMatchObject([
        {
          message: expect.stringContaining(storedRun(home).name) as string,
          buttons: ['Keep working', 'Stop and quit'],
        },
      ])
    await epochsShown(page, 4)
    expect(storedRun(home).status).toBe('running')

    await desktop.answer({ messageBox: 1 })
    await desktop.closeWindow()
    expect(await desktop.exited).toEqual({ code: 0, signal: null })
    const run = storedRun(home)
    expect(run.status).toBe('stopped')
    expect(run.epochsDone).toBeGreaterThanOrEqual(4)

    const again = await open({ home })
    await again.page.getByRole('link', { name: 'Runs', exact: true }).click()
    await again.page.getByTestId('run-row').first().click()
    await again.page.getByText(run.name).first().waitFor()
    expect(storedRun(home)).toEqual(run)
  })

  test('with nothing under way it ends without a question', async () => {
    const { desktop } = await open()
    await desktop.closeWindow()
    expect(await desktop.exited).toEqual({ code: 0, signal: null })
  })

  signalTest('a session that ends asks nobody: runs are stopped with what they have reached', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 2)
    desktop.kill('SIGTERM')
    expect(await desktop.exited).toEqual({ code: 0, signal: null })
    expect((await desktop.recorded()).dialogs).toEqual([])
    expect(storedRun(home)).toMatchObject({ status: 'stopped' })
    expect(storedRun(home).epochsDone).toBeGreaterThanOrEqual(2)
  })

  test.each(['a session of Windows that ends', 'a computer that shuts down'])('%s asks nobody', async (what) => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 2)
    const waits = await desktop.main(({ BrowserWindow, powerMonitor }, isSession) => {
      let prevented = false
      const event = { preventDefault: () => (prevented = true), reasons: ['shutdown'] }
      if (isSession) BrowserWindow.getAllWindows()[0]?.emit('session-end', event)
      else powerMonitor.emit('shutdown', event)
      return prevented
    }, what.includes('session'))
    // Where the system can wait it is asked to.
    expect(waits).toBe(what.includes('computer'))
    expect(await desktop.exited).toEqual({ code: 0, signal: null })
    expect((await desktop.recorded()).dialogs).toEqual([])
    expect(storedRun(home).status).toBe('stopped')
    expect(storedRun(home).epochsDone).toBeGreaterThanOrEqual(2)
  })

  signalTest('a question that nobody has answered does not keep it from ending', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 2)
    await desktop.answer({ messageBox: 'open' })
    await desktop.closeWindow()
    await expect.poll(async () => (await desktop.recorded()).dialogs.length).toBe(1)
    desktop.kill('SIGTERM')
    expect(await desktop.exited).toEqual({ code: 0, signal: null })
    expect(storedRun(home).status).toBe('stopped')
  })

  signalTest('whoever says it twice does not wait', async () => {
    const folder = await pictures(40)
    const { desktop, page } = await open()
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 2)
    desktop.kill('SIGTERM')
    desktop.kill('SIGINT')
    expect(await desktop.exited).toEqual({ code: 1, signal: null })
  })

  test('while pictures are being sent the person is asked; they all arrive', async () => {
    const folder = await pictures(250)
    const { desktop, page, home } = await open()
    await desktop.dropFiles(page, 'drop-zone', [join(folder, 'bars'), join(folder, 'lines')])
    const incoming = (): Promise<string[]> => readdir(join(home, 'uploads', 'incoming')).catch(() => [])
    await expect.poll(incoming).toHaveLength(1)
    await desktop.answer({ messageBox: 0 })
    await desktop.closeWindow()
    await expect.poll(async () => (await desktop.recorded()).dialogs.length).toBe(1)
    const [asked] = (await desktop.recorded()).dialogs
    expect(asked?.message).toBe('The reading of pictures is under way. End Glassbox all the same?')
    await page.getByTestId('train-on-this').waitFor()
    expect(stored(home).datasets.list()).toMatchObject([{ itemCount: 500 }])
  })

  test('killed outright, the next start finds every epoch that was shown, and says that the run was interrupted', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 3)
    desktop.kill('SIGKILL')
    await desktop.exited
    const again = await open({ home })
    await again.page.getByRole('link', { name: 'Runs', exact: true }).click()
    await again.page.getByTestId('run-row').first().waitFor()
    expect(storedRun(home).status).toBe('interrupted')
    expect(storedRun(home).epochsDone).toBeGreaterThanOrEqual(3)
  })
})
