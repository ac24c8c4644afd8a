import type { CommandArguments } from '../../contract/contract.ts'
import type { RunDifferences } from '../../contract/types.ts'
import { settingsOf } from './compare.ts'
import type { Runs } from './runs.ts'

/** Settings that are not the same in all of many runs, by path. */
export async function runDifferences(
  { ids }: CommandArguments<'runs/differences'>,
  runs: Runs,
): Promise<RunDifferences> {
  const all = (await Promise.all(ids.map((id) => runs.detail(id)))).map(settingsOf)
  const paths = new Set(all.flatMap((settings) => [...settings.keys()]))
  return [...paths].flatMap((path) => {
    const values = all.map((settings) => settings.get(path) ?? null)
    return values.every((value) => value === values[0]) ? [] : [{ path, values }]
  })
}
