import type Database from 'better-sqlite3'

export function readSettings(db: Database.Database) {
  return {
    /** Every stored setting by name; what was never set is absent. */
    all(): Record<string, unknown> {
      const rows = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings').all()
      return Object.fromEntries(rows.map((row) => [row.key, JSON.parse(row.value)]))
    },
  }
}

export function writeSettings(db: Database.Database) {
  const upsert = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  return {
    set: db.transaction((values: Record<string, unknown>): void => {
      for (const [key, value] of Object.entries(values)) upsert.run(key, JSON.stringify(value))
    }),
  }
}
