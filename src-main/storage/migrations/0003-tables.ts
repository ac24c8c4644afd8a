import type { Migration } from './migration.ts'

/** Data sets that are tables, and those that Glassbox makes itself. */
export const tables: Migration = {
  version: 3,
  sql: `
    -- JSON array of the names of a table's inputs; null for pictures
    ALTER TABLE datasets ADD COLUMN columns TEXT;
    -- name of built-in data; null for data from outside
    ALTER TABLE datasets ADD COLUMN built_in TEXT;
  `,
}
