import type { Migration } from './migration.ts'

/** Runs that continue from any kept checkpoint, with what a trash, tags, alarms and a receipt need. */
export const continuing: Migration = {
  version: 4,
  sql: `
    ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'training' CHECK (kind IN ('training', 'rateFinder'));
    -- why a completed run ended where it did
    ALTER TABLE runs ADD COLUMN end_reason TEXT CHECK (end_reason IN ('epochs', 'earlyStopping', 'converged', 'timeBudget', 'diverged'));
    -- steps done in the epoch behind parent_epoch
    ALTER TABLE runs ADD COLUMN parent_step INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
    -- JSON { stride, values }, thinned as the run goes on; null in runs of earlier formats
    ALTER TABLE runs ADD COLUMN sparkline TEXT;
    -- JSON of what a run gives beside weights: the suggestion of a learning-rate finder
    ALTER TABLE runs ADD COLUMN result TEXT;
    CREATE INDEX runs_by_parent ON runs(parent_run_id);

    CREATE TABLE run_tags (
      run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      tag TEXT NOT NULL,
      PRIMARY KEY (run_id, tag)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alarms (
      run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL,
      position INTEGER NOT NULL,
      alarm TEXT NOT NULL,               -- JSON
      PRIMARY KEY (run_id, epoch, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE diagnostics (
      run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL,
      layers TEXT NOT NULL,              -- JSON array, one entry a layer
      PRIMARY KEY (run_id, epoch)
    ) STRICT, WITHOUT ROWID;

    -- A checkpoint may stand inside an epoch: step counts those done behind the finished epoch.
    CREATE TABLE checkpoints_with_step (
      run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL,
      step INTEGER NOT NULL,
      weights_sha256 TEXT NOT NULL REFERENCES blobs(sha256),
      optimizer_sha256 TEXT REFERENCES blobs(sha256),
      state TEXT,                        -- JSON: what else an exact continuation needs
      pinned INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (run_id, epoch, step)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO checkpoints_with_step (run_id, epoch, step, weights_sha256, optimizer_sha256, state, pinned, created_at)
      SELECT run_id, epoch, 0, weights_sha256, optimizer_sha256, state, pinned, created_at FROM checkpoints;
    DROP TABLE checkpoints;
    ALTER TABLE checkpoints_with_step RENAME TO checkpoints;
    CREATE INDEX checkpoints_by_weights ON checkpoints(weights_sha256);
    CREATE INDEX checkpoints_by_optimizer ON checkpoints(optimizer_sha256);
  `,
}
