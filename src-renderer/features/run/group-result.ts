import type { RunSummary } from '../../../src-main/contract/types.ts'
import { isActive } from '../../stores/runs.ts'
import { formatNumber, plural } from '../../ui/format.ts'

/** What came of runs that were tried side by side. */
interface GroupResult {
  readonly count: number
  /** The loss that they are judged by; null while not all have ended. */
  readonly best: { readonly run: RunSummary; readonly name: string; readonly words: string } | null
  readonly by: 'validation' | 'training loss'
}

/** Judges the runs of one group by their least validation loss; without validation examples by that of training. */
export function groupResult(runs: readonly RunSummary[]): GroupResult {
  const by = runs.every(({ metrics }) => !metrics.validation) ? 'training loss' : 'validation'
  const lossOf = ({ metrics }: RunSummary): number =>
    (by === 'validation' ? metrics.validation : metrics.train)?.loss ?? Infinity
  const [first, second] = runs.toSorted((a, b) => lossOf(a) - lossOf(b))
  const isOver = runs.every((run) => !isActive(run) && run.status !== 'paused')
  if (!isOver || !first || !second || !Number.isFinite(lossOf(first))) return { count: runs.length, best: null, by }
  const against = Number.isFinite(lossOf(second)) ? ` against ${formatNumber(lossOf(second))}` : ''
  const words = `${formatNumber(lossOf(first))}${against}`
  return { count: runs.length, best: { run: first, name: nameInGroup(first, runs), words }, by }
}

/** What tells a run from the others: its network, its seed, or both. */
export function nameInGroup(run: RunSummary, runs: readonly RunSummary[]): string {
  const differ = (what: (one: RunSummary) => unknown): boolean => new Set(runs.map(what)).size > 1
  const network = run.preset ?? 'own network'
  if (!differ((one) => one.preset)) return `seed ${run.seed}`
  return differ((one) => one.seed) ? `${network}, seed ${run.seed}` : network
}

/** Before all have ended. */
export const waitingWords = ({ count, by }: GroupResult): string =>
  `One of ${plural(count, 'run')} tried side by side; the best by ${by} is named when all have ended.`
