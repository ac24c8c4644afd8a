import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { WORKLOADS } from '../../../src-main/bench/workloads.ts'
import { significant, table } from '../../../src-main/cli/output.ts'
import { ask } from './ask.ts'
import { measureMnist, MNIST, withoutMnist } from './mnist.ts'
import { ensureBuilt, measureOurs, OURS } from './ours.ts'
import { findPeers } from './peers.ts'
import { ratios, type Measurement } from './ratios.ts'

const root = join(import.meta.dirname, '../../..')
const NAMES = ['gemm', ...WORKLOADS.map(({ name }) => name), MNIST]

const HELP = `Measures Glassbox and what else is on this machine in turn, and prints how they compare; see docs/speed.md.

npm run bench:peers -- [--only NAMES] [--seconds S] [--rounds N] [--modules DIR] [--mnist DIR] [--json]

  --only NAMES   some of ${NAMES.join(', ')}
  --seconds S    how long each workload is measured each time (2)
  --rounds N     how often in turn; medians are shown (3)
  --modules DIR  where TensorFlow.js and brain.js are installed (also GLASSBOX_PEERS; or beside Glassbox's own packages)
  --mnist DIR    the folder of MNIST's IDX files (../shared/data/mnist)
  --json         print JSON: peers, what is missing, every measurement and the ratios
`

/** Milliseconds. */
const SLOW = 30_000
const UNITS = 'Examples a second; gemm GFLOP/s; mnist, which is timed as a whole, 1 / seconds.'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: NAMES.join(',') },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    modules: { type: 'string', default: process.env.GLASSBOX_PEERS ?? '' },
    mnist: { type: 'string', default: resolve(root, '../shared/data/mnist') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const tell = (line: string): void => void process.stderr.write(`${line}\n`)

if (values.help) process.stdout.write(HELP)
else compare()

function compare(): void {
  const only = values.only.split(',')
  const unknown = only.find((name) => !NAMES.includes(name))
  if (unknown !== undefined) throw new Error(`There is no workload "${unknown}". There are ${NAMES.join(', ')}.`)
  const folders = [...(values.modules ? [resolve(values.modules)] : []), root]
  const { peers, missing } = findPeers(folders)
  const noMnist = only.includes(MNIST) ? withoutMnist(resolve(values.mnist)) : null
  if (noMnist) missing.push(noMnist)
  for (const { name, hint } of missing) tell(`MISSING: ${name} is not compared (${hint}).`)

  ensureBuilt()
  const measurements: Measurement[] = []
  const failures = new Map<string, string>()
  /** What a peer cannot do, or does very slowly, it is not asked again. */
  const settled = new Set<string>()
  for (const workload of NAMES.filter((name) => only.includes(name)))
    for (let round = 1; round <= Number(values.rounds); round++) {
      if (workload === MNIST) {
        if (!noMnist) measurements.push(...measureMnist(resolve(values.mnist), round, tell))
        continue
      }
      measurements.push(...measureOurs(workload, round, Number(values.seconds)).map(told))
      for (const peer of peers) {
        const [program, ...args] = peer.command(workload, Number(values.seconds)) ?? []
        const which = `${workload}  ${peer.name} ${peer.variant}`.trim()
        if (program === undefined || settled.has(which)) continue
        const started = performance.now()
        const answer = ask<{ rate: number; version: string }>(program, args)
        if (!('failure' in answer))
          measurements.push(told({ workload, round, name: peer.name, variant: peer.variant, ...answer }))
        if ('failure' in answer || performance.now() - started > SLOW) settled.add(which)
        if ('failure' in answer) {
          failures.set(which, answer.failure)
          tell(`${which}: ${answer.failure}`)
        }
      }
    }
  const compared = ratios(measurements, OURS)
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ missing, failures: Object.fromEntries(failures), measurements, ratios: compared }, null, 2)}\n`,
    )
  else {
    const rows = compared.map(({ workload, against, ours, theirs, ratio }) => [
      ...[workload, significant(ours), against, significant(theirs), ratio.toFixed(2)],
    ])
    process.stdout.write(`\n${table([['workload', OURS, 'against', 'theirs', 'ratio'], ...rows])}\n\n${UNITS}\n`)
  }
}

function told(measurement: Measurement): Measurement {
  const { workload, name, variant, rate } = measurement
  tell(`${workload}  ${name}${variant && ` ${variant}`}: ${significant(rate)}`)
  return measurement
}
