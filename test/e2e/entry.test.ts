import { describe, expect, test } from 'vitest'
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { dropFiles, hasChromium, openPage, useBrowser } from './support/browser.ts'
import { serve } from './support/server.ts'

useBrowser()

const REFUSED = 'Glassbox was started anew: open the address it printed.'

describe.skipIf(!hasChromium)('what lets a page in', () => {
  test('the start link leaves neither token nor key in the address or the history, and pictures are shown', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, errors } = await openPage(url)
    expect(page.url()).toBe(`${new URL(url).origin}/#/`)
    // The empty page of a new tab, then Glassbox.
    expect(await page.evaluate(() => history.length)).toBe(2)
    await dropFiles(page, 'drop-zone', [await stripesFolder(await temporaryFolder(), 4)])
    const picture = page.locator('img[src^="/thumbnails/"]').first()
    await picture.waitFor()
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    expect(errors).toEqual([])
  })

  test('a page that lost its key says what to do and works again once the address was opened', async () => {
    const { url } = await serve(await temporaryFolder())
    const { page, context } = await openPage(url)
    await page.evaluate(() => localStorage.removeItem('glassbox.key'))
    await page.reload()
    await page.getByText(REFUSED).waitFor()

    const second = await context.newPage()
    await second.goto(url)
    await second.getByTestId('drop-zone').waitFor()
    await second.getByText(REFUSED).waitFor({ state: 'detached' })
    await page.getByText(REFUSED).waitFor({ state: 'detached', timeout: 30_000 })
  })

  test('a page of a Glassbox that was ended and started anew on the same port says so', async () => {
    const home = await temporaryFolder()
    const first = await serve(home)
    const { page } = await openPage(first.url)
    first.child.kill('SIGTERM')
    await first.finished
    const second = await serve(home, Number(new URL(first.url).port))
    await page.getByText(REFUSED).waitFor()
    await page.goto(second.url)
    await page.getByTestId('drop-zone').waitFor()
    await page.getByText(REFUSED).waitFor({ state: 'detached' })
  })
})
