import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { homeFolder } from '../../app/home.ts'
import { foreignLink, privateFolder } from '../../storage/private.ts'

/**
 * What Chromium keeps lies in the home folder too, so that each home folder has one window and windows of two home
 * folders do not disturb each other. To be called before Electron is ready.
 * @returns the home folder; when it cannot be used, opening it fails as well, and says so in a window
 */
export function useHomeFolder(given: string | undefined): string {
  const home = homeFolder(given)
  const profile = join(home, 'electron')
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    if (foreignLink(home) !== undefined) return home
    privateFolder(profile)
    app.setPath('userData', profile)
  } catch {
    return home
  }
  return home
}
