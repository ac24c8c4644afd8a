import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'

/** What takes the space of a database, in bytes. Together they are the file and its log. */
export interface DatabaseSizes {
  readonly weights: number
  /** States of optimisers. */
  readonly optimizers: number
  readonly metrics: number
  /** Lists of the pictures and rows of data sets. */
  readonly items: number
  readonly other: number
  /** Pages that hold nothing: what compacting gives back. */
  readonly free: number
  readonly log: number
}

/** Large values are not read for this, only how long they are. */
export function databaseSizes(db: Database.Database): DatabaseSizes {
  const sum = (sql: string): number => db.prepare<[], number | null>(sql).pluck().get() ?? 0
  const pageSize = Number(db.pragma('page_size', { simple: true }))
  const pages = Number(db.pragma('page_count', { simple: true }))
  const isWeights = 'EXISTS (SELECT 1 FROM checkpoints WHERE weights_sha256 = blobs.sha256)'
  const isOptimizer = 'EXISTS (SELECT 1 FROM checkpoints WHERE optimizer_sha256 = blobs.sha256)'
  const parts = {
    weights: sum(`SELECT sum(length(bytes)) FROM blobs WHERE ${isWeights}`),
    optimizers: sum(`SELECT sum(length(bytes)) FROM blobs WHERE ${isOptimizer} AND NOT ${isWeights}`),
    metrics: sum('SELECT sum(length("values")) FROM metric_chunks'),
    items: sum(
      `SELECT sum(pgsize) FROM dbstat WHERE name IN ('items', 'items_by_class', 'skipped') AND aggregate = TRUE`,
    ),
    free: Number(db.pragma('freelist_count', { simple: true })) * pageSize,
  }
  const known = Object.values(parts).reduce((total, size) => total + size, 0)
  return { ...parts, other: pages * pageSize - known, log: sizeOf(`${db.name}-wal`) }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
