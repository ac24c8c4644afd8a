import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Opens the machine's browser. The link with the token would be seen by every user in the list of processes,
 * so the browser is given a file that only this user can read and that leads there.
 * @returns false when it could not be opened
 */
export async function openBrowser(url: string, home: string): Promise<boolean> {
  const file = join(home, 'open.html')
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${url}"><title>Glassbox</title>\n`
  try {
    await writeFile(file, page, { mode: 0o600 })
  } catch {
    return false // a full disk, say: the address was printed, and the application works
  }
  const [command, args] = opener(process.platform, pathToFileURL(file).href)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function opener(platform: NodeJS.Platform, target: string): [command: string, args: string[]] {
  if (platform === 'win32') return ['explorer.exe', [target]]
  return [platform === 'darwin' ? 'open' : 'xdg-open', [target]]
}
