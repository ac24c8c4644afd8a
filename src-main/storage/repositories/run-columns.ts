import type Database from 'better-sqlite3'
import type { RunColumns } from '../../contract/types.ts'

/** What all runs that are not in the trash have beside their summaries; see `RunColumns`. */
export function columnsOf(db: Database.Database): RunColumns {
  const runs = db
    .prepare<[], { id: string; config: string; bytes: number }>(
      `SELECT id, config, (
         SELECT coalesce(sum((SELECT size FROM blobs WHERE sha256 = weights_sha256)
           + coalesce((SELECT size FROM blobs WHERE sha256 = optimizer_sha256), 0)), 0)
         FROM checkpoints WHERE run_id = runs.id) AS bytes
       FROM runs WHERE deleted_at IS NULL ORDER BY number DESC`,
    )
    .all()
  return {
    ids: runs.map(({ id }) => id),
    keptBytes: Float64Array.from(runs, ({ bytes }) => bytes),
    settings: settingsOf(runs.map(({ config }) => config)),
  }
}

/** Every setting that differs, by its path. */
function settingsOf(configs: readonly string[]): RunColumns['settings'] {
  const columns = new Map<string, { values: Map<string, number>; index: Int32Array<ArrayBuffer> }>()
  // Runs of one sweep share most of their config, those of one group all but the seed: equal texts are read once.
  const seen = new Map<string, readonly (readonly [string, string])[]>()
  for (const [run, text] of configs.entries()) {
    const settings = seen.get(text) ?? flatten(text)
    seen.set(text, settings)
    for (const [path, value] of settings) {
      let column = columns.get(path)
      if (!column) {
        column = { values: new Map(), index: new Int32Array(configs.length).fill(-1) }
        columns.set(path, column)
      }
      let at = column.values.get(value)
      if (at === undefined) column.values.set(value, (at = column.values.size))
      column.index[run] = at
    }
  }
  return [...columns]
    .filter(([, { values, index }]) => values.size > 1 || index.includes(-1))
    .map(([path, { values, index }]) => ({ path, values: [...values.keys()], index }))
}

/** The leaves of a config with their paths, as JSON; which data set it names is told by the run itself. */
function flatten(config: string): [string, string][] {
  const found: [string, string][] = []
  const walk = (value: unknown, path: string): void => {
    const isList = Array.isArray(value) && !value.some((item) => typeof item === 'object')
    if (typeof value !== 'object' || value === null || isList) found.push([path, JSON.stringify(value)])
    else for (const [key, inside] of Object.entries(value)) walk(inside, path === '' ? key : `${path}.${key}`)
  }
  walk(JSON.parse(config), '')
  return found.filter(([path]) => path !== 'data.source')
}
