import type Database from 'better-sqlite3'
import type { RunColumns } from '../../contract/types.ts'
import { varyingSettings } from './varying-settings.ts'

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
    settings: varyingSettings(runs.map(({ config }) => config)),
  }
}
