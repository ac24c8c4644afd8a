import type { RunSummary } from '../../../src-main/contract/types.ts'

/** Runs in which every word of the filter occurs: in the name, a tag, the data, the preset, the kind, the status or the id. */
export function filterRuns(runs: readonly RunSummary[], filter: string): readonly RunSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return runs
  return runs.filter(({ id, name, data, preset, kind, status, tags }) => {
    const what = kind === 'rateFinder' ? FINDER : ''
    const text = `${name} ${tags.join(' ')} ${data} ${preset ?? ''} ${what} ${status} ${id}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What a learning-rate finder is called in lists. */
export const FINDER = 'rate finder'
