/** `GBXB`: tells a bundle from any other SQLite file. */
export const BUNDLE_ID = 0x47_42_58_42
/** `user_version` of the file; docs/file-format.md describes it. */
export const BUNDLE_FORMAT = 3

const SCHEMA = `
CREATE TABLE seal (sha256 TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE datasets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  folder TEXT,
  content_sha256 TEXT NOT NULL,
  classes TEXT NOT NULL,
  split TEXT NOT NULL,
  prepare TEXT NOT NULL,
  files TEXT,
  columns TEXT,
  built_in TEXT,
  task TEXT NOT NULL,
  reading TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE items (
  dataset_id TEXT NOT NULL REFERENCES datasets(id),
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  class_index INTEGER NOT NULL,
  split TEXT NOT NULL,
  fixed_split TEXT,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  content_sha256 TEXT NOT NULL,
  tensor_sha256 TEXT NOT NULL,
  target REAL,
  perceptual_hash TEXT,
  traits TEXT,
  PRIMARY KEY (dataset_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE thumbnails (content_sha256 TEXT PRIMARY KEY, webp BLOB NOT NULL) STRICT;
CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, codec TEXT NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  end_reason TEXT,
  dataset_id TEXT NOT NULL REFERENCES datasets(id),
  preset TEXT,
  config TEXT NOT NULL,
  classes TEXT NOT NULL,
  parameter_count INTEGER NOT NULL,
  epochs INTEGER NOT NULL,
  epochs_done INTEGER NOT NULL,
  best_epoch INTEGER,
  metrics TEXT NOT NULL,
  samples_per_second REAL,
  wall_seconds REAL NOT NULL,
  weights_sha256 TEXT,
  error TEXT,
  environment TEXT,
  receipt TEXT,
  result TEXT,
  sparkline TEXT,
  parent_run_id TEXT,
  parent_epoch INTEGER,
  parent_step INTEGER NOT NULL,
  group_id TEXT,
  experiment TEXT,
  note TEXT NOT NULL,
  changes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE run_tags (
  run_id TEXT NOT NULL REFERENCES runs(id),
  tag TEXT NOT NULL,
  PRIMARY KEY (run_id, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE alarms (
  run_id TEXT NOT NULL REFERENCES runs(id),
  epoch INTEGER NOT NULL,
  position INTEGER NOT NULL,
  alarm TEXT NOT NULL,
  PRIMARY KEY (run_id, epoch, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE diagnostics (
  run_id TEXT NOT NULL REFERENCES runs(id),
  epoch INTEGER NOT NULL,
  layers TEXT NOT NULL,
  PRIMARY KEY (run_id, epoch)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric_chunks (
  run_id TEXT NOT NULL REFERENCES runs(id),
  series TEXT NOT NULL,
  chunk INTEGER NOT NULL,
  count INTEGER NOT NULL,
  min REAL,
  max REAL,
  "values" BLOB NOT NULL,
  PRIMARY KEY (run_id, series, chunk)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoints (
  run_id TEXT NOT NULL REFERENCES runs(id),
  epoch INTEGER NOT NULL,
  step INTEGER NOT NULL,
  weights_sha256 TEXT NOT NULL REFERENCES blobs(sha256),
  optimizer_sha256 TEXT REFERENCES blobs(sha256),
  state TEXT,
  pinned INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (run_id, epoch, step)
) STRICT, WITHOUT ROWID;
`

/** Columns of every table, in the order in which they are sealed; those of the primary key order the rows. */
export const COLUMNS = {
  datasets: [
    ...['id', 'name', 'folder', 'content_sha256', 'classes', 'split', 'prepare', 'files', 'columns'],
    ...['built_in', 'task', 'reading', 'version', 'created_at'],
  ],
  items: [
    ...['dataset_id', 'position', 'path', 'class_index', 'split', 'fixed_split', 'width', 'height', 'format'],
    ...['bytes', 'content_sha256', 'tensor_sha256', 'target', 'perceptual_hash', 'traits'],
  ],
  thumbnails: ['content_sha256', 'webp'],
  blobs: ['sha256', 'codec', 'size', 'bytes'],
  runs: [
    ...['id', 'position', 'name', 'kind', 'status', 'end_reason', 'dataset_id', 'preset', 'config', 'classes'],
    ...['parameter_count', 'epochs', 'epochs_done', 'best_epoch', 'metrics', 'samples_per_second', 'wall_seconds'],
    ...['weights_sha256', 'error', 'environment', 'receipt', 'result', 'sparkline', 'parent_run_id', 'parent_epoch'],
    ...['parent_step', 'group_id', 'experiment', 'note', 'changes', 'created_at', 'started_at'],
  ],
  run_tags: ['run_id', 'tag'],
  alarms: ['run_id', 'epoch', 'position', 'alarm'],
  diagnostics: ['run_id', 'epoch', 'layers'],
  metric_chunks: ['run_id', 'series', 'chunk', 'count', 'min', 'max', 'values'],
  checkpoints: [...['run_id', 'epoch', 'step', 'weights_sha256', 'optimizer_sha256', 'state', 'pinned', 'created_at']],
} as const satisfies Record<string, readonly string[]>
export type TableName = keyof typeof COLUMNS
export const TABLES = Object.keys(COLUMNS) as TableName[]

