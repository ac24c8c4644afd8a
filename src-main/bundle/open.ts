import Database from 'better-sqlite3'

/** The format of an open bundle. */
export const formatOf = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }))

/** Opens a bundle for reading, trusting nothing in it. */
export function openBundle(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('mmap_size = 0')
  // A file under our feet is no place for a temporary one.
  db.pragma('temp_store = MEMORY')
  return db
}
