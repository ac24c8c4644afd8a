import { nativeTheme } from 'electron'
import type { App } from '../../app/app.ts'
import type { PageWindow } from './page-window.ts'
import { groundColor } from './window.ts'

/** Dialogs, menus, title bar and the page's media query follow the theme in the settings, and by it the system's. */
export async function followTheme(app: App, page: PageWindow): Promise<void> {
  app.on('settings/changed', ({ theme }) => (nativeTheme.themeSource = theme))
  nativeTheme.on('updated', () => page.current?.setBackgroundColor(groundColor()))
  nativeTheme.themeSource = (await app.invoke('settings/get', {})).theme
}
