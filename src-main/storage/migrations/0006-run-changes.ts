import type { Migration } from './migration.ts'

/** What was set otherwise in the middle of a run. */
export const runChanges: Migration = {
  version: 6,
  sql: `
    -- JSON array of { epoch, step, path, before, after }, in the order of their places
    ALTER TABLE runs ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';
  `,
}
