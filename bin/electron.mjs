import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './bootstrap.mjs'

const folder = join(root, 'node_modules', 'electron')
/** Its time says when Electron was last asked for in vain. */
const failure = join(folder, '.unavailable')
const DAY = 24 * 3600 * 1000
/** About 110 MB have to come in this time (milliseconds). */
const PATIENCE = 180_000

/** Options of `glassbox serve`: whoever names one wants the browser. */
const OF_THE_BROWSER = new Set(['--port', '--no-open', '--json', '--help', '-h'])

/** Electron's program, or null when it is not here. */
export function electronBinary() {
  try {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
    const binary = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(binary) ? binary : null
  } catch {
    return null
  }
}

/** Why a window of its own is not to be had on this machine; null when nothing speaks against it. */
export function reasonAgainst({ platform = process.platform, env = process.env, uid = process.getuid?.() } = {}) {
  if (platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no screen here'
  // Electron would have to give up its sandbox.
  return uid === 0 ? 'Electron does not run as root' : null
}

/** Downloads Electron, for a while at most; after a failure not again on the same day. @returns whether it is here now */
export function fetchElectron() {
  if (existsSync(failure) && Date.now() - statSync(failure).mtimeMs < DAY) return false
  process.stderr.write('Glassbox: downloading Electron, once (about 110 MB, three minutes at most) …\n')
  const { status } = spawnSync(node, [join(folder, 'install.js')], { stdio: 'ignore', timeout: PATIENCE })
  if (status !== 0) noteFailure()
  return status === 0 && electronBinary() !== null
}

function noteFailure() {
  try {
    writeFileSync(failure, '')
  } catch {
    // Where nothing can be written, it is tried again the next time.
  }
}

/**
 * Where Glassbox opens.
 * @returns `{ binary }`, `{ reason }` why not in a window of its own, or neither when the arguments ask for the browser
 */
export function chooseHost(args) {
  if (args.some((arg) => OF_THE_BROWSER.has(arg.split('=')[0]))) return {}
  const reason = reasonAgainst()
  if (reason) return { reason }
  const binary = electronBinary() ?? (fetchElectron() ? electronBinary() : null)
  return binary
    ? { binary }
    : { reason: 'Electron is not here and could not be downloaded; "npx install-electron" tries again' }
}
