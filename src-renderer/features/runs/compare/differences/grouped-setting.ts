import { spread, type Spread } from '../../../../../src-engine/inspect/spread.ts'
import type { RunDifferences, RunSummary } from '../../../../../src-main/contract/types.ts'
import type { Figure } from '../figures.ts'
import { SETTING_KINDS, settingKind, type SettingKind } from '../setting-values.ts'

/** A value of a setting with the runs that have it, and what came out of them. */
export interface ValueGroup {
  /** JSON; null where it is not set. */
  readonly value: string | null
  readonly runs: readonly RunSummary[]
  readonly result: Spread
}

export interface GroupedSetting {
  readonly path: string
  readonly kind: SettingKind
  /** What most runs have first. */
  readonly groups: readonly ValueGroup[]
  /** How far the means of its values lie apart; null where fewer than two have any. */
  readonly apart: number | null
}

/**
 * What differs, by what it is about; of settings that whose values part the results furthest come first.
 * @param differences with values in the order of the runs
 */
export function groupedSettings(
  differences: RunDifferences,
  runs: readonly RunSummary[],
  figure: Figure | null,
): GroupedSetting[] {
  const grouped = differences.map(({ path, values }): GroupedSetting => {
    const byValue = Map.groupBy(runs, (_, at) => values[at] ?? null)
    const groups = [...byValue]
      .map(([value, own]) => ({ value, runs: own, result: spread(resultsOf(own, figure)) }))
      .toSorted((a, b) => b.runs.length - a.runs.length)
    const means = groups.flatMap(({ result }) => result.mean ?? [])
    const apart = means.length < 2 ? null : Math.max(...means) - Math.min(...means)
    return { path, kind: settingKind(path), groups, apart }
  })
  const place = ({ kind }: GroupedSetting): number => SETTING_KINDS.indexOf(kind)
  return grouped.toSorted((a, b) => place(a) - place(b) || (b.apart ?? -1) - (a.apart ?? -1))
}

const resultsOf = (runs: readonly RunSummary[], figure: Figure | null): number[] =>
  runs.flatMap((run) => figure?.of(run) ?? [])
