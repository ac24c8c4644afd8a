import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../main/support/temporary.ts'
import { violations } from './support/axe.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

describe.skipIf(!hasChromium)('the network builder', () => {
  test('edits as JSON under the policy of the page, in step with the cards, and what was built is trained', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    await page.getByRole('button', { name: /XOR gate/ }).click()
    await page.getByTestId('train-on-this').click()
    await page.getByTestId('preset-xor').click()
    await page.getByTestId('builder-json').click()

    // Its sheets are made by script, in a shadow tree: were they refused, a line would be as the page's text is.
    const content = page.locator('.cm-content')
    await content.waitFor()
    const font = await page.locator('.cm-scroller').evaluate((one) => getComputedStyle(one).fontFamily)
    expect(font).toContain('JetBrains Mono')
    await content.click()
    const write = async (text: string): Promise<void> => {
      // Over a selection of many colours, whose look Chromium would like to keep.
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(text)
    }
    await write('{ "input": [2], "layers": [{ "type": "dense", "units": 2, "activation": "soft" }] }')
    await page.getByTestId('json-problems').getByText('layers[0].activation').waitFor()
    for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Control+Space')
    await page.locator('.cm-tooltip-autocomplete').getByText('softmax').waitFor()
    // A list that has only just opened takes no key yet.
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await expect.poll(() => content.textContent()).toContain('"softmax" }')
    await expect.poll(() => page.getByTestId('json-problems').count()).toBe(0)
    expect(await violations(page)).toEqual([])

    await write('{ "input": [2], "layers": [{ "type": "dense", "units": 3 }] }')
    await page.getByTestId('json-problems').getByText('gives 3').waitFor()
    await expect.poll(() => page.locator('.cm-lintRange-error').count()).toBeGreaterThan(0)
    await page.getByTestId('builder-layers').click()
    await page.getByTestId('mend').click()
    await page.getByTestId('epochs').fill('2')
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()
    expect(errors).toEqual([])
  })
})
