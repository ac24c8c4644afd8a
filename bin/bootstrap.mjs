// Plain JavaScript for Node 18 and newer, without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'

/** The Node that everything but this file runs on; it comes with the npm packages. */
export const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

/** Ends the program with what is missing and what to type, never with a stack trace. */
export function giveUp(missing, advice) {
  process.stderr.write(`Glassbox: ${missing}\n  ${advice}\n`)
  process.exit(1)
}

/** Runs a command to its end; what it prints goes to stderr, so that stdout stays clean for results. */
export function runStep(what, command, args, options = {}) {
  process.stderr.write(`Glassbox: ${what} …\n`)
  const started = Date.now()
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: windows, ...options })
  if (error || status !== 0) return false
  process.stderr.write(`Glassbox: ${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
  return true
}

/** Installs the npm packages when they are absent or do not belong to the lock file. */
export function ensureInstalled() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 18)
    giveUp(`Node ${process.versions.node} is too old.`, 'Install Node 18 or newer from nodejs.org, then try again.')
  const stamp = join(root, 'node_modules', '.glassbox-installed')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node)) return
  if (spawnSync(windows ? 'npm.cmd' : 'npm', ['--version'], { stdio: 'ignore', shell: windows }).status !== 0)
    giveUp('npm is missing.', 'Install npm (it comes with Node from nodejs.org), then try again.')
  if (
    !runStep('installing npm packages', windows ? 'npm.cmd' : 'npm', [
      'ci',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ])
  )
    giveUp('the npm packages could not be installed.', 'Check the connection to the npm registry, then type: npm ci')
  if (!existsSync(node)) giveUp('Node 24 was not installed.', 'Type: npm ci --allow-scripts, then try again.')
  writeFileSync(stamp, wanted)
}

const SOURCES = [
  'src-engine',
  'src-main',
  'src-renderer',
  'resources',
  'electron.vite.config.ts',
  'package-lock.json',
  'package.json',
]

/** Builds the application when a source is newer than the last build. @returns whether there is a build of these sources */
export function build() {
  const stamp = join(root, 'out', '.built')
  const facts = createHash('sha256')
  for (const source of SOURCES) addFacts(facts, join(root, source))
  const wanted = facts.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  if (!runStep('building', node, [builder, 'build', '--logLevel', 'error'], { shell: false })) return false
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
  return true
}

/** Ends the program when there is no build and none can be made. */
export function ensureBuilt() {
  if (!build()) giveUp('the application could not be built.', 'The lines above say why.')
}

function addFacts(hash, path) {
  const facts = statSync(path)
  if (facts.isDirectory()) for (const name of readdirSync(path).sort()) addFacts(hash, join(path, name))
  else hash.update(`${path} ${facts.size} ${facts.mtimeMs}\n`)
}
