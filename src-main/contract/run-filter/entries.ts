import type { RunColumns, RunSummary } from '../types.ts'
import type { Field, FieldValue, RunEntry } from './field.ts'
import { FIELDS } from './fields.ts'

/** Settings that have a field of their own. */
const NAMED: readonly string[] = ['seed', 'epochs', 'batchSize', 'optimizer.type', 'optimizer.learningRate'].map(
  (path) => `training.${path}`,
)

/** Runs with what is known of them beside their summaries. @param columns null until it is known */
export function entriesOf(runs: readonly RunSummary[], columns: RunColumns | null): readonly RunEntry[] {
  const places = new Map(columns?.ids.map((id, place) => [id, place]))
  const settings = new Map(columns?.settings.map((setting) => [setting.path, setting]))
  return runs.map((run) => {
    const place = places.get(run.id)
    return {
      run,
      keptBytes: (place === undefined ? undefined : columns?.keptBytes[place]) ?? null,
      setting: (path) => {
        const setting = settings.get(path)
        return place === undefined ? undefined : setting?.values[setting.index[place] ?? -1]
      },
    }
  })
}

/** The fields of all runs, and one for every setting that is not the same in all of them. */
export function fieldsWith(columns: RunColumns | null): readonly Field[] {
  const settings = columns?.settings.filter(({ path }) => !NAMED.includes(path)) ?? []
  return [...FIELDS, ...settings.map(settingField)]
}

function settingField({ path, values }: RunColumns['settings'][number]): Field {
  const read = values.map((value) => JSON.parse(value) as unknown)
  const kind = read.every((value) => typeof value === 'number' || value === null) ? 'number' : 'choice'
  const meant = new Map(values.map((value, index) => [value, plain(read[index])]))
  return {
    ...{ name: path, kind, about: 'a setting that is not the same in all runs' },
    valueOf: ({ setting }) => meant.get(setting(path) ?? '') ?? null,
  }
}

function plain(value: unknown): FieldValue {
  if (typeof value === 'number' || typeof value === 'string' || value === null) return value
  return JSON.stringify(value)
}
