import type Database from 'better-sqlite3'
import { isSqliteError } from '../sqlite-errors.ts'
import { isWhole } from './is-whole.ts'

export interface Integrity {
  readonly ok: boolean
  /** In words, the first hundred of each kind. */
  readonly problems: readonly string[]
}

/** What has been looked at, of what there is. */
export interface IntegrityStep {
  readonly done: number
  readonly total: number
}

const MOST = 100

/**
 * Looks at everything: the structure of the file, what rows refer to, and the checksum of all weights. The first step
 * reads the whole file and takes as long as that; then there is one for every blob.
 * @returns when nothing is left; damage never throws
 */
export function* checkIntegrity(db: Database.Database): Generator<IntegrityStep, Integrity> {
  const problems: string[] = []
  /** Keeps what a question finds; a file too damaged to answer it is a problem too. */
  function ask<T>(question: () => readonly T[], inWords: (answer: T) => string | null): readonly T[] {
    try {
      const answers = question()
      for (const answer of answers) {
        const words = inWords(answer)
        if (words !== null) problems.push(words)
      }
      return answers
    } catch (error) {
      if (!isSqliteError(error, 'SQLITE_')) throw error
      problems.push(`The file is damaged: ${(error as Error).message}.`)
      return []
    }
  }

  ask(
    () => db.pragma(`integrity_check(${MOST})`) as { integrity_check: string }[],
    ({ integrity_check: text }) => (text === 'ok' ? null : text),
  )
  const ids = ask(
    () => db.prepare<[], number>('SELECT rowid FROM blobs ORDER BY rowid').pluck().all(),
    () => null,
  )
  const total = 2 + ids.length
  yield { done: 1, total }
  ask(
    () => (db.pragma('foreign_key_check') as { table: string; parent: string }[]).slice(0, MOST),
    ({ table, parent }) => `A row of ${table} refers to one of ${parent} that is not there.`,
  )
  yield { done: 2, total }
  const select = db.prepare<[number], Record<string, unknown>>('SELECT * FROM blobs WHERE rowid = ?')
  for (const [index, id] of ids.entries()) {
    ask(
      () => [select.get(id)],
      (row) =>
        row === undefined || isWhole('blobs', row)
          ? null
          : `The weights ${String(row.sha256)} do not match their checksum.`,
    )
    yield { done: 3 + index, total }
  }
  return { ok: problems.length === 0, problems }
}
