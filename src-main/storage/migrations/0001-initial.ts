import type { Migration } from './migration.ts'

/** Times are milliseconds since 1970, hashes lower-case hex, JSON columns are validated by the contract's schemas. */
export const initial: Migration = {
  version: 1,
  sql: `
    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE datasets (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      folder TEXT,                       -- null when uploaded through a browser
      root TEXT NOT NULL,                -- where the files are now
      fingerprint TEXT NOT NULL,         -- of names, sizes and times: same means nothing to decode again
      content_sha256 TEXT NOT NULL,
      classes TEXT NOT NULL,             -- JSON array of names, in class order
      split TEXT NOT NULL,
      prepare TEXT NOT NULL,
      parent_id TEXT REFERENCES datasets(id),
      version INTEGER NOT NULL DEFAULT 1,
      created_at INTEGER NOT NULL,
      deleted_at INTEGER
    ) STRICT;
    CREATE INDEX datasets_by_content ON datasets(content_sha256);

    CREATE TABLE items (
      dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      path TEXT NOT NULL,
      class_index INTEGER NOT NULL,
      split TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
      fixed_split TEXT CHECK (fixed_split IN ('train', 'validation', 'test')),
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      format TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      content_sha256 TEXT NOT NULL,
      tensor_sha256 TEXT NOT NULL,
      PRIMARY KEY (dataset_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX items_by_class ON items(dataset_id, class_index, position);

    CREATE TABLE skipped (
      dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      path TEXT NOT NULL,
      code TEXT NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (dataset_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE blobs (
      sha256 TEXT PRIMARY KEY,           -- of the bytes before the codec
      codec TEXT NOT NULL CHECK (codec IN ('raw', 'zstd')),
      size INTEGER NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT;

    CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      name TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'paused', 'completed', 'stopped', 'failed', 'interrupted')),
      dataset_id TEXT NOT NULL REFERENCES datasets(id),
      preset TEXT,
      config TEXT NOT NULL,
      classes TEXT NOT NULL,
      parameter_count INTEGER NOT NULL,
      epochs INTEGER NOT NULL,
      epochs_done INTEGER NOT NULL DEFAULT 0,
      best_epoch INTEGER,
      metrics TEXT NOT NULL,
      samples_per_second REAL,
      wall_seconds REAL NOT NULL DEFAULT 0,
      weights_sha256 TEXT,
      error TEXT,
      environment TEXT,
      receipt TEXT,
      parent_run_id TEXT REFERENCES runs(id),
      parent_epoch INTEGER,
      group_id TEXT,
      created_at INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      deleted_at INTEGER
    ) STRICT;
    CREATE INDEX runs_by_start ON runs(started_at);

    -- Values of one series in order, in chunks: a long history loads as a few blobs.
    CREATE TABLE metric_chunks (
      run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      series TEXT NOT NULL,
      chunk INTEGER NOT NULL,
      count INTEGER NOT NULL,
      min REAL,
      max REAL,
      "values" BLOB NOT NULL,            -- float64, little-endian
      PRIMARY KEY (run_id, series, chunk)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE checkpoints (
      run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL,
      weights_sha256 TEXT NOT NULL REFERENCES blobs(sha256),
      optimizer_sha256 TEXT REFERENCES blobs(sha256),
      state TEXT,                        -- rng streams and whatever else an exact continuation needs
      pinned INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (run_id, epoch)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX checkpoints_by_weights ON checkpoints(weights_sha256);
    CREATE INDEX checkpoints_by_optimizer ON checkpoints(optimizer_sha256);
  `,
}
