import { accuracyEstimate } from '../../../../src-engine/inspect/evaluation/estimates.ts'
import type { SplitName } from '../../../../src-engine/spec/data.ts'
import type { Estimate, RunSummary } from '../../../../src-main/contract/types.ts'
import { formatNumber, formatPercent } from '../../../ui/format.ts'

/** What came out of a run as one number. */
export interface Figure {
  readonly name: string
  readonly isShare: boolean
  readonly better: 'more' | 'less'
  /** Of the best checkpoint; null where it was not measured, or is no number. */
  readonly of: (run: RunSummary) => number | null
}

const SPLITS: readonly SplitName[] = ['validation', 'test', 'train']
const finite = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null

function figuresOn(split: SplitName): Figure[] {
  return [
    {
      ...{ name: `${split} accuracy`, isShare: true, better: 'more' },
      of: ({ metrics }) => finite(metrics[split]?.accuracy),
    },
    {
      ...{ name: `${split} R²`, isShare: false, better: 'more' },
      of: ({ metrics }) => finite(metrics[split]?.rSquared),
    },
    {
      ...{ name: `${split} mean absolute error`, isShare: false, better: 'less' },
      of: ({ metrics }) => finite(metrics[split]?.meanAbsoluteError),
    },
    { ...{ name: `${split} loss`, isShare: false, better: 'less' }, of: ({ metrics }) => finite(metrics[split]?.loss) },
  ]
}

const COST: readonly Figure[] = [
  { name: 'seconds', isShare: false, better: 'less', of: ({ wallSeconds }) => finite(wallSeconds) },
  { name: 'best epoch', isShare: false, better: 'less', of: ({ bestEpoch }) => finite(bestEpoch) },
]

/**
 * Figures that at least two of the runs have, those that most have first, of as many validation before test. The losses of a
 * classification and a regression are not of one kind.
 */
export function figuresOf(runs: readonly RunSummary[]): Figure[] {
  const isMixed = new Set(runs.map(({ task }) => task)).size > 1
  const offered = SPLITS.flatMap(figuresOn).filter(({ name }) => !isMixed || !name.endsWith('loss'))
  const measured = offered.map((figure) => ({ figure, count: count(runs, figure) }))
  return [
    ...measured.toSorted((a, b) => b.count - a.count),
    ...COST.map((figure) => ({ figure, count: count(runs, figure) })),
  ]
    .filter((one) => one.count >= 2)
    .map(({ figure }) => figure)
}

const count = (runs: readonly RunSummary[], { of }: Figure): number => runs.filter((run) => of(run) !== null).length

export const figureText = ({ isShare }: Pick<Figure, 'isShare'>, value: number | null): string =>
  value === null ? '–' : isShare ? formatPercent(value) : formatNumber(value, 4)

/** The accuracy on a split with Wilson's interval; null where there is none. */
export function shareOf({ metrics }: RunSummary, split: SplitName): Estimate | null {
  const measured = metrics[split]
  const accuracy = measured?.accuracy ?? NaN
  if (!measured || !Number.isFinite(accuracy) || measured.count < 1) return null
  return accuracyEstimate(Math.round(accuracy * measured.count), measured.count)
}
