import type { RunSummary } from '../../../src-main/contract/types.ts'

/** Runs in which every word of the filter occurs: in the name, the data, the preset, the status or the id. */
export function filterRuns(runs: readonly RunSummary[], filter: string): readonly RunSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return runs
  return runs.filter(({ id, name, data, preset, status }) => {
    const text = `${name} ${data} ${preset ?? ''} ${status} ${id}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
