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
  /** Path of a setting before it that parts the runs in the same way: nobody can tell which of them made a difference. */
  readonly sameAs: string | null
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
    return { path, kind: settingKind(path), groups, apart, sameAs: null }
  })
  const place = ({ kind }: GroupedSetting): number => SETTING_KINDS.indexOf(kind)
  const sorted = grouped.toSorted((a, b) => place(a) - place(b) || (b.apart ?? -1) - (a.apart ?? -1))
  const first = new Map<string, GroupedSetting>()
  return sorted.map((setting) => {
    const key = `${setting.kind} ${partition(setting)}`
    const before = first.get(key)
    if (!before) first.set(key, setting)
    return before ? { ...setting, sameAs: before.path } : setting
  })
}

/** Which runs stand together, whatever their values. */
const partition = ({ groups }: GroupedSetting): string =>
  groups
    .map(({ runs }) => runs.map(({ id }) => id).join())
    .toSorted()
    .join(' ')

const resultsOf = (runs: readonly RunSummary[], figure: Figure | null): number[] =>
  runs.flatMap((run) => figure?.of(run) ?? [])
