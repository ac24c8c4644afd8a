import type { RunCost } from '../../../../src-main/contract/types.ts'
import { formatBytes, formatDuration, plural } from '../../../ui/format.ts'

/** What a run takes, in one line: "1 049 738 parameters · 86 MB · about 3.1 s an epoch · 62 s in all". */
export function costWords({ parameters, memoryBytes, probe, totalSeconds }: RunCost): string {
  const times =
    probe && totalSeconds !== null
      ? [`about ${shortDuration(probe.secondsPerEpoch)} an epoch`, `${shortDuration(totalSeconds)} in all`]
      : []
  return [plural(parameters, 'parameter'), formatBytes(memoryBytes), ...times].join(' · ')
}

/** What a group of runs takes together; null while one of them is not known. */
export function totalOf(costs: readonly (RunCost | null)[], seeds: number): number | null {
  const seconds = costs.map((cost) => cost?.totalSeconds ?? null)
  return seconds.some((one) => one === null) ? null : seeds * seconds.reduce<number>((sum, one) => sum + (one ?? 0), 0)
}

/** Of less than a tenth of a second in milliseconds or less. */
export function shortDuration(seconds: number): string {
  if (seconds >= 0.095) return formatDuration(seconds)
  return seconds < 0.0005 ? 'less than 1 ms' : `${Math.round(1000 * seconds)} ms`
}

/** How long a run took beside what was predicted: "predicted 62 s, took 58 s (−6 %)". */
export function predictedWords(predicted: number, took: number): string {
  const off = Math.round((100 * (took - predicted)) / predicted)
  const sign = off > 0 ? '+' : off < 0 ? '−' : '±'
  return `predicted ${shortDuration(predicted)}, took ${shortDuration(took)} (${sign}${Math.abs(off)} %)`
}
