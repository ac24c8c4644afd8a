/** A test by its place, with what it costs unmutated. */
export interface KnownTest {
  readonly file: string
  readonly index: number
  readonly name: string
  /** CPU time, with a share of what loading its file takes. */
  readonly ms: number
  /** Rounds of the mutated folders' loops. */
  readonly rounds: number
}

export interface Measured extends KnownTest {
  readonly fate: 'passed' | 'failed' | 'slow'
  /** Mutants that it reaches. */
  readonly hits: readonly number[]
}

export type Question =
  | { readonly type: 'measure'; readonly file: string }
  /** Runs the tests in turn until one fails. `mutant` −1: none. */
  | { readonly type: 'judge'; readonly mutant: number; readonly tests: readonly KnownTest[] }

export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'measured'; readonly tests: readonly Measured[] }
  | { readonly type: 'judged'; readonly killedBy: KnownTest | null }
