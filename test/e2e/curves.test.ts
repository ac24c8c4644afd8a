import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { glassbox } from '../main/support/glassbox.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

/** Rows of pixels in which a curve's own colour (blue, not gray) is seen, from the top of the canvas. */
const drawnRows = (page: Page): Promise<number[]> =>
  page.locator('[data-testid=curve-loss] canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
    const isBlue = (at: number): boolean => (data[at + 3] ?? 0) > 100 && (data[at + 2] ?? 0) - (data[at] ?? 0) > 60
    return Array.from({ length: height }, (_, row) => row).filter((row) =>
      Array.from({ length: width }, (_, column) => 4 * (row * width + column)).some(isBlue),
    )
  })

describe.skipIf(!hasChromium)('curves', () => {
  test('of a hundred thousand epochs are zoomed down to single ones, and saved as a picture', async () => {
    const home = await temporaryFolder()
    const made = await glassbox(['train', 'xor', '--preset', 'xor', '--epochs', '100000', '--json'], { home })
    const { runId } = JSON.parse(made.stdout) as { runId: string }
    const { url } = await serve(home)
    const { page, errors } = await openPage(url)
    await page.goto(new URL(`/#/runs/${runId}`, url).href)

    const loss = page.getByTestId('curve-loss')
    const plot = loss.getByRole('slider')
    await expect.poll(() => plot.getAttribute('aria-valuetext')).toMatch(/^epoch 100.000: train /)
    await expect.poll(() => loss.getByTestId('chart-notes').textContent()).toContain('low–high of several epochs')
    const whole = await drawnRows(page)
    expect(whole.at(-1)! - whole[0]!).toBeGreaterThan(100)

    // Of the whole curve a point stands for many epochs; once the part that is looked at was read, an arrow is one epoch.
    const looked = async (): Promise<number> => Number(await plot.getAttribute('aria-valuenow'))
    const stride = async (): Promise<number> => {
      const before = await looked()
      await page.keyboard.press('ArrowRight')
      await expect.poll(looked).toBeGreaterThan(before)
      return (await looked()) - before
    }
    await plot.focus()
    await page.keyboard.press('Home')
    expect(await stride()).toBeGreaterThan(30)
    for (let press = 0; press < 16; press++) await page.keyboard.press('+')
    await expect.poll(stride).toBe(1)
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^epoch [\d\u2009]+: train \d[\d.e−]*, validation –$/)
    // The other chart goes along.
    const other = page.getByTestId('curve-accuracy').getByRole('slider')
    expect(Number(await other.getAttribute('aria-valuenow'))).toBe(await looked())

    const [download] = await Promise.all([page.waitForEvent('download'), loss.getByTestId('save-png').click()])
    expect(download.suggestedFilename()).toBe('Loss.png')
    const { data, info } = await sharp(await readFile(await download.path()))
      .raw()
      .toBuffer({ resolveWithObject: true })
    const box = (await plot.boundingBox())!
    expect(info.width).toBe(Math.round(box.width) + 32)
    // The page's own background, not a hole.
    const corner = await page.evaluate(() => getComputedStyle(document.querySelector('.panel')!).backgroundColor)
    expect([data[3], corner]).toEqual([255, expect.stringContaining('oklch(1')])
    expect([data[0], data[1], data[2]].every((value) => value! >= 253)).toBe(true)

    await plot.focus()
    await page.keyboard.press('0')
    await page.keyboard.press('Home')
    await expect.poll(stride).toBeGreaterThan(30)
    expect(errors).toEqual([])
  }, 120_000)
})
