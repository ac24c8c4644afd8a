import type { DatasetSummary, RunSummary } from '../../../src-main/contract/types.ts'
import { isActive } from '../../stores/runs.ts'
import { formatCount, formatPercent } from '../../ui/format.ts'

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
    validation && `${unbroken(validation.accuracy)} of the validation ${what} right`,
    test && `${unbroken(test.accuracy)} of the test ${what} right`,
    !validation && !test && train && `${unbroken(train.accuracy)} of the training ${what} right`,
  ].filter((part) => part !== null && part !== false)
  const [most, figure] = best.split(' ')
  const epoch =
    bestEpoch === null
      ? `After epoch ${formatCount(epochsDone)}`
      : `Best at epoch ${formatCount(bestEpoch)} (${most} ${validation ? 'validation' : 'training'} ${figure})`
  return parts.length > 0 ? `${epoch}: ${parts.join(', ')}.` : `${epoch}.`
}

/** How good a run is in two words: on validation, on its own training examples where nothing was held back. */
export function accuracyWords({ validation, train }: RunSummary['metrics']): string {
  if (validation) return `${formatPercent(validation.accuracy)} validation`
  return train ? `${formatPercent(train.accuracy)} train` : '–'
}

/** The number and its sign on one line. */
function unbroken(share: number | null): string {
  return formatPercent(share).replace(' ', '\u00a0')
}

/** Of so few examples each one counts. */
const FEW = 10

/**
 * Whether a run that is over answers its own training examples no better than always naming their largest class would,
 * by more than one of them; with few of them, no better at all. False when that cannot be known: no figures, or the data set is gone.
 */
export function learntNothing(
  { metrics: { train }, epochsDone, status, kind }: RunSummary,
  dataset: Pick<DatasetSummary, 'classes'> | null,
): boolean {
  const over = !isActive({ status }) && status !== 'paused' && kind === 'training'
  if (typeof train?.accuracy !== 'number' || !dataset || !over || epochsDone === 0) return false
  const counts = dataset.classes.map((one) => one.counts.train)
  const largest = Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0)
  const slack = train.count < FEW ? 0 : 1
  return train.accuracy * train.count <= largest * train.count + slack
}
