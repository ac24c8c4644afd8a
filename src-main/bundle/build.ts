import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { GlassboxError } from '../contract/errors.ts'
import { cancelled } from '../datasets/cancelled.ts'
import { errno } from '../datasets/read-picture.ts'
import { ProgressReporter, type Progress } from '../datasets/progress.ts'
import { openForReading } from '../storage/open.ts'
import { BUNDLE_FORMAT, BUNDLE_ID, insertInto, schemaOf, TABLES, type Row, type TableName } from './format.ts'
import { pathRemover } from './paths.ts'
import { datasetRows, partsOfRun, runRow } from './read-home.ts'
import { sealOf } from './seal.ts'
import { isBareWebp } from './webp.ts'

export interface BundleContent {
  readonly home: string
  /** In any order; the bundle has them in that of their numbers. */
  readonly runIds: readonly string[]
  /** Small pictures by the hash of what they show. */
  readonly thumbnails: readonly { readonly contentSha256: string; readonly webp: Uint8Array }[]
  /** Whether folders and other absolute paths stay in it. */
  readonly withPaths: boolean
}

export interface WorkOptions {
  readonly onProgress: (progress: Progress) => void
  readonly isCancelled: () => boolean
}

/**
 * Writes runs of a home folder, with everything that belongs to them, into one new file. It appears whole or not at all.
 * @throws {GlassboxError} `bundle/exists`, `not-found`, `input/invalid` when the file cannot be made there,
 *   `storage/disk-full`, `cancelled`
 */
