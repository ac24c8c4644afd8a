import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { glassbox } from '../../main/support/glassbox.ts'
import { temporaryFolder } from '../../main/support/temporary.ts'
import { desktopTests } from '../support/desktop.ts'
import { open, stored } from './support.ts'

desktopTests('comparing in the window', () => {
  test('filter, choose, compare, note, and a report where the person wants it', async () => {
    const home = await temporaryFolder()
    for (const [name, l2] of Object.entries({ plain: '0', penalised: '0.03', again: '0' }))
      await glassbox(
        [
          'train',
          'moons',
          '--preset',
          'mlp-32',
          '--epochs',
          '20',
          '--name',
          name,
          '--set',
          `training.regularization.l2=${l2}`,
        ],
        { home },
      )
    const { desktop, page } = await open({ home })
    await desktop.clickMenu('view-runs')
    await expect.poll(() => page.getByTestId('run-row').count()).toBe(3)
    await page.getByLabel('Filter runs').fill('-again')
    await expect.poll(() => page.getByTestId('run-row').count()).toBe(2)
    await page.getByRole('checkbox', { name: 'Choose all runs' }).check()
    await page.getByTestId('compare').click()
    await expect.poll(() => page.getByTestId('sentence').textContent()).toBe('2 runs that differ in regularization.l2.')
    await expect.poll(() => page.getByTestId('pair-verdict').textContent()).toMatch(/McNemar p|as many right/)
    await page.getByTestId('tab-curves').click()
    await expect.poll(() => page.getByTestId('compare-curves').getAttribute('data-read')).toBe('true')

    const report = join(await temporaryFolder(), 'report.html')
    await desktop.main(({ session }, file) => {
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath(file))
    }, report)
    await page.getByTestId('report-html').click()
    const text = (): Promise<string> => readFile(report, 'utf8').catch(() => '')
    await expect.poll(text).toContain('</html>')
    expect(await text()).toContain('regularization.l2')
    expect(await text()).toContain('penalised')

    await page.getByRole('button', { name: 'Close the comparison' }).click()
    await page.getByLabel('Filter runs').fill('penalised')
    await page.getByTestId('run-menu-button').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect
      .poll(() =>
        stored(home)
          .runs.list()
          .map(({ name }) => name),
      )
      .toEqual(['again', 'plain'])
  })
})
