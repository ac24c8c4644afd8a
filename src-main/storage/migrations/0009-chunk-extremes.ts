import type { Migration } from './migration.ts'

/**
 * The extremes of the chunks apart from their values: a curve of a million points is drawn from a few pages. Between the
 * values each of them stands on a page of its own.
 */
export const chunkExtremes: Migration = {
  version: 9,
  sql: `CREATE INDEX metric_chunks_extremes ON metric_chunks(run_id, series, chunk, min, max);`,
}
