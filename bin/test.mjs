#!/usr/bin/env node
// Every check of one tier, then one line with the counts. `--long` runs faults, scale and soak instead, `--electron` the
// journeys of the desktop application in the real Electron.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root, runStep } from './bootstrap.mjs'
import { electronBinary, reasonAgainst } from './electron.mjs'

const long = process.argv.includes('--long')
const electron = process.argv.includes('--electron')
ensureInstalled()
if (!electron) ensureChromium()
ensureBuilt()

const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  // Hundreds of threads load the same modules: taking the types off them and compiling them is done once.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, '.cache', 'compiled'),
}
const counts = { passed: 0, failed: 0, skipped: 0 }

if (electron) {
  const reason =
    reasonAgainst() ?? (electronBinary() ? null : 'Electron is not here; "npx install-electron" downloads it')
  if (reason) {
    process.stdout.write(`*** The journeys in the real Electron are SKIPPED: ${reason}. ***\n`)
    counts.skipped++
  } else {
    env.GLASSBOX_ELECTRON = 'real'
    // What lies beside them tests the stand-in.
    runVitest(['electron'], ['test/electron/journeys', 'test/electron/security'])
  }
} else if (long) {
  runVitest(['long'])
} else {
  await checkAll([
    // The longest first, beside all others.
    ['lint', 'eslint', '.', '--max-warnings', '0'],
    ['types of the engine', 'tsc', '-p', 'src-engine'],
    ['types of the main side', 'tsc', '-p', 'src-main'],
    ['types of the page', 'vue-tsc', '-p', 'src-renderer'],
    ['types of tests and build', 'tsc', '-p', 'test'],
    ['types of the configuration', 'tsc', '-p', 'build'],
    ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
    ['import rule', 'node', 'build/arch.mjs'],
    ['dead code', 'knip', '--no-progress'],
    ['built kernels match their sources', 'node', 'build/kernels.mjs', '--check'],
  ])
  runVitest(['engine', 'main', 'renderer', 'e2e', 'electron', 'package'])
}

const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`)
process.exitCode = counts.failed > 0 ? 1 : 0

/** Two at a time: each of them uses one core. */
async function checkAll(checks) {
  const waiting = [...checks]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await check(...next)
  }
  await Promise.all([work(), work()])
}

/** What a check prints is shown when it is over, so that two do not mix. */
function check(what, command, ...args) {
  const started = Date.now()
  const stdio = ['ignore', 'pipe', 'pipe']
  const child = spawn(command, args, { cwd: root, env, stdio, shell: process.platform === 'win32' })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  return new Promise((resolve) => {
    const end = (status) => {
      counts[status === 0 ? 'passed' : 'failed']++
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      process.stdout.write(`${printed}${status === 0 ? '✓' : '✗'} ${what} (${seconds} s)\n`)
      resolve()
    }
    child.on('error', (error) => (printed += `${error.message}\n`))
    child.on('close', end)
  })
}

function runVitest(projects, folders = []) {
  const folder = mkdtempSync(join(tmpdir(), 'glassbox-test-'))
  const report = join(folder, 'report.json')
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...projects.flatMap((name) => ['--project', name]),
    ...folders,
  ]
  const { status } = spawnSync(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    counts.passed += numPassedTests
    counts.failed += numFailedTests
    counts.skipped += numPendingTests + numTodoTests
    // A file that cannot even be loaded holds no test that could fail.
    counts.failed += testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  } else counts.failed++
  if (status !== 0 && counts.failed === 0) counts.failed++
  rmSync(folder, { recursive: true, force: true })
}

/** The browser tests drive Debian's Chromium; elsewhere they use the one that CHROMIUM names, or say that they skip. */
function ensureChromium() {
  if (existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')) return
  const isRoot = process.getuid?.() === 0
  const install = isRoot ? [] : ['sudo', '-n']
  const apt = (...args) =>
    runStep(`apt-get ${args[0]}`, ...split([...install, 'apt-get', '-qq', '-y', ...args]), {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  if (existsSync('/usr/bin/apt-get') && apt('update') && apt('install', 'chromium')) return
  process.stderr.write(
    'Glassbox: no Chromium was found, the browser tests are skipped.\n  Install it (Debian: apt install chromium) or set CHROMIUM to its path.\n',
  )
}

function split([command, ...args]) {
  return [command, args]
}
