import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measure } from './measure.ts'
import { createJudge, shareOut, type Judge } from './pool.ts'
import { readProgram } from './program.ts'
import { report, type Verdict } from './report.ts'

// `npm run test:mutation`: see README.md.

const JUDGES = 2

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, every: { type: 'string', default: '1' } },
})
const started = Date.now()
const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const stamp = (line: string): void => {
  print(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`)
}
const folder = mkdtempSync(join(tmpdir(), 'glassbox-mutation-'))
const judges: Judge[] = []
const end = (): void => {
  for (const judge of judges) judge.close()
  rmSync(folder, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    end()
    process.exit(1)
  })

try {
  const program = readProgram(fileURLToPath(new URL('../../', import.meta.url)))
  const programFile = join(folder, 'program.json')
  writeFileSync(programFile, JSON.stringify(program))
  judges.push(...Array.from({ length: JUDGES }, () => createJudge(programFile)))

  const measured = await measure(judges, program.testFiles)
  for (const line of measured.leftOut) print(`left out, ${line}`)
  const dry = await judges[0]?.ask({ type: 'judge', mutant: -1, tests: measured.first })
  if (dry?.type !== 'judged' || dry.killedBy) throw new Error(`Fails in this order: ${JSON.stringify(dry)}`)
  stamp(`${measured.count} tests measured`)

  const chosen = [...program.mutants.entries()].filter(
    ([id, { file }]) => file.includes(options.only) && id % Number(options.every) === 0,
  )
  if (chosen.length < program.mutants.length) print(`A sample: ${chosen.length} of ${program.mutants.length} mutants.`)
  const verdicts: Verdict[] = []
  await shareOut(judges, chosen, async (judge, [id, mutant]) => {
    const tests = measured.testsFor(id)
    const answer = await judge.ask({ type: 'judge', mutant: id, tests })
    const isAlive = answer?.type === 'judged' && !answer.killedBy
    const fate = tests.length === 0 ? 'not reached' : isAlive ? 'survived' : answer ? 'failed' : 'hung'
    verdicts.push({ ...mutant, fate })
    if (verdicts.length % 200 === 0) stamp(`${verdicts.length} of ${chosen.length} mutants`)
  })
  print(report(verdicts))
  stamp(`${verdicts.length} mutants judged`)
} finally {
  end()
}
