import type { Migration } from './migration.ts'

/** Data sets whose pictures share files, as IDX has them. */
export const sourceFiles: Migration = {
  version: 2,
  sql: `
    -- JSON array of { path, sha256 }; null when every picture is a file of its own
    ALTER TABLE datasets ADD COLUMN files TEXT;
  `,
}
