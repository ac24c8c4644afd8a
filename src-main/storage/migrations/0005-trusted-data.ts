import type { Migration } from './migration.ts'

/** Tables from files, regression, versions of data sets, what the doctor found, and how often a test split was looked at. */
export const trustedData: Migration = {
  version: 5,
  sql: `
    ALTER TABLE datasets ADD COLUMN task TEXT NOT NULL DEFAULT 'classification' CHECK (task IN ('classification', 'regression'));
    -- JSON: how the folder or the file was read, where it could be read in several ways; null: as by default
    ALTER TABLE datasets ADD COLUMN reading TEXT;
    -- JSON of the doctor's last report
    ALTER TABLE datasets ADD COLUMN doctor TEXT;
    -- 1: a person deleted it; deleted otherwise, its items are not whole
    ALTER TABLE datasets ADD COLUMN is_trash INTEGER NOT NULL DEFAULT 0;

    -- of a regression: the number to be predicted
    ALTER TABLE items ADD COLUMN target REAL;
    -- 16 hex digits: pictures that look alike differ in few of their bits; null for rows and where it is not known
    ALTER TABLE items ADD COLUMN perceptual_hash TEXT;
    -- JSON array of what is unusual about a picture file
    ALTER TABLE items ADD COLUMN traits TEXT;
    -- where its file lies in the folder, when it was found again under another name; null: at its path
    ALTER TABLE items ADD COLUMN file TEXT;

    CREATE TABLE test_looks (
      run_id TEXT PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
      looked_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
}
