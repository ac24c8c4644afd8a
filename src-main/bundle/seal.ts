import { createHash, hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { BUNDLE_FORMAT, COLUMNS, columnsOf, selectAll, TABLES, type Cell, type Row, type TableName } from './format.ts'
import { formatOf } from './open.ts'

/**
 * A row as a line of JSON: the table's name, then its values in the order of the columns, bytes as their sha-256. Those of
 * a blob are left out: they are told by the hash it is found under, whatever packs them.
 */
export function lineOf(table: TableName, row: Row, columns = sealedColumns(table)): string {
  return JSON.stringify([table, ...columns.map((column) => plain(row[column] ?? null))])
}

/** Of all lines of a bundle, each followed by a line feed: one changed bit anywhere is noticed. */
export class Seal {
  readonly #hash = createHash('sha256')
  readonly #format: number

  constructor(format: number) {
    this.#format = format
  }

  add(table: TableName, row: Row): void {
    this.#hash.update(lineOf(table, row, sealedColumns(table, this.#format))).update('\n')
  }

  sha256(): string {
    return this.#hash.digest('hex')
  }
}

/** Of all tables of an open bundle. */
export function sealOf(db: Database.Database): string {
  const format = formatOf(db)
  const seal = new Seal(format)
  for (const table of TABLES) {
    const rows = db.prepare<[], Row>(selectAll(table, 'true', sealedColumns(table, format))).iterate()
    for (const row of rows) seal.add(table, row)
  }
  return seal.sha256()
}

/** What a blob holds is told by its hash. */
function sealedColumns(table: TableName, format = BUNDLE_FORMAT): readonly string[] {
  return table === 'blobs' ? COLUMNS.blobs.slice(0, -1) : columnsOf(table, format)
}

const plain = (cell: Cell): string | number | null => (cell instanceof Uint8Array ? hash('sha256', cell, 'hex') : cell)
