import type { RunSummary } from '../../../../src-main/contract/types.ts'

/** Why two runs cannot be asked about the same examples; null when they can. */
export function whyNotAsked(a: RunSummary, b: RunSummary): string | null {
  const mixed = [a, b].find(({ task }) => task === 'regression')
  if (mixed) return `“${mixed.name}” predicts numbers: right and wrong answers are counted of classifications only.`
  const empty = [a, b].find(({ epochsDone }) => epochsDone === 0)
  if (empty) return `“${empty.name}” has no saved epoch: there is nothing to ask.`
  return null
}
