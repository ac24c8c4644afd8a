import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { epochsShown, finished, open, pictures, startTraining, stored, storedRun } from './support.ts'

desktopTests('training in the window', () => {
  test('train and watch to the end: curves, weights, task bar, a notification that leads to the run', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur())
    await startTraining(desktop, page, folder, 12)
    await page.getByTestId('weight-map').waitFor()
    await epochsShown(page, 2)
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await expect.poll(() => storedRun(home).status, { timeout: 60_000 }).toBe('completed')

    // The end of the run is stored a moment before it is told.
    await expect.poll(async () => (await desktop.recorded()).progress.at(-1)).toBe(-1)
    const run = storedRun(home)
    expect(run.epochsDone).toBe(12)
    await expect
      .poll(async () => (await desktop.recorded()).notifications)
      .toEqual([
        {
          title: run.name,
          body: `Trained 12 epochs, validation accuracy ${(run.metrics.validation!.accuracy! * 100).toFixed(1)} %.`,
        },
      ])
    const { progress } = await desktop.recorded()
    // The import before it had the task bar to itself, and gave it back.
    const shares = progress.slice(progress.indexOf(-1) + 1).filter((value) => value >= 0)
    expect(shares.length).toBeGreaterThan(0)
    expect(shares.every((value, index) => value <= 1 && value >= (shares[index - 1] ?? 0))).toBe(true)
    await desktop.clickNotification(0)
    await page.waitForURL(new RegExp(`#/runs/${run.id}$`))
    await finished(page)
  })

  test('the computer is kept awake while something trains, once that was asked for', async () => {
    const folder = await pictures(40)
    const { desktop, page } = await open()
    const isAwake = (id: number): Promise<boolean> =>
      desktop.main(({ powerSaveBlocker }, started) => powerSaveBlocker.isStarted(started), id)
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 1)
    expect(await isAwake(1)).toBe(false)
    await page.getByTestId('keep-awake').check()
    await expect.poll(() => isAwake(1)).toBe(true)
    await page.getByTestId('stop-training').click()
    await finished(page)
    await expect.poll(() => isAwake(1)).toBe(false)
  })

  test('stop from the menu: what was reached is saved', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 5000)
    await epochsShown(page, 2)
    await desktop.clickMenu('stop-training')
    await expect.poll(() => storedRun(home).status).toBe('stopped')
    const { epochsDone } = storedRun(home)
    expect(epochsDone).toBeGreaterThanOrEqual(2)
    await finished(page)
    const enabled = (): Promise<boolean | undefined> =>
      desktop.main(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('stop-training')?.enabled)
    await expect.poll(enabled).toBe(false)
  })

  test('pause, one step, one epoch, another rate, resume: stored where it happened', async () => {
    const folder = await pictures(40)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 100_000)
    await epochsShown(page, 2)
    await page.getByTestId('pause-training').click()
    await page.getByTestId('resume-training').waitFor()
    const { id } = storedRun(home)
    const { runs } = stored(home)
    const place = (): unknown[] => {
      const { epoch, step } = runs.checkpoints(id).at(-1)!
      return [epoch, step]
    }
    const before = place()
    await page.getByTestId('one-step').click()
    await expect.poll(place).not.toEqual(before)
    const [epoch] = place() as [number]
    await page.getByTestId('one-epoch').click()
    await expect.poll(place).toEqual([epoch + 1, 0])
    await page.getByTestId('change-run').click()
    await page.getByTestId('change-rate').fill('0.0005')
    await page.getByTestId('apply-change').click()
    await page.getByTestId('run-changes').waitFor()
    expect(runs.changes(id)).toEqual([
      { epoch: epoch + 1, step: 0, path: 'optimizer.learningRate', before: 0.001, after: 0.0005 },
    ])
    await page.getByTestId('resume-training').click()
    await epochsShown(page, epoch + 3)
    await page.getByTestId('stop-training').click()
    await finished(page)
    await expect.poll(() => storedRun(home).status).toBe('stopped')
  })

  test('a run is trained once more with its settings: what Vue watches crosses to the other side', async () => {
    const folder = await pictures(20)
    const { desktop, page, home } = await open()
    await startTraining(desktop, page, folder, 2)
    await finished(page)
    await page
      .getByRole('button', { name: /train again/i })
      .or(page.getByRole('link', { name: /train again/i }))
      .first()
      .click()
    await page.getByTestId('start-training').click()
    await expect.poll(() => storedRun(home).status, { timeout: 60_000 }).toBe('completed')
  })
})
