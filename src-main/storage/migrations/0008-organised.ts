import type { Migration } from './migration.ts'

/** Runs that are sorted into experiments and pinned, and the figures of a run's last epoch without its history. */
export const organised: Migration = {
  version: 8,
  sql: `
    -- the name of the experiment that a run belongs to; null: to none
    ALTER TABLE runs ADD COLUMN experiment TEXT;
    -- 1: stands above all others in the list
    ALTER TABLE runs ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;
    -- JSON { loss, accuracy, val_loss, val_accuracy } of the last saved epoch; null where only the history knows
    ALTER TABLE runs ADD COLUMN last_figures TEXT;
  `,
}
