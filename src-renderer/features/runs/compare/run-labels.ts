import type { RunDifferences, RunSummary } from '../../../../src-main/contract/types.ts'
import { labelPath, SETTING_KINDS, settingKind, settingText } from './setting-values.ts'

/** A label names so many settings at most. */
const MOST_NAMED = 3
/** Longer values say nothing at a glance. */
const LONGEST = 24

/**
 * What each run is called in a legend: by the settings that tell it from the others ("optimizer sgd · seed 2"), as few of
 * them as do; by its name where settings do not tell it apart.
 * @param differences with values in the order of the runs
 */
export function runLabels(runs: readonly RunSummary[], differences: RunDifferences): string[] {
  const offered = byPreset(runs, differences)
    .filter(
      ({ path, values }) => path !== 'data.content' && values.every((value) => settingText(value).length <= LONGEST),
    )
    .toSorted((a, b) => SETTING_KINDS.indexOf(settingKind(a.path)) - SETTING_KINDS.indexOf(settingKind(b.path)))
  const paths = offered.map(({ path }) => path)
  let labels = runs.map(() => '')
  let [told, named] = [1, 0]
  for (const { path, values } of offered) {
    if (named === MOST_NAMED || told === runs.length) break
    const next = labels.map((label, at) => {
      const part = `${labelPath(path, paths)} ${settingText(values[at] ?? null)}`
      return label === '' ? part : `${label} · ${part}`
    })
    const apart = new Set(next).size
    if (apart === told) continue
    ;[labels, told, named] = [next, apart, named + 1]
  }
  const times = new Map<string, number>()
  for (const label of labels) times.set(label, (times.get(label) ?? 0) + 1)
  return labels.map((label, at) => {
    const name = runs[at]?.name ?? ''
    if (label === '') return name
    return times.get(label) === 1 ? label : `${label} · ${name}`
  })
}

/** Networks are called by their presets where these tell them apart: a list of layers says less, and takes longer. */
function byPreset(runs: readonly RunSummary[], differences: RunDifferences): RunDifferences {
  const ofNetwork = differences.filter(({ path }) => path.startsWith('network.'))
  const twin = runs.map(({ preset }) => runs.findIndex((other) => other.preset === preset))
  const isToldByPreset = ofNetwork.every(({ values }) => values.every((value, at) => value === values[twin[at] ?? at]))
  if (ofNetwork.length === 0 || !isToldByPreset || runs.some(({ preset }) => preset === null)) return differences
  const presets = { path: 'network', values: runs.map(({ preset }) => JSON.stringify(preset)) }
  return [presets, ...differences.filter((one) => !ofNetwork.includes(one))]
}
