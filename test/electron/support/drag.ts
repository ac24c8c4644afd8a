import type { Page } from 'playwright-core'

/** A real drag of files or folders from the desktop, as the browser sees it. */
export async function dragFiles(page: Page, testId: string, files: readonly string[]): Promise<void> {
  const element = page.getByTestId(testId)
  await element.waitFor()
  const box = await element.boundingBox()
  if (!box) throw new Error(`"${testId}" is not on the screen.`)
  const session = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  await session.detach()
}
