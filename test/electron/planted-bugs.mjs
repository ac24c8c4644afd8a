// The proof that the journeys prove something: five bugs that only show inside Electron are planted, one at a time, in a
// copy of the sources; each has to turn its journey red, and without a bug all of them are green.
//   node test/electron/planted-bugs.mjs
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const host = 'src-main/hosts/electron'
const BUGS = [
  {
    bug: 'a bare require in the preload',
    file: `${host}/preload.ts`,
    from: 'import { COMMAND_NAMES',
    to: "import 'sharp'\nimport { COMMAND_NAMES",
    journey: 'dropped from the file manager: the same',
  },
  {
    bug: 'a function sent over a message',
    file: `${host}/ipc.ts`,
    from: 'return { ok: true, output: await work(input) }',
    to: 'return { ok: true, output: await work(input), again: () => work(input) } as never',
    journey: 'chosen in the dialog: it is read where it lies, nothing is copied',
  },
  {
    bug: 'a scheme without privileges',
    file: `${host}/index.ts`,
    from: 'registerScheme()\n',
    to: '',
    journey: 'from the File menu, with thumbnails in the page',
  },
  {
    bug: 'a missing handler',
    file: `${host}/ipc.ts`,
    from: 'for (const name of COMMAND_NAMES)',
    to: "for (const name of COMMAND_NAMES.filter((one) => one !== 'classify/pictures'))",
    journey: 'dropped, pasted, chosen in a dialog and taken from the clipboard: always the same answer',
  },
  {
    bug: 'an exposed event',
    file: `${host}/preload.ts`,
    from: 'listener(payload as never)',
    to: '(listener as (...all: unknown[]) => void)(payload, _event)',
    journey: 'train and watch to the end: curves, weights, task bar, a notification that leads to the run',
  },
]

/** For a build or a few journeys on a slow machine (milliseconds). */
const PATIENCE = 20 * 60_000

const root = fileURLToPath(new URL('../..', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'glassbox-bugs-'))
const PARTS = ['bin', 'build', 'package.json', 'resources', 'src-engine', 'src-main', 'src-renderer', 'test']
const CONFIG = ['electron.vite.config.ts', 'vitest.config.ts', 'tsconfig.base.json']
for (const part of [...PARTS, ...CONFIG]) cpSync(join(root, part), join(copy, part), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')

let wrong = 0
try {
  report('no bug', green(BUGS.map(({ journey }) => journey)), true)
  for (const { bug, file, from, to, journey } of BUGS) {
    const path = join(copy, file)
    const source = readFileSync(path, 'utf8')
    if (!source.includes(from)) throw new Error(`${file} does not hold "${from.trim()}" any more: plant the bug anew.`)
    writeFileSync(path, source.replace(from, to))
    report(`${bug} (“${journey}”)`, green([journey]), false)
    writeFileSync(path, source)
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
process.exitCode = wrong === 0 ? 0 : 1

/** Builds the copy and walks the journeys. @returns whether every one of them ran and arrived */
function green(journeys) {
  const built = run(['electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'error'])
  if (built.status !== 0) throw new Error(`The copy does not build:\n${built.stderr}`)
  const results = join(copy, 'results.json')
  const pattern = `(${journeys.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`
  const args = ['run', '--project', 'electron', 'test/electron/journeys', '--testNamePattern', pattern]
  run(['vitest/vitest.mjs', ...args, '--reporter=json', `--outputFile=${results}`])
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(results, 'utf8'))
  if (numPassedTests + numFailedTests !== journeys.length)
    throw new Error(
      `${numPassedTests + numFailedTests} of ${journeys.length} journeys ran: is one called differently now?`,
    )
  return numFailedTests === 0
}

function run([script, ...args]) {
  const path = join(root, 'node_modules', script)
  return spawnSync(process.execPath, [path, ...args], {
    cwd: copy,
    encoding: 'utf8',
    timeout: PATIENCE,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
  })
}

function report(what, isGreen, expected) {
  if (isGreen !== expected) wrong++
  console.log(`${isGreen === expected ? '✓' : '✗'} ${what}: ${isGreen ? 'green' : 'red'}`)
}
