import type { SplitName } from '../../src-engine/spec/data.ts'
import type { RunMetrics } from './types.ts'

/** The splits that all of some runs were measured on. Validation stands first: nobody looks at the test split by chance. */
export function commonSplits(runs: readonly { readonly metrics: RunMetrics }[]): SplitName[] {
  const order: readonly SplitName[] = ['validation', 'test', 'train']
  return order.filter((split) => runs.every(({ metrics }) => metrics[split] !== null))
}
