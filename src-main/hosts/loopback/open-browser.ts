import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Opens the machine's browser. The link with the token would be seen by every user in the list of processes,
 * so the browser is given a file that only this user can read and that leads there.
 * @returns false when it could not be opened
 */
export async function openBrowser(url: string, home: string): Promise<boolean> {
  // A full disk, say: the address was printed, and the application works.
  const file = await writeLinkFile(url, home).catch(() => null)
  if (file === null) return false
  const [command, args] = opener(process.platform, pathToFileURL(file).href)
  // The installed command runs with this, and a browser built on Electron would start as Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(command, args, { stdio: 'ignore', detached: true, env })
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

/**
 * Writes a page that leads to `url`, as a new file that takes the place of whatever bore its name: a link planted there
 * is not followed, and an older file's mode not inherited.
 * @returns its path
 */
export async function writeLinkFile(url: string, home: string): Promise<string> {
  const file = join(home, 'open.html')
  const part = join(home, `open-${randomUUID()}.html`)
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${url}"><title>Glassbox</title>\n`
  try {
    await writeFile(part, page, { mode: 0o600, flag: 'wx' })
    await rename(part, file)
    return file
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

function opener(platform: NodeJS.Platform, target: string): [command: string, args: string[]] {
  if (platform === 'win32') return ['explorer.exe', [target]]
  return [platform === 'darwin' ? 'open' : 'xdg-open', [target]]
}
