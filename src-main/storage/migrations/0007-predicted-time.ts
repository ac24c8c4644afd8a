import type { Migration } from './migration.ts'

/** What a run was expected to take when it was started, to be compared with what it took. */
export const predictedTime: Migration = {
  version: 7,
  sql: `
    -- of the whole run; null where nothing was predicted
    ALTER TABLE runs ADD COLUMN predicted_seconds REAL;
  `,
}
