import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { answer, finished, firstPicture, open, pastePicture, pictures, startTraining } from './support.ts'

desktopTests('classifying in the window', () => {
  test('dropped, pasted, chosen in a dialog and taken from the clipboard: always the same answer', async () => {
    const folder = await pictures(40)
    const picture = await firstPicture(folder, 'lines')
    const { desktop, page } = await open()
    await startTraining(desktop, page, folder, 15)
    await finished(page)
    await page.getByRole('link', { name: 'Classify', exact: true }).first().click()

    await desktop.dropFiles(page, 'classify-drop', [picture])
    await page.getByText('0.png').first().waitFor()
    const dropped = await answer(page)
    expect(dropped.label).toBe('lines')

    await pastePicture(page, picture)
    await page.getByText('pasted.png').first().waitFor()
    expect(await answer(page)).toEqual(dropped)

    await desktop.answer({ openDialog: [picture] })
    await desktop.clickMenu('classify-pictures')
    await page.getByText(picture).first().waitFor()
    expect(await answer(page)).toEqual(dropped)

    await desktop.setClipboard(await readFile(picture))
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await desktop.clickMenu('classify-clipboard')
    await page.getByText('picture from the clipboard').first().waitFor()
    expect(await answer(page)).toEqual(dropped)
  })

  test('an empty clipboard is said, and nothing else is lost', async () => {
    const folder = await pictures(20)
    const { desktop, page } = await open()
    await startTraining(desktop, page, folder, 2)
    await finished(page)
    await desktop.setClipboard(null)
    await desktop.clickMenu('classify-clipboard')
    await page.getByRole('alert').filter({ hasText: 'no picture in the clipboard' }).waitFor()
  })
})
