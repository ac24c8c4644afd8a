import { describe, expect, test } from 'vitest'
import { glassbox } from '../main/support/glassbox.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

describe.skipIf(!hasChromium)('a run', () => {
  test('is paused with the space bar, resumed, verified, forked, thrown away and fetched back', async () => {
    const home = await temporaryFolder()
    const made = await glassbox(['train', 'spirals', '--epochs', '200', '--name', 'parent', '--json'], { home })
    const { runId } = JSON.parse(made.stdout) as { runId: string }
    const { url } = await serve(home)
    const { page, errors } = await openPage(url)

    await page.goto(new URL(`/#/runs/${runId}`, url).href)
    await page.getByTestId('verify').click()
    await expect.poll(() => page.getByTestId('verification').textContent()).toContain('the same to the last bit')
    await page.getByTestId('fork').click()
    await expect.poll(() => page.getByTestId('starting-point').textContent()).toContain('parent')
    // Long enough to be paused in its middle.
    await page.getByTestId('epochs').fill('400000')
    await page.getByTestId('start-training').click()
    await page.getByTestId('pause-training').waitFor()
    await expect.poll(() => page.getByTestId('run-status').textContent()).toContain('running')
    await page.locator('body').press('Space')
    await expect.poll(() => page.getByTestId('run-status').textContent()).toContain('paused')
    await page.getByTestId('resume-training').click()
    await expect.poll(() => page.getByTestId('run-status').textContent()).toContain('running')
    await page.getByTestId('stop-training').click()
    await expect.poll(() => page.getByTestId('run-status').textContent()).toContain('stopped')

    await page.goto(new URL('/#/runs', url).href)
    await expect.poll(() => page.getByTestId('run-row').count()).toBe(2)
    await page.getByTestId('run-row').nth(1).getByTestId('choose-run').check()
    await page.getByTestId('delete').click()
    await expect.poll(() => page.getByTestId('run-row').count()).toBe(1)
    await page.getByTestId('undo').click()
    await expect.poll(() => page.getByTestId('run-row').count()).toBe(2)
    expect(errors).toEqual([])
  }, 120_000)
})
