import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { createLoader } from './load.ts'
import type { Answer, KnownTest, Measured, Question } from './messages.ts'
import type { Program } from './program.ts'
import type { Test } from './suite.ts'

// One process that measures tests and judges mutants, one after the other, until it is told to end or has to be ended.

/** A test that takes longer is not used. */
const SLOW_MS = 1000
/** A mutant may need so many rounds of its loops for one of the test's own, and so many besides. */
const ROUNDS_PER_ROUND = 10
const ROUNDS = 100_000
/** So much CPU time for the test's own, and so much besides, for loading; what needs more hangs. */
const MS_PER_MS = 10
const MS = 2000

/** CPU time of the process in ms, which a busy machine does not lengthen. */
const cpu = (): number => process.cpuUsage().user / 1000

const program = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Program
const hits = new Uint8Array(program.mutants.length)
let awake = -1
let rounds = 0
let mostRounds = Infinity
let deadline = Infinity
/** CPU time of this process, in ms, at which the watchdog ends it. */
const limit = new Float64Array(new SharedArrayBuffer(8)).fill(Infinity)
new Worker(new URL('./watchdog.worker.ts', import.meta.url), { workerData: limit }).unref()
const fresh = createLoader(program, {
  is(mutant) {
    hits[mutant] = 1
    return mutant === awake
  },
  round() {
    rounds += 1
    if (rounds > mostRounds) throw new Error('This never ends.')
    if (rounds % 1000 === 0 && cpu() > deadline) throw new Error('This takes long.')
  },
})

// The same examples in every run; and a mutant is dead by the first that fails, however large.
fc.configureGlobal({ seed: 1, endOnFailure: true })

const say = (answer: Answer): void => {
  process.send?.(answer)
}

const takeHits = (): number[] => {
  const reached = [...hits.keys()].filter((mutant) => hits[mutant])
  hits.fill(0)
  return reached
}

const together = (a: readonly number[], b: readonly number[]): number[] =>
  [...new Set([...a, ...b])].sort((one, other) => one - other)

async function fails(run: (() => unknown) | undefined): Promise<boolean> {
  try {
    await run?.()
    return false
  } catch {
    return true
  }
}

/** A file that does not load here (it wants Vitest's hooks) stands as one test that fails. */
function testsOrReason(file: string): readonly Test[] {
  try {
    return fresh(() => true)(file)
  } catch (error) {
    const [reason = ''] = String(error).split('\n')
    const run = (): never => {
      throw new Error(reason)
    }
    return [{ name: reason, run }]
  }
}

async function measure(file: string): Promise<Measured[]> {
  takeHits()
  const loading = cpu()
  const tests = testsOrReason(file)
  const loadMs = (cpu() - loading) / tests.length
  const atLoad = takeHits()
  const measured: Measured[] = []
  for (const [index, { name, run }] of tests.entries()) {
    rounds = 0
    const started = cpu()
    deadline = started + SLOW_MS
    const hasFailed = await fails(run)
    const ms = loadMs + cpu() - started
    const fate = cpu() > deadline ? 'slow' : hasFailed ? 'failed' : 'passed'
    measured.push({ file, index, name, ms, rounds, fate, hits: together(atLoad, takeHits()) })
  }
  deadline = Infinity
  return measured
}

/** @returns the first test that fails */
async function judge({ mutant, tests }: Extract<Question, { type: 'judge' }>): Promise<KnownTest | null> {
  awake = mutant
  const testsOf = fresh((path) => path === program.mutants[mutant]?.file)
  for (const test of tests) {
    limit[0] = cpu() + test.ms * MS_PER_MS + MS
    rounds = 0
    mostRounds = test.rounds * ROUNDS_PER_ROUND + ROUNDS
    if (await fails(() => testsOf(test.file)[test.index]?.run())) return test
  }
  return null
}

async function answer(question: Question): Promise<Answer> {
  if (question.type === 'measure') return { type: 'measured', tests: await measure(question.file) }
  const killedBy = await judge(question)
  limit[0] = Infinity
  return { type: 'judged', killedBy }
}

process.on('message', (question: Question) => {
  void answer(question).then(say)
})
say({ type: 'ready' })
