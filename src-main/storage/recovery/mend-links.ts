import type Database from 'better-sqlite3'
import type { TableShape } from './table-shape.ts'

/**
 * Makes recovered rows refer only to rows that are there: what can be without is kept without, what cannot is deleted.
 * @param shapes every table after those that it refers to
 */
export function mendLinks(db: Database.Database, shapes: readonly TableShape[]): void {
  for (const { name, references } of shapes)
    for (const { column, table, target, nullable } of references) {
      const dangling = `"${column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "${table}" AS t WHERE t."${target}" = "${name}"."${column}")`
      db.prepare(
        nullable
          ? `UPDATE "${name}" SET "${column}" = NULL WHERE ${dangling}`
          : `DELETE FROM "${name}" WHERE ${dangling}`,
      ).run()
    }
}
