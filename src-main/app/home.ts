import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where everything is kept: the given folder, else `GLASSBOX_HOME`, else the platform's convention. */
export function homeFolder(
  given: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  const named = given ?? env.GLASSBOX_HOME
  if (named) return resolve(named)
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Glassbox')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Glassbox')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'glassbox')
}
