import type { RunSummary } from './types.ts'

/** How a run that is over has ended, for whoever did not look. */
export function endSentence({ status, metrics, epochsDone }: RunSummary): string {
  if (status === 'failed') return 'Training failed. The run says why.'
  const [split, measured] = metrics.validation ? ['validation', metrics.validation] : ['training', metrics.train]
  const share = measured?.accuracy ?? null
  const accuracy = share === null ? '' : `, ${split} accuracy ${(share * 100).toFixed(1)} %`
  return `Trained ${epochsDone} ${epochsDone === 1 ? 'epoch' : 'epochs'}${accuracy}.`
}
