import type { DatasetSummary, RunSummary, SplitMetrics } from '../../../src-main/contract/types.ts'
import { isActive } from '../../stores/runs.ts'
import { formatCount, formatNumber, formatPercent } from '../../ui/format.ts'

/** What came out of a run in one sentence. */
export function resultSentence(
  { bestEpoch, metrics, status, epochsDone }: RunSummary,
  what: 'pictures' | 'rows' = 'pictures',
  best: 'lowest loss' | 'highest accuracy' = 'lowest loss',
): string {
  if (epochsDone === 0 && status === 'paused') return 'It was paused before its first epoch was saved.'
  if (epochsDone === 0)
    return status === 'failed' ? 'No epoch was saved.' : 'It ended before its first epoch was saved.'
  const { train, validation, test } = metrics
  const parts = [
    validation && onSplit(validation, 'validation', what),
    test && onSplit(test, 'test', what),
    !validation && !test && train && onSplit(train, 'training', what),
  ].filter((part) => part !== null && part !== false)
  const [most, figure] = best.split(' ')
  const epoch =
    bestEpoch === null
      ? `After epoch ${formatCount(epochsDone)}`
      : `Best at epoch ${formatCount(bestEpoch)} (${most} ${validation ? 'validation' : 'training'} ${figure})`
  return parts.length > 0 ? `${epoch}: ${parts.join(', ')}.` : `${epoch}.`
}

function onSplit(metrics: SplitMetrics, split: string, what: string): string {
  if (metrics.meanAbsoluteError === undefined) return `${unbroken(metrics.accuracy)} of the ${split} ${what} right`
  return `${split} ${what} ${unbrokenWords(formatNumber(metrics.meanAbsoluteError))}\u00a0off on average (${shownRSquared(metrics)})`
}

/** How good a run is in two words: on validation, on its own training examples where nothing was held back. */
export function accuracyWords({ validation, train }: RunSummary['metrics']): string {
  if (validation) return `${figureOf(validation)} validation`
  return train ? `${figureOf(train)} train` : '–'
}

/** The accuracy, or R² of a regression; a dash where nothing was measured. */
export function figureOf(metrics: SplitMetrics | null): string {
  if (!metrics) return '–'
  return metrics.rSquared === undefined ? formatPercent(metrics.accuracy) : shownRSquared(metrics)
}

const shownRSquared = ({ rSquared = NaN }: SplitMetrics): string => `R²\u00a0${formatNumber(rSquared)}`

/** The number and its sign on one line. */
function unbroken(share: number | null): string {
  return unbrokenWords(formatPercent(share))
}
const unbrokenWords = (text: string): string => text.replaceAll(' ', '\u00a0')

/** Of so few examples each one counts. */
const FEW = 10

/**
 * Whether a run that is over answers its own training examples no better than always naming their largest class would,
 * by more than one of them; with few of them, no better at all; of a regression, than always answering their mean would. False when that cannot be known: no figures, or the data set is gone.
 */
export function learntNothing(
  { metrics: { train }, epochsDone, status, kind }: RunSummary,
  dataset: Pick<DatasetSummary, 'classes'> | null,
): boolean {
  const over = !isActive({ status }) && status !== 'paused' && kind === 'training'
  if (!train || !dataset || !over || epochsDone === 0) return false
  if (train.rSquared !== undefined) return train.rSquared <= 0
  if (train.accuracy === null) return false
  const counts = dataset.classes.map((one) => one.counts.train)
  const largest = Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0)
  const slack = train.count < FEW ? 0 : 1
  return train.accuracy * train.count <= largest * train.count + slack
}
