import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../main/support/temporary.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

describe.skipIf(!hasChromium)('built-in data', () => {
  test('are chosen on Home, looked at, and learnt by what such data get', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    await page.getByTestId('built-in-circles').click()
    await page.getByText('600 rows in 2 classes, seen by the network as 2 numbers').waitFor()
    // As many rows as are in sight, of so many.
    await expect.poll(() => page.getByRole('table').getAttribute('aria-rowcount')).toBe('600')
    await page.getByTestId('train-on-this').click()
    await expect.poll(() => page.getByTestId('preset-mlp-32').isChecked()).toBe(true)
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()
    await expect
      .poll(() => page.getByTestId('run-result').textContent())
      .toMatch(/(9\d|100)\.\d\s% of the test rows right/)
    // 2×32 weights and 32 biases, the layer that has the first ones.
    await page.getByTestId('weight-map').waitFor()
    await expect
      .poll(() => page.getByTestId('weights-layer').locator('option:checked').textContent())
      .toBe('0 dense 32 · 96')
    expect(await page.getByText('Classify a picture').count()).toBe(0)
    expect(errors).toEqual([])
  })

  test('are taken from the form of a new run, and the XOR network finds its answer', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    await page.getByTestId('built-in-and').click()
    await page.getByTestId('train-on-this').click()
    await page.getByTestId('train-data').selectOption({ label: 'xor' })
    await expect.poll(() => page.getByTestId('train-data').locator('option:checked').textContent()).toBe('xor')
    await page.getByTestId('preset-xor').click()
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()
    await expect
      .poll(() => page.getByTestId('run-result').textContent())
      .toMatch(/100\.0\s% of the training rows right/)
    expect(errors).toEqual([])
  })
})
