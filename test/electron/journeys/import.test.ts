import { join } from 'node:path'
import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { temporaryFolder } from '../../main/support/temporary.ts'
import { open, pictures, stored } from './support.ts'

desktopTests('a folder of pictures comes in', () => {
  test('chosen in the dialog: it is read where it lies, nothing is copied', async () => {
    const folder = await pictures()
    const { desktop, page, home } = await open()
    await desktop.answer({ openDialog: 'cancel' })
    await page.getByRole('button', { name: 'Choose a folder' }).click()
    await desktop.answer({ openDialog: [folder] })
    await page.getByRole('button', { name: 'Choose a folder' }).click()
    await page.getByTestId('train-on-this').waitFor()
    expect(stored(home).datasets.list()).toMatchObject([{ name: 'stripes', folder, itemCount: 40 }])
  })

  test('dropped from the file manager: the same', async () => {
    const folder = await pictures()
    const { desktop, page, home } = await open()
    await desktop.dropFiles(page, 'drop-zone', [folder])
    await page.getByTestId('train-on-this').waitFor()
    expect(stored(home).datasets.list()).toMatchObject([{ name: 'stripes', folder, itemCount: 40 }])
  })

  test('several folders dropped together become its classes, sent through the page', async () => {
    const folder = await pictures()
    const { desktop, page, home } = await open()
    await desktop.dropFiles(page, 'drop-zone', [join(folder, 'bars'), join(folder, 'lines')])
    await page.getByTestId('train-on-this').waitFor()
    const [dataset] = stored(home).datasets.list()
    expect(dataset).toMatchObject({ folder: null, itemCount: 40 })
    expect(dataset?.classes.map(({ name }) => name)).toEqual(['bars', 'lines'])
  })

  test('from the File menu, with thumbnails in the page', async () => {
    const folder = await pictures()
    const { desktop, page } = await open()
    await desktop.answer({ openDialog: [folder] })
    await desktop.clickMenu('open-folder')
    await page.getByTestId('train-on-this').waitFor()
    const thumbnail = page.locator('img[src*="/thumbnails/"]').first()
    await expect
      .poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
      .toBeGreaterThan(0)
  })

  test('given on the command line', async () => {
    const folder = await pictures()
    const { page, home } = await open({ args: [folder] })
    await page.getByTestId('train-on-this').waitFor()
    expect(stored(home).datasets.list()).toMatchObject([{ name: 'stripes', folder }])
  })

  test('a folder on the command line that is not there is said in the window', async () => {
    const nothing = join(await temporaryFolder(), 'nothing')
    const { page } = await open({ args: [nothing] })
    await page.getByRole('alert').filter({ hasText: 'nothing' }).waitFor()
  })
})
