import type { SplitShares } from '../spec/data.ts'

/** What is said of data that Glassbox makes itself. */
export interface BuiltInFacts {
  readonly name: string
  readonly title: string
  /** One sentence on what can be learnt from it. */
  readonly about: string
  readonly split: SplitShares
}
