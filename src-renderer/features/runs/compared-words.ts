import type { RunsComparison } from '../../../src-main/contract/types.ts'
import { formatNumber, formatPercent, formatSigned } from '../../ui/format.ts'

type Spread = RunsComparison['metrics'][number]['a']

const isShare = (name: string): boolean => name.toLowerCase().includes('accuracy')

/** "87.5 % ± 1.2 %", without the deviation for a single run. */
export function spreadWords(name: string, { mean, deviation }: Spread): string {
  const format = isShare(name) ? formatPercent : (value: number) => formatNumber(value)
  return deviation === null ? format(mean) : `${format(mean)} ± ${format(deviation)}`
}

/** A difference with its sign; of shares in percentage points. */
export function differenceWords(name: string, difference: number): string {
  return isShare(name) ? `${formatSigned(Number((difference * 100).toFixed(1)), 2)} pp` : formatSigned(difference)
}
