import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { glassbox } from '../main/support/glassbox.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { COLOURS, violations } from './support/axe.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

/** Five trainings of one network that differ in their seeds, and one of them in something nobody sees in the list. */
async function fiveRuns(home: string): Promise<void> {
  for (const seed of [1, 2, 3, 4, 5]) {
    const hidden = seed === 4 ? ['--set', 'training.regularization.l2=0.03'] : []
    const settings = ['--preset', 'mlp-32', '--epochs', '40', '--seed', String(seed), '--name', `moons ${seed}`]
    await glassbox(['train', 'moons', ...settings, ...hidden], { home })
  }
}

describe.skipIf(!hasChromium)('five runs that differ in one hidden setting', () => {
  test('name it on the first page; their curves, answers, weights and a report are there', async () => {
    const home = await temporaryFolder()
    await fiveRuns(home)
    const { url } = await serve(home)
    const { page, errors } = await openPage(url)
    await page.goto(new URL('/#/runs', url).href)
    await page.getByRole('checkbox', { name: 'Choose all runs' }).check()
    await page.getByTestId('compare').click()

    await expect
      .poll(() => page.getByTestId('sentence').textContent())
      .toBe('5 runs that differ in regularization.l2 and seed.')
    const values = page.getByTestId('differs-training.regularization.l2')
    await expect.poll(() => values.nth(0).textContent()).toContain('4 runs')
    await expect.poll(() => values.nth(1).textContent()).toMatch(/0\.03\s*moons 4/)
    await expect.poll(() => page.getByTestId('pair-verdict').textContent()).toMatch(/McNemar p|as many right/)
    // The best stands first.
    await expect.poll(() => page.getByTestId('outcome').last().textContent()).toContain('moons 4')

    await page.getByTestId('tab-curves').click()
    await expect.poll(() => page.getByTestId('compare-curves').getAttribute('data-read')).toBe('true')
    await expect.poll(() => page.getByTestId('run-legend').textContent()).toContain('l2 0.03 · seed 4')
    await expect.poll(() => page.getByTestId('compare-val_loss').locator('tbody tr').count()).toBe(40)

    await page.getByTestId('tab-confusion').click()
    await expect.poll(() => page.getByTestId('confusion-matrix').count()).toBe(3)
    await expect.poll(() => page.getByTestId('differing').count()).toBeGreaterThan(0)

    await page.getByTestId('tab-weights').click()
    await expect.poll(() => page.getByTestId('weights-difference').textContent()).toContain('norm')
    await expect.poll(() => page.getByTestId('weights-compared').locator('tbody tr').count()).toBe(4)

    await page.getByTestId('tab-parameters').click()
    await expect
      .poll(() => page.getByTestId('correlations').textContent())
      .toMatch(/regularization\.l2\s*−(1\.0|0\.\d\d)\s*5/)

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('report-html').click()])
    expect(download.suggestedFilename()).toBe('comparison-report.html')
    const report = await readFile(await download.path(), 'utf8')
    expect(report).toContain('regularization.l2')
    expect(report).toContain('<svg')
    expect(errors).toEqual([])
  }, 120_000)

  test('are compared with the keyboard alone, clean for axe on every page in both themes', async () => {
    const home = await temporaryFolder()
    await fiveRuns(home)
    const { url } = await serve(home)
    const { page, errors } = await openPage(url)
    await page.goto(new URL('/#/runs', url).href)
    await page.getByRole('checkbox', { name: 'Choose all runs' }).check()
    await page.getByTestId('compare').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('tab-differences').focus()
    for (const theme of ['light', 'dark']) {
      if ((await page.locator('html').getAttribute('data-theme')) !== theme) {
        await page.getByTestId('theme-toggle').click()
        await page.getByTestId('tab-differences').focus()
      }
      for (const tab of ['differences', 'curves', 'confusion', 'weights', 'parameters', 'tree']) {
        if (tab !== 'differences') await page.keyboard.press('ArrowRight')
        await expect.poll(() => page.getByTestId(`tab-${tab}`).getAttribute('data-state')).toBe('active')
        await page.waitForTimeout(500)
        const part = { within: '[data-testid=comparison]', ...(theme === 'dark' && COLOURS) }
        expect(await violations(page, part), `${tab}, ${theme}`).toEqual([])
      }
      await page.keyboard.press('ArrowRight')
    }
    const divider = page.getByTestId('pane-divider')
    await divider.focus()
    await page.keyboard.press('Home')
    await page.reload()
    await page.getByTestId('status-bar').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('glassbox.compare.share'))).toBe('0.85')
    expect(errors).toEqual([])
  }, 240_000)
})
