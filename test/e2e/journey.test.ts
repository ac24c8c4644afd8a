import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { signedColor } from '../../src-renderer/canvas/colormap.ts'
import { weightLimit } from '../../src-renderer/canvas/weights.ts'
import { tensorsOf, viewTensor } from '../../src-engine/inspect/layer-weights.ts'
import { cellAt, indexOf, pictureSheet, sheetSize } from '../../src-renderer/canvas/sheet.ts'
import { openForReading } from '../../src-main/storage/open.ts'
import { readStore } from '../../src-main/storage/store.ts'
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { dropFiles, hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

interface Drawn {
  readonly width: number
  readonly height: number
  /** Tiles beside each other. */
  readonly across: number
  /** Device pixels for a weight, and the place of the first one. */
  readonly scale: number
  readonly left: number
  readonly top: number
  readonly data: readonly number[]
}

const mapOf = (page: Page): Promise<Drawn> =>
  page.getByTestId('weight-map').evaluate(async (canvas: HTMLCanvasElement) => {
    // What has changed is drawn with the next frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const { width, height, dataset } = canvas
    const [scale, left, top] = [Number(dataset.scale), Number(dataset.left), Number(dataset.top)]
    const across = Number(dataset.across)
    const data = [...(canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [])]
    return { width, height, across, scale, left: -Math.round(left * scale), top: -Math.round(top * scale), data }
  })

async function trainFromHome(page: Page, folder: string, epochs: number): Promise<void> {
  await dropFiles(page, 'drop-zone', [folder])
  await page.getByTestId('train-on-this').click()
  await page.getByTestId('preset-cnn-small').click()
  await page.getByTestId('epochs').fill(String(epochs))
  await page.getByTestId('start-training').click()
}

async function classify(page: Page, picture: string): Promise<{ label: string; probability: string }> {
  await page.getByTestId('classify-input').setInputFiles(picture)
  const item = page.getByTestId('result-item').first()
  const label = (await item.getByTestId('result-label').textContent()) ?? ''
  const probability = (await item.getByTestId('result-probability').textContent()) ?? ''
  return { label: label.trim(), probability: probability.trim() }
}

describe.skipIf(!hasChromium)('from a dropped folder to an answer', () => {
  test('drop, train, watch, classify; restart and find everything again', async () => {
    const home = await temporaryFolder()
    const folder = await stripesFolder(join(await temporaryFolder(), 'stripes'), 60)
    const first = await serve(home)
    const { page, errors } = await openPage(first.url)
    expect(page.url()).not.toContain('token')
    await trainFromHome(page, folder, 15)

    // The curve and the weights move while it learns.
    await page.getByTestId('weight-map').waitFor()
    const early = (await mapOf(page)).data
    await page.getByTestId('run-result').waitFor()
    const table = page.getByTestId('curve-loss').locator('tbody tr')
    await expect.poll(() => table.count()).toBe(15)
    await expect.poll(async () => page.getByTestId('weights-place').textContent()).toBe('epoch 15')
    const late = await mapOf(page)
    expect(late.data).not.toEqual(early)

    // What is drawn is what is stored for the last epoch, through the colour map.
    const db = openForReading(home)
    const store = readStore(db)
    const run = store.runs.list()[0]!
    const detail = store.runs.detail(run.id)!
    const weights = new Float32Array(store.runs.weights(run.id, 15)!.buffer)
    const kernel = viewTensor(weights, tensorsOf(detail.config.network, 0)[0]!)
    db.close()
    expect(detail.status).toBe('completed')
    const theme = (await page.locator('html').getAttribute('data-theme')) as 'light' | 'dark'
    const [height = 0, width = 0, channels = 0, units = 0] = kernel.shape
    const sheet = { ...pictureSheet([height, width, channels, units], late), across: late.across }
    const limit = weightLimit(kernel.values)
    const size = sheetSize(sheet)
    const compared = new Set<number>()
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++) {
        const cell = cellAt(sheet, x, y)
        // Every device pixel of a weight that is in view has its colour.
        for (const inner of [0, late.scale - 1]) {
          const [column, row] = [late.left + x * late.scale + inner, late.top + y * late.scale + inner]
          if (!cell || column < 0 || row < 0 || column >= late.width || row >= late.height) continue
          const at = (row * late.width + column) * 4
          const expected = [...signedColor(kernel.values[indexOf(sheet, cell)]!, limit, theme), 255]
          expect(late.data.slice(at, at + 4)).toEqual(expected)
          compared.add(indexOf(sheet, cell))
        }
      }
    expect(compared.size).toBe(kernel.values.length)

    await page
      .getByRole('link', { name: /classify/i })
      .first()
      .click()
    const picture = join(folder, 'bars', (await readdir(join(folder, 'bars')))[0]!)
    const before = await classify(page, picture)
    expect(before.label).toBe('bars')
    expect(errors).toEqual([])

    first.child.kill('SIGTERM')
    expect((await first.finished).code).toBe(0)
    const second = await serve(home)
    const again = await openPage(second.url)
    await again.page.getByRole('link', { name: 'Runs', exact: true }).click()
    await again.page.getByTestId('run-row').first().click()
    await again.page.getByText(run.name).first().waitFor()
    await again.page.getByRole('link', { name: 'Classify', exact: true }).first().click()
    expect(await classify(again.page, picture)).toEqual(before)
    expect(again.errors).toEqual([])
  })

  test('the page misses nothing while the connection is lost', async () => {
    const home = await temporaryFolder()
    const folder = await stripesFolder(await temporaryFolder(), 60)
    const { url } = await serve(home)
    const { page, context } = await openPage(url)
    await trainFromHome(page, folder, 40)
    await page.getByTestId('curve-loss').locator('tbody tr').nth(1).waitFor({ state: 'attached' })
    await context.setOffline(true)
    await page.waitForTimeout(1500)
    await context.setOffline(false)
    await page.getByTestId('run-result').waitFor()
    const rows = page.getByTestId('curve-loss').locator('tbody tr')
    const epochs = (): Promise<number[]> =>
      rows.evaluateAll((all) => all.map((row) => Number(row.children[0]?.textContent)).sort((a, b) => a - b))
    // A table that nobody sees is written every three seconds.
    await expect.poll(epochs).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  })

  test('stop keeps what was reached, reload shows it', async () => {
    const home = await temporaryFolder()
    const folder = await stripesFolder(await temporaryFolder(), 60)
    const { url } = await serve(home)
    const { page } = await openPage(url)
    await trainFromHome(page, folder, 5000)
    await page.getByTestId('curve-loss').locator('tbody tr').nth(1).waitFor({ state: 'attached' })
    await page.reload()
    await page.getByTestId('stop-training').click()
    await page.getByTestId('run-result').waitFor()
    await page.getByText('stopped').first().waitFor()
    await page.reload()
    await page.getByTestId('run-result').waitFor()
    await page.getByTestId('curve-loss').locator('tbody tr').nth(1).waitFor({ state: 'attached' })
  })
})
