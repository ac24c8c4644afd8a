import type { RunSummary } from '../../../src-main/contract/types.ts'
import { formatPercent } from '../../ui/format.ts'

/** What came out of a run in one sentence. */
export function resultSentence({ bestEpoch, metrics, status, epochsDone }: RunSummary): string {
  if (epochsDone === 0)
    return status === 'failed' ? 'No epoch was saved.' : 'It ended before its first epoch was saved.'
  const { validation, test } = metrics
  const parts = [
    validation && `${formatPercent(validation.accuracy)} of the validation pictures right`,
    test && `${formatPercent(test.accuracy)} of the test pictures right`,
  ].filter((part) => part !== null)
  const epoch = bestEpoch === null ? `After epoch ${epochsDone}` : `Best at epoch ${bestEpoch}`
  return parts.length > 0 ? `${epoch}: ${parts.join(', ')}.` : `${epoch}.`
}
