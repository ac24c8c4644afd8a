import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stripes, stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { dropFiles, hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

describe.skipIf(!hasChromium)('what goes wrong is said where it happens', () => {
  test('a folder with one class, a loose file, then a good folder with bad files in it', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    const root = await temporaryFolder()

    await mkdir(join(root, 'single', 'only'), { recursive: true })
    await writeFile(join(root, 'single', 'only', 'a.png'), await stripes('bars', 1))
    await dropFiles(page, 'drop-zone', [join(root, 'single')])
    await page.getByText('dataset/one-class').waitFor()

    await writeFile(join(root, 'loose.png'), await stripes('bars', 1))
    await dropFiles(page, 'drop-zone', [join(root, 'loose.png')])
    await page
      .getByText(/folder/i)
      .first()
      .waitFor()

    const good = await stripesFolder(join(root, 'good'), 8)
    const odd = 'emoji 😀 "quoted" שלום\n.png'
    await writeFile(join(good, 'bars', odd), await stripes('bars', 77))
    await writeFile(join(good, 'lines', 'broken.png'), (await stripes('lines', 78)).subarray(0, 60))
    await writeFile(join(good, 'lines', 'empty.jpg'), '')
    await dropFiles(page, 'drop-zone', [good])
    await page.getByTestId('train-on-this').waitFor()
    await page.getByRole('tab', { name: /skipped/i }).click()
    await page.getByText('broken.png').first().waitFor()
    await page.getByText('empty.jpg').first().waitFor()
    await page
      .getByText(/17 pictures/)
      .first()
      .waitFor()
    expect(errors).toEqual([])
  })

  test('a picture that is none is refused beside those that are answered', async () => {
    const home = await temporaryFolder()
    const folder = await stripesFolder(await temporaryFolder(), 20)
    const { url } = await serve(home)
    const { page } = await openPage(url)
    await dropFiles(page, 'drop-zone', [folder])
    await page.getByTestId('train-on-this').click()
    await page.getByTestId('preset-cnn-small').click()
    await page.getByTestId('epochs').fill('1')
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()
    await page.getByRole('link', { name: 'Classify' }).first().click()
    const text = join(folder, 'notes.txt')
    await writeFile(text, 'not a picture')
    await page.getByTestId('classify-input').setInputFiles([join(folder, 'bars', '0.png'), text])
    await page.getByTestId('result-label').first().waitFor()
    await page.getByText('picture/unsupported').waitFor()
  })

  test('a page without the start link is told what to do', async () => {
    const { url } = await serve(await temporaryFolder())
    const answer = await fetch(new URL('/', url))
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('link that Glassbox printed')
  })
})
