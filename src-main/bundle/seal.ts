import { createHash, hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { COLUMNS, selectAll, TABLES, type Cell, type Row, type TableName } from './format.ts'

/**
 * A row as a line of JSON: the table's name, then its values in the order of the columns, bytes as their sha-256. Those of
 * a blob are left out: they are told by the hash it is found under, whatever packs them.
 */
export function lineOf(table: TableName, row: Row): string {
  const columns = table === 'blobs' ? COLUMNS.blobs.slice(0, -1) : COLUMNS[table]
  return JSON.stringify([table, ...columns.map((column) => plain(row[column] ?? null))])
}

/** Of all lines of a bundle, each followed by a line feed: one changed bit anywhere is noticed. */
export class Seal {
  readonly #hash = createHash('sha256')

  add(table: TableName, row: Row): void {
    this.#hash.update(lineOf(table, row)).update('\n')
  }

  sha256(): string {
    return this.#hash.digest('hex')
  }
}

/** Of all tables of an open bundle. */
export function sealOf(db: Database.Database): string {
  const seal = new Seal()
  for (const table of TABLES) {
    const columns = table === 'blobs' ? COLUMNS.blobs.slice(0, -1) : COLUMNS[table]
    const rows = db.prepare<[], Row>(selectAll(table, 'true', columns)).iterate()
    for (const row of rows) seal.add(table, row)
  }
  return seal.sha256()
}

const plain = (cell: Cell): string | number | null => (cell instanceof Uint8Array ? hash('sha256', cell, 'hex') : cell)
