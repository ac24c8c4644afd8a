import type { NamedRun } from '../useComparison.ts'

/** What one line of the chart and of its legend stands for: a run, or runs that differ in their seed alone. */
export interface CurveGroup {
  readonly key: string
  readonly label: string
  readonly runs: readonly NamedRun[]
  readonly hue: number
  readonly dash: readonly number[] | undefined
}

const HUES = 7
/** Of more runs than there are colours the lines are dashed, each seven otherwise. */
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [6, 3], [2, 2], [8, 3, 2, 3]]

/** @param together whether the seeds of a group become one line */
export function curveGroups(named: readonly NamedRun[], together: boolean): CurveGroup[] {
  const byKey = Map.groupBy(named, ({ run }) => (together ? (run.groupId ?? run.id) : run.id))
  return [...byKey].map(([key, runs], at) => ({
    ...{ key, runs, label: runs.length === 1 ? (runs[0]?.label ?? '') : groupLabel(runs) },
    ...{ hue: (at % HUES) + 1, dash: DASHES[Math.floor(at / HUES) % DASHES.length] },
  }))
}

/** What its runs have in common in their labels. */
function groupLabel(runs: readonly NamedRun[]): string {
  const [first = '', ...others] = runs.map(({ label }) => label)
  const common = first.split(' · ').filter((part) => others.every((label) => label.split(' · ').includes(part)))
  return common.length > 0 ? common.join(' · ') : (runs[0]?.run.name ?? '')
}

/** Whether some of the runs differ in their seed alone. */
export const hasSeedGroups = (named: readonly NamedRun[]): boolean => curveGroups(named, true).length < named.length