type Columns = Readonly<Partial<Record<TableName, Row>>>
/** Columns that a format added, with what they hold for a row of an older one. */
const ADDED: Readonly<Record<number, Columns>> = {
  2: {
    datasets: { task: 'classification', reading: null, version: 1 },
    items: { target: null, perceptual_hash: null, traits: null },
  },
  3: { runs: { experiment: null, changes: '[]' } },
}

/** Columns of a table that came later than a format. */
function addedSince(format: number, table: TableName): Row {
  const later = Object.entries(ADDED).filter(([added]) => Number(added) > format)
  return Object.assign({}, ...later.map(([, columns]) => columns[table] ?? {})) as Row
}

/** The columns of a table in a file of this format. */
export function columnsOf(table: TableName, format: number): readonly string[] {
  const added = addedSince(format, table)
  return COLUMNS[table].filter((column) => !Object.hasOwn(added, column))
}

/** A row of any format as it would be in this one. */
export const upToDate = (table: TableName, row: Row): Row => ({ ...addedSince(0, table), ...row })

/** Exactly these tables make a bundle of a format: whatever else a file holds, it is none. */
export function schemaOf(format: number): string {
  const added = TABLES.flatMap((table) => Object.keys(addedSince(format, table)))
  const isAdded = (line: string): boolean => added.some((column) => line.startsWith(`  ${column} `))
  return SCHEMA.split('\n')
    .filter((line) => !isAdded(line))
    .join('\n')
}

/** A value of a cell as better-sqlite3 gives it. */
export type Cell = string | number | null | Uint8Array
export type Row = Readonly<Record<string, Cell>>

const KEYS: Readonly<Record<TableName, readonly string[]>> = {
  datasets: ['id'],
  items: ['dataset_id', 'position'],
  thumbnails: ['content_sha256'],
  blobs: ['sha256'],
  runs: ['position'],
  run_tags: ['run_id', 'tag'],
  alarms: ['run_id', 'epoch', 'position'],
  diagnostics: ['run_id', 'epoch'],
  metric_chunks: ['run_id', 'series', 'chunk'],
  checkpoints: ['run_id', 'epoch', 'step'],
}

/** Every row of a table in its order. @param where a condition on the rows */
export function selectAll(table: TableName, where = 'true', columns: readonly string[] = COLUMNS[table]): string {
  const list = columns.map((column) => `"${column}"`).join(', ')
  return `SELECT ${list} FROM ${table} WHERE ${where} ORDER BY ${KEYS[table].join(', ')}`
}

/** The statement that adds a row, whose values are bound by name. */
export function insertInto(table: TableName): string {
  const columns = COLUMNS[table]
  const list = columns.map((column) => `"${column}"`).join(', ')
  return `INSERT INTO ${table} (${list}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`
}

/** Most bytes of a file, rows of a table, bytes of a cell and of all blobs together before compression. */
export const LIMITS = {
  file: 64 * 2 ** 30,
  blobs: 64 * 2 ** 30,
  rows: {
    datasets: 10_000,
    items: 5_000_000,
    thumbnails: 1_000_000,
    blobs: 1_000_000,
    runs: 10_000,
    run_tags: 1_000_000,
    alarms: 1_000_000,
    diagnostics: 1_000_000,
    metric_chunks: 10_000_000,
    checkpoints: 1_000_000,
  } satisfies Record<TableName, number>,
  cell: 4096,
  cells: {
    'datasets.classes': 2 ** 24,
    'datasets.files': 2 ** 20,
    'datasets.columns': 2 ** 24,
    'datasets.reading': 2 ** 24,
    'runs.config': 2 ** 20,
    'runs.classes': 2 ** 24,
    'runs.error': 2 ** 20,
    'runs.receipt': 2 ** 16,
    'runs.changes': 2 ** 20,
    'runs.result': 2 ** 20,
    'runs.sparkline': 2 ** 16,
    'runs.note': 2 ** 19,
    'alarms.alarm': 2 ** 16,
    'diagnostics.layers': 2 ** 24,
    'metric_chunks.values': 2 ** 13,
    'checkpoints.state': 2 ** 20,
    'thumbnails.webp': 2 ** 18,
    'blobs.bytes': 2 ** 30,
  } as Readonly<Record<string, number>>,
  /** Brackets inside brackets of JSON. */
  depth: 64,
} as const
