import type { DatasetClass, SplitCounts } from '../../../src-main/contract/types.ts'

/** Splits in reading order with the word for a thumbnail's corner and the class of their colour. */
export const SPLITS = [
  { name: 'train', short: 'train', fill: 'bg-split-train' },
  { name: 'validation', short: 'val', fill: 'bg-split-validation' },
  { name: 'test', short: 'test', fill: 'bg-split-test' },
] as const

export function splitTotals(classes: readonly DatasetClass[]): SplitCounts {
  const total = { train: 0, validation: 0, test: 0 }
  for (const { counts } of classes) for (const { name } of SPLITS) total[name] += counts[name]
  return total
}

export function countOf({ train, validation, test }: SplitCounts): number {
  return train + validation + test
}
