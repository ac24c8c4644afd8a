import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { COLOURS, violations } from './support/axe.ts'
import { dropFiles, hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

const VIEWS = ['Home', 'Data', 'Train', 'Runs', 'Classify', 'Settings']

async function checkViews(page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    if ((await page.locator('html').getAttribute('data-theme')) !== theme)
      await page.getByTestId('theme-toggle').click()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe(theme)
    for (const view of VIEWS) {
      await page.getByRole('navigation').getByRole('link', { name: view }).click()
      await page.waitForTimeout(200)
      expect(await violations(page, theme === 'dark' ? COLOURS : {}), `${view}, ${theme}`).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${view} is wider than the window`).toBeLessThanOrEqual(0)
    }
  }
}

describe.skipIf(!hasChromium)('every view, in both themes', () => {
  test('is clean for axe when empty', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    await checkViews(page)
    expect(errors).toEqual([])
  })

  test('is clean for axe with data and runs, and the keyboard alone trains a network', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page } = await openPage(url)
    await dropFiles(page, 'drop-zone', [await stripesFolder(await temporaryFolder(), 20)])
    const train = page.getByTestId('train-on-this')
    await train.focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('preset-resnet-small').focus()
    await page.keyboard.press('ArrowDown')
    await page.getByTestId('epochs').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('2')
    await page.getByTestId('start-training').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('run-result').waitFor()
    expect(await violations(page)).toEqual([])
    await checkViews(page)
  })

  test('every rail entry is reached with Tab alone and shows where the focus is', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page } = await openPage(url)
    const reached = new Set<string>()
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element ?? document.body)
        return {
          name: element?.textContent?.trim() ?? '',
          ring: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
        }
      })
      if (VIEWS.includes(focused.name)) {
        reached.add(focused.name)
        expect(focused.ring, focused.name).toBe(true)
      }
    }
    expect([...reached].sort()).toEqual([...VIEWS].sort())
  })
})
