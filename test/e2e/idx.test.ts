import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { quarter, quarterFiles, quartersFolder } from '../main/support/idx.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { dropFiles, hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

const sizeOf = (image: Locator): Promise<number[]> =>
  image.evaluate(async (element: HTMLImageElement) => {
    await element.decode()
    return [element.naturalWidth, element.naturalHeight]
  })

describe.skipIf(!hasChromium)('a folder of IDX files', () => {
  test('is dropped, looked at, trained on, and a picture file is classified by it', async () => {
    const root = await temporaryFolder()
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    await dropFiles(page, 'drop-zone', [await quartersFolder(join(root, 'quarters'))])
    await page.getByText('52 pictures in 4 classes, seen by the network as 8×8 gray').waitFor()
    const first = page.getByAltText('train-images-idx3-ubyte.gz/0, class 0, train, 8×8 idx')
    expect(await sizeOf(first)).toEqual([8, 8])
    expect(await first.evaluate((image) => getComputedStyle(image).imageRendering)).toBe('pixelated')

    await page.getByTestId('train-on-this').click()
    await page.getByTestId('preset-mlp-32').click()
    await expect.poll(() => page.getByTestId('preset-mlp-32').isChecked()).toBe(true)
    await page.getByTestId('epochs').fill('60')
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()

    const file = join(root, 'two.png')
    await sharp(quarter(2, 5000), { raw: { width: 8, height: 8, channels: 1 } }).toFile(file)
    await page
      .getByRole('link', { name: /classify/i })
      .first()
      .click()
    await page.getByTestId('classify-input').setInputFiles(file)
    await page.getByText('what the network saw: 8×8 gray').waitFor()
    expect((await page.getByTestId('result-label').first().textContent())?.trim()).toBe('2')
    expect(errors).toEqual([])
  })

  test('that lies is refused with the file and what is wrong with it', async () => {
    const root = join(await temporaryFolder(), 'bad')
    await mkdir(root)
    const { images, labels } = quarterFiles(40)
    await writeFile(join(root, 'train-images-idx3-ubyte'), images.subarray(0, 1000))
    await writeFile(join(root, 'train-labels-idx1-ubyte'), labels)
    const { url } = await serve(await temporaryFolder())
    const { page } = await openPage(url)
    await dropFiles(page, 'drop-zone', [root])
    await page.getByText('dataset/idx-invalid').waitFor()
    await page.getByText('Its header promises 40 × 8 × 8 values, but 984 follow.').waitFor()
  })
})
