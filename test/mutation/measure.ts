import type { KnownTest, Measured } from './messages.ts'
import { shareOut, type Judge } from './pool.ts'

/** No mutant is tried for longer than this CPU time; what then is alive counts as survived. */
const BUDGET_MS = 4000

export interface Measurements {
  /** Tests that can be used. */
  readonly count: number
  /** Tests that cannot, and why. */
  readonly leftOut: readonly string[]
  /** What to run against a mutant, in this order: the tests that reach it. */
  testsFor(mutant: number): KnownTest[]
  /** The first of all in that order. */
  readonly first: KnownTest[]
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
  const reaching = new Map<number, KnownTest[]>()
  const known = inOrder(passed).map(({ hits, file, index, name, ms, rounds }) => {
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
    first: withinBudget(known),
  }
}

/**
 * The quickest first; but tests that reach the same mutants try much the same, so that the second of such a group counts as
 * twice as long, the third as three times, and so on.
 */
function inOrder(tests: readonly Measured[]): Measured[] {
  const sizes = new Map<string, number>()
  const ranked = tests
    .toSorted((a, b) => a.ms - b.ms)
    .map((test) => {
      const group = test.hits.join()
      const rank = (sizes.get(group) ?? 0) + 1
      sizes.set(group, rank)
      return { test, cost: rank * test.ms }
    })
  return ranked.sort((a, b) => a.cost - b.cost).map(({ test }) => test)
}

function withinBudget(tests: readonly KnownTest[]): KnownTest[] {
  let left = BUDGET_MS
  return tests.filter(({ ms }) => (left -= ms) >= 0)
}
