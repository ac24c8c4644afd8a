import { dialog, shell, type BrowserWindow } from 'electron'

let asking = false

/**
 * The only way out: opens a web address in the machine's browser, after the person has read it and agreed.
 * Anything but https is refused, because other schemes start other programs; so is a second address while the first is
 * being asked about, because a page could bury the screen in questions.
 */
export async function openExternalSafely(address: string, window: BrowserWindow): Promise<void> {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || asking) return
  asking = true
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'Open this address in your browser?',
      detail: `${url.href}\n\nGlassbox itself sends nothing; your browser will.`,
      buttons: ['Cancel', 'Open'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    if (response === 1) await shell.openExternal(url.href)
  } catch (error) {
    console.error(error) // there is no browser: the person sees that none opened
  } finally {
    asking = false
  }
}
