import { TrainingSpec } from '../../../src-engine/spec/training.ts'
import type { RunDetail } from '../../../src-main/contract/types.ts'
import { formatDuration, formatNumber, plural } from '../../ui/format.ts'

/** Why a completed run ended before its last epoch, in a sentence; null when it simply came to its end. */
export function endWords({ end, config, kind }: Pick<RunDetail, 'end' | 'config' | 'kind'>): string | null {
  const { earlyStopping, timeBudget } = TrainingSpec.parse(config.training)
  switch (end) {
    case 'earlyStopping': {
      const loss = earlyStopping?.monitor === 'loss' ? 'training loss' : 'validation loss'
      return `Stopped early: the ${loss} had not fallen for ${plural(earlyStopping?.patience ?? 0, 'epoch')}.`
    }
    case 'converged': {
      const target = earlyStopping?.acceptableLoss
      return `Converged: the loss reached its target${target === undefined ? '' : ` of ${formatNumber(target)}`}.`
    }
    case 'timeBudget':
      return `Time budget used${timeBudget === null ? '' : `: ${formatDuration(timeBudget)} of training`}.`
    case 'diverged':
      return kind === 'rateFinder' ? 'Ended where the loss began to grow without bounds, as it should.' : null
    case 'epochs':
    case null:
      return null
  }
}
