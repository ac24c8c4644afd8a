import { dialog, shell } from 'electron'

/**
 * The only way out: opens a web address in the machine's browser, after the person has read it and agreed.
 * Anything but https is refused, because other schemes start other programs.
 * @returns whether it was opened
 */
export async function openExternalSafely(address: string): Promise<boolean> {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:') return false
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Open this address in your browser?',
    detail: `${url.href}\n\nGlassbox itself sends nothing; your browser will.`,
    buttons: ['Cancel', 'Open'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (response !== 1) return false
  await shell.openExternal(url.href)
  return true
}
