import type { RunSummary } from '../../../src-main/contract/types.ts'
import { formatCount } from '../../ui/format.ts'

/** Where a run with a parent began. */
export function startWords({ epoch, step }: Pick<NonNullable<RunSummary['parent']>, 'epoch' | 'step'>): string {
  if (step > 0) return `Continues from epoch ${formatCount(epoch)}, step ${formatCount(step)} of`
  return epoch === 0 ? 'Same first weights as' : `Continues from epoch ${formatCount(epoch)} of`
}
