import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { table } from '../../../src-main/cli/output.ts'

// When `glassbox train` has done its first step: see docs/speed.md.

const HELP = `Starts a training several times, ends it after its first step, and prints when what was done.

npm run bench:startup -- HOME DATA [options of train]

HOME holds a data set DATA already; it is copied, and stays as it is.
`
const TIMES = 9
const [home, ...training] = process.argv.slice(2)

if (home === undefined || training.length === 0) process.stdout.write(HELP)
else {
  const runs = Array.from({ length: TIMES }, () => startOnce(home, training))
  const sorted = runs.sort((a, b) => (a.at(-1)?.ms ?? NaN) - (b.at(-1)?.ms ?? NaN))
  const [fastest = [], middle = []] = [sorted[0], sorted[TIMES >> 1]]
  const rows = fastest.map(({ name, ms }, i) => [name, ms.toFixed(0), middle[i]?.ms.toFixed(0) ?? ''])
  process.stdout.write(`${table([['milliseconds after the start', 'fastest', 'median run'], ...rows])}\n`)
}

/** What happened when, in milliseconds since the launcher was started. */
function startOnce(from: string, args: readonly string[]): { name: string; ms: number }[] {
  const copy = mkdtempSync(join(tmpdir(), 'glassbox-startup-'))
  try {
    cpSync(from, copy, { recursive: true })
    const launcher = join(import.meta.dirname, '../../../bin/glassbox.mjs')
    const marks = pathToFileURL(join(import.meta.dirname, 'marks.mjs')).href
    const started = Date.now()
    const { stderr } = spawnSync(process.execPath, [launcher, 'train', ...args, '--home', copy], {
      ...{ encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: `--import ${marks}` } },
    })
    const lines = [...stderr.matchAll(/^mark ([\d.]+) (.*)$/gm)]
    if (!lines.at(-1)?.[2]?.includes('first step')) throw new Error(`It never came to its first step:\n${stderr}`)
    return lines.map(([, at, name = '']) => ({ name, ms: Number(at) - started }))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
