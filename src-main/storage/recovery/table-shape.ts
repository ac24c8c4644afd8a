import type Database from 'better-sqlite3'

/** What has to be known of a table to read it piece by piece. */
export interface TableShape {
  readonly name: string
  /** With `rowid` in front where the table has one. */
  readonly columns: readonly string[]
  /** What its rows are ordered by in the file: the primary key, or `rowid`. */
  readonly key: readonly KeyColumn[]
  /** Other orders of the same rows, each with every column of the key in it. */
  readonly indexes: readonly { readonly name: string; readonly columns: readonly string[] }[]
  readonly references: readonly Reference[]
}

export interface KeyColumn {
  readonly name: string
  readonly integer: boolean
}

/** A column that names a row of another table, or of the same. */
export interface Reference {
  readonly column: string
  readonly table: string
  readonly target: string
  readonly nullable: boolean
}

interface ColumnRow {
  name: string
  type: string
  notnull: number
  pk: number
}

/** The tables of a sound database, each after those that it refers to. */
export function tableShapes(db: Database.Database): TableShape[] {
  const tables = (db.pragma('table_list') as { schema: string; name: string; type: string; wr: number }[]).filter(
    ({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'),
  )
  return inOrder(tables.map(({ name, wr }) => shapeOf(db, name, wr === 1)))
}

function shapeOf(db: Database.Database, name: string, withoutRowid: boolean): TableShape {
  const columns = db.pragma(`table_info("${name}")`) as ColumnRow[]
  const primary = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const links = db.pragma(`foreign_key_list("${name}")`) as { table: string; from: string; to: string }[]
  const indexes = db.pragma(`index_list("${name}")`) as { name: string; origin: string }[]
  return {
    name,
    columns: [...(withoutRowid ? [] : ['rowid']), ...columns.map((column) => column.name)],
    key: withoutRowid
      ? primary.map((column) => ({ name: column.name, integer: column.type === 'INTEGER' }))
      : [{ name: 'rowid', integer: true }],
    // The primary key of a table without rowid is the table itself.
    indexes: indexes
      .filter(({ origin }) => !(withoutRowid && origin === 'pk'))
      .map((index) => ({
        name: index.name,
        columns: (db.pragma(`index_info("${index.name}")`) as { name: string }[]).map((column) => column.name),
      })),
    references: links.map(({ table, from, to }) => ({
      column: from,
      table,
      target: to,
      nullable: columns.find((column) => column.name === from)?.notnull === 0,
    })),
  }
}

function inOrder(shapes: readonly TableShape[]): TableShape[] {
  const placed = new Set<TableShape>()
  const place = (shape: TableShape): void => {
    if (placed.has(shape)) return
    for (const { table } of shape.references) {
      const parent = shapes.find(({ name }) => name === table)
      if (parent && parent !== shape) place(parent)
    }
    placed.add(shape)
  }
  shapes.forEach(place)
  return [...placed]
}
