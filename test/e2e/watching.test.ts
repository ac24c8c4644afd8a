import type { Page, WebSocketRoute } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { startGlassbox } from '../main/support/glassbox.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { violations } from './support/axe.ts'
import { hasChromium, openPage, openProfile, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

const EPOCHS = 60

/** Puts a switch between the pages of this page's connection and the host. */
async function breakable(page: Page) {
  const open = new Set<WebSocketRoute>()
  let isDown = false
  await page.routeWebSocket(/\/socket$/, (socket) => {
    if (isDown) return void socket.close()
    open.add(socket)
    socket.connectToServer()
  })
  return {
    async drop(): Promise<void> {
      isDown = true
      for (const socket of open) await socket.close()
      open.clear()
    },
    mend: () => void (isDown = false),
  }
}

/** Epoch and loss of every row that the chart has. */
const lossesOf = async (page: Page): Promise<string[]> => {
  const loss = page.getByTestId('curve-loss')
  await loss.getByRole('button', { name: 'Loss as a table' }).click()
  return loss
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => `${row.children[0]?.textContent} ${row.children[1]?.textContent}`))
}

describe.skipIf(!hasChromium)('a run that is watched', () => {
  test('shows every epoch after the connection was lost, and to a page that came in the middle', async () => {
    const home = await temporaryFolder()
    const { url } = await serve(home)
    const training = startGlassbox(
      ['train', 'man-vs-chicken', '--preset', 'cnn-small', '--epochs', String(EPOCHS), '--threads', '1'],
      { home },
    )
    const context = await openProfile()
    const page = await context.newPage()
    const connection = await breakable(page)
    await page.goto(url)
    const run = page.getByTestId('status-bar').locator('a[href^="#/train/"]')
    await run.click()
    const reached = async (of: Page): Promise<number> =>
      Number(await of.getByTestId('curve-loss').getByRole('slider').getAttribute('aria-valuenow'))
    await expect.poll(() => reached(page)).toBeGreaterThan(0)
    const address = page.url()

    await connection.drop()
    await page
      .getByText(/connection/i)
      .first()
      .waitFor()
    let before = NaN
    const stands = async (): Promise<boolean> => {
      before = await reached(page)
      await page.waitForTimeout(2500)
      return (await reached(page)) === before
    }
    // What had come before may still have to be drawn.
    await expect.poll(stands).toBe(true)
    connection.mend()
    await expect.poll(() => reached(page)).toBeGreaterThan(before)

    // Closed and opened again while it trains.
    const second = await context.newPage()
    await second.goto(address)
    await expect.poll(() => reached(second)).toBeGreaterThan(before)
    await second.close()
    const third = await context.newPage()
    await third.goto(address)

    expect((await training.finished).code).toBe(0)
    for (const one of [page, third]) await expect.poll(() => reached(one)).toBe(EPOCHS)
    const losses = await lossesOf(page)
    expect(losses.map((row) => row.split(' ')[0])).toEqual(Array.from({ length: EPOCHS }, (_, i) => String(i + 1)))
    expect(await lossesOf(third)).toEqual(losses)
  }, 180_000)

  test('is clean for axe while it trains, and its drawings are copied and saved with the right button', async () => {
    const home = await temporaryFolder()
    const { url } = await serve(home)
    startGlassbox(['train', 'man-vs-chicken', '--preset', 'mlp-6', '--epochs', '1000000', '--threads', '1'], { home })
    const { page, errors } = await openPage(url)
    const run = page.getByTestId('status-bar').locator('a[href^="#/train/"]')
    await run.click()
    await page.getByTestId('weight-map').waitFor()
    await page.getByTestId('predicted-items').waitFor()
    expect(await violations(page)).toEqual([])

    const menu = page.getByTestId('drawn-menu')
    for (const drawn of [page.getByTestId('weight-map'), page.getByTestId('curve-loss').locator('canvas')]) {
      await drawn.click({ button: 'right' })
      const saved = page.waitForEvent('download')
      await menu.getByText('Save PNG').click()
      expect((await saved).suggestedFilename()).toMatch(/^(kernel of layer 1, 64×6|Loss)\.png$/)
      await menu.waitFor({ state: 'detached' })
    }

    await page.getByTestId('show-network').click()
    await expect.poll(() => page.getByTestId('network-example').textContent()).toBe('example 1 of 2\u2009000: man')
    await page.getByTestId('theme-toggle').click()
    expect(await violations(page)).toEqual([])
    await page.getByTestId('stop-training').click()
    await page.getByTestId('run-result').waitFor()
    await page.getByText('Everything about this run').click()
    await page.getByTestId('weight-panel').waitFor()
    expect(await violations(page)).toEqual([])
    expect(errors).toEqual([])
  }, 180_000)
})
