import type { KnownTest, Measured } from './messages.ts'
import { shareOut, type Judge } from './pool.ts'

/** No mutant is tried for longer than this CPU time; what then is alive counts as survived. */
const BUDGET_MS = 2000

export interface Measurements {
  /** Tests that can be used. */
  readonly count: number
  /** Tests that cannot, and why. */
  readonly leftOut: readonly string[]
  /** What to run against a mutant: the tests that reach it, the quickest first. */
  testsFor(mutant: number): KnownTest[]
  /** The quickest of all, in the same order. */
  readonly quickest: KnownTest[]
}

/** Runs every test once, unmutated, and notes which mutants it reaches. */
export async function measure(judges: readonly Judge[], testFiles: readonly string[]): Promise<Measurements> {
  const tests: Measured[] = []
  await shareOut(judges, testFiles, async (judge, file) => {
    const answer = await judge.ask({ type: 'measure', file })
    if (answer?.type !== 'measured') throw new Error(`${file} does not load.`)
    tests.push(...answer.tests)
  })
  const passed = tests.filter(({ fate }) => fate === 'passed')
  const inOrder = passed.sort((a, b) => a.ms + a.loadMs - (b.ms + b.loadMs))
  const reaching = new Map<number, KnownTest[]>()
  const known = inOrder.map(({ hits, file, index, name, ms, rounds }) => {
    const test = { file, index, name, ms, rounds }
    for (const mutant of hits) {
      const others = reaching.get(mutant)
      if (others) others.push(test)
      else reaching.set(mutant, [test])
    }
    return test
  })
  return {
    count: passed.length,
    leftOut: tests
      .filter(({ fate }) => fate !== 'passed')
      .map(({ file, name, fate }) => `${fate === 'slow' ? 'slow' : 'fails unmutated'}: ${file}: ${name}`),
    testsFor: (mutant) => withinBudget(reaching.get(mutant) ?? []),
    quickest: withinBudget(known),
  }
}

function withinBudget(tests: readonly KnownTest[]): KnownTest[] {
  let left = BUDGET_MS
  return tests.filter(({ ms }) => (left -= ms) >= 0)
}