export function buildBundle(file: string, content: BundleContent, options: WorkOptions): void {
  if (existsSync(file)) throw exists(file)
  const part = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`)
  try {
    closeSync(openSync(part, 'wx', 0o600))
    fill(part, content, options)
    sync(part)
    if (options.isCancelled()) throw cancelled()
    place(part, file)
    if (process.platform !== 'win32') sync(dirname(file))
  } catch (error) {
    throw asBuildError(error, file)
  } finally {
    rmSync(part, { force: true })
    rmSync(`${part}-journal`, { force: true })
  }
}

function fill(part: string, content: BundleContent, options: WorkOptions): void {
  const home = openForReading(content.home)
  const bundle = new Database(part)
  try {
    // Nobody else sees the file before it is whole, so that nothing has to be undone in it.
    bundle.pragma('journal_mode = OFF')
    bundle.pragma('synchronous = OFF')
    bundle.pragma(`application_id = ${BUNDLE_ID}`)
    bundle.pragma(`user_version = ${BUNDLE_FORMAT}`)
    bundle.exec(schemaOf(BUNDLE_FORMAT))
    // One moment of the database, whatever is trained meanwhile.
    home.transaction(() => bundle.transaction(() => copy(home, bundle, content, options))())()
    bundle.prepare('INSERT INTO seal (sha256) VALUES (?)').run(sealOf(bundle))
    bundle.pragma('journal_mode = DELETE')
  } finally {
    bundle.close()
    home.close()
  }
}

function copy(
  home: Database.Database,
  bundle: Database.Database,
  { home: folder, runIds, thumbnails, withPaths }: BundleContent,
  { onProgress, isCancelled }: WorkOptions,
): void {
  const inserts = Object.fromEntries(TABLES.map((table) => [table, bundle.prepare(insertInto(table))]))
  const add = (table: TableName, row: Row): void => {
    if (isCancelled()) throw cancelled()
    inserts[table]?.run(row)
  }
  const clean = withPaths ? (text: string): string => text : cleanerOf(home, folder)
  const ids = inOrder(home, runIds)
  const runs = ids.map((id, position) => runRow(home, id, position, clean))
  const hashes = blobsOf(home, ids)
  const progress = new ProgressReporter(hashes.length + ids.length, onProgress)

  const datasetIds = [...new Set(runs.map((run) => String(run.dataset_id)))].sort()
  for (const { table, row } of datasetRows(home, datasetIds, withPaths)) add(table, row)
  for (const { contentSha256, webp } of [...thumbnails].sort(byContent))
    if (isBareWebp(webp)) add('thumbnails', { content_sha256: contentSha256, webp })
  const blob = home.prepare<[string], Row>('SELECT sha256, codec, size, bytes FROM blobs WHERE sha256 = ?')
  for (const sha256 of hashes) {
    const stored = blob.get(sha256)
    if (!stored)
      throw new GlassboxError('storage/damaged', 'Weights of one of these runs are gone.', {
        hint: 'Export the other runs; the integrity check in Settings names what is damaged.',
        details: { sha256 },
      })
    add('blobs', stored)
    progress.add('done')
  }
  for (const run of runs) add('runs', run)
  for (const id of ids) {
    for (const { table, row } of partsOfRun(home, id, clean)) add(table, row)
    progress.add('done')
  }
}

/** Takes out where this machine's person, home folder and data sets are, and every other absolute path. */
export function cleanerOf(db: Database.Database, home: string): (text: string) => string {
  const folders = db.prepare<[], string>('SELECT folder FROM datasets WHERE folder IS NOT NULL').pluck().all()
  return pathRemover([homedir(), home, ...folders])
}

/** Runs by their numbers, each once. @throws {GlassboxError} `not-found` */
function inOrder(home: Database.Database, runIds: readonly string[]): string[] {
  const number = home.prepare<[string], number>('SELECT number FROM runs WHERE id = ? AND deleted_at IS NULL').pluck()
  const numbered = [...new Set(runIds)].map((id) => ({ id, number: number.get(id) }))
  const missing = numbered.find((run) => run.number === undefined)
  if (missing)
    throw new GlassboxError('not-found', `There is no run "${missing.id}".`, {
      hint: 'The Runs view, or `glassbox runs list`, shows all of them.',
    })
  return numbered.sort((a, b) => Number(a.number) - Number(b.number)).map(({ id }) => id)
}

function blobsOf(home: Database.Database, ids: readonly string[]): string[] {
  const select = home.prepare<[string], { weights_sha256: string; optimizer_sha256: string | null }>(
    'SELECT weights_sha256, optimizer_sha256 FROM checkpoints WHERE run_id = ?',
  )
  const hashes = new Set<string>()
  for (const id of ids)
    for (const { weights_sha256, optimizer_sha256 } of select.iterate(id)) {
      hashes.add(weights_sha256)
      if (optimizer_sha256 !== null) hashes.add(optimizer_sha256)
    }
  return [...hashes].sort()
}

const byContent = (a: { contentSha256: string }, b: { contentSha256: string }): number =>
  a.contentSha256 < b.contentSha256 ? -1 : 1

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Gives a finished file its name, unless that is taken. */
function place(part: string, file: string): void {
  try {
    linkSync(part, file)
  } catch (error) {
    if (errno(error) === 'EEXIST') throw error
    // A file system without links: the name is taken first, then given away.
    closeSync(openSync(file, 'wx', 0o600))
    renameSync(part, file)
  }
}

function exists(file: string): GlassboxError {
  return new GlassboxError('bundle/exists', `There is a file "${file}" already.`, {
    hint: 'Choose another name, or delete that file first.',
  })
}

function asBuildError(error: unknown, file: string): unknown {
  if (error instanceof GlassboxError) return error
  const code = errno(error)
  if (code === 'EEXIST') return exists(file)
  if (code === 'ENOSPC' || code === 'SQLITE_FULL')
    return new GlassboxError('storage/disk-full', 'The disk is full: the runs could not be written.', {
      hint: 'Free some space, or choose another disk.',
      cause: error,
    })
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new GlassboxError('input/invalid', `The file "${file}" cannot be made (${code}).`, {
      hint: 'Choose a folder that is there and that you may write to.',
      cause: error,
    })
  return error
}
