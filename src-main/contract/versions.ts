import type { DatasetSummary } from './dataset.ts'

/** Of data sets that are versions of each other only the newest ones. */
export function newestVersions(datasets: readonly DatasetSummary[]): DatasetSummary[] {
  const replaced = new Set(datasets.map(({ parentId }) => parentId))
  return datasets.filter(({ id }) => !replaced.has(id))
}
