import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../main/support/temporary.ts'
import { violations } from './support/axe.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

describe.skipIf(!hasChromium)('the first run', () => {
  test('is one click away: a network learns, and is compared with what was predicted of the next one', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    await page.getByTestId('first-run').click()
    await page.getByTestId('run-status').waitFor()
    await page.getByTestId('run-result').waitFor({ timeout: 120_000 })
    const right = async (): Promise<number> => {
      const result = (await page.getByTestId('run-result').textContent()) ?? ''
      return Number(/(\d+\.\d).%.of the validation pictures right/.exec(result)?.[1])
    }
    await expect.poll(right).toBeGreaterThan(90)

    // The same data once more, quickly: the form says what that takes before it starts.
    await page.getByTestId('train-again').click()
    await expect.poll(() => page.getByTestId('plan-words').textContent()).toContain('Custom')
    await page.getByTestId('plan-quick').click()
    await page.getByTestId('cost').getByText('in all').waitFor()
    await expect
      .poll(() => page.getByTestId('cost').textContent())
      .toMatch(/parameters · .*B · about .* an epoch · .* in all/)
    await page.getByRole('button', { name: 'What is Learning rate?' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()
    await page.getByText(/predicted .*, took .* \([+−±]\d+.%\)/).waitFor()
    expect(errors).toEqual([])
  })

  test('a network of other data is fitted to these with one click, and several are tried by validation', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    await page.getByRole('button', { name: /XOR gate/ }).click()
    await page.getByTestId('train-on-this').click()
    await page.getByTestId('initialiser').selectOption('heUniform')
    await page.getByTestId('train-data').selectOption('built-in plane')
    await page.getByTestId('fit-problem').waitFor()
    await page.getByTestId('fit-network').click()
    await page.getByTestId('fit-problem').waitFor({ state: 'detached' })
    await page.getByTestId('epochs').fill('2')
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()

    await page.getByTestId('train-again').click()
    await page.getByTestId('plan-thorough').click()
    await expect.poll(() => page.getByTestId('start-training').textContent()).toContain('Start 2 runs')
    await page.getByTestId('start-training').click()
    await page.getByText(/Best of 2 by validation: mlp-(32|128)/).waitFor()
    expect(errors).toEqual([])
  })
})
