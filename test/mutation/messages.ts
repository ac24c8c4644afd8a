/** A test by its place, with what it costs unmutated. */
export interface KnownTest {
  readonly file: string
  readonly index: number
  readonly name: string
  /** CPU time. */
  readonly ms: number
  /** Rounds of the mutated folders' loops. */
  readonly rounds: number
}

export interface Measured extends KnownTest {
  readonly fate: 'passed' | 'failed' | 'slow'
  /** CPU time of loading its file. */
  readonly loadMs: number
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
  | { readonly type: 'begins'; readonly test: KnownTest }
  | { readonly type: 'judged'; readonly killedBy: KnownTest | null }
