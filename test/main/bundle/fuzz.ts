import { writeFile } from 'node:fs/promises'
import { zstdCompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { TABLES } from '../../../src-main/bundle/format.ts'
import { sealOf } from '../../../src-main/bundle/seal.ts'

/** Seeds per kind of damage in the fast tier. */
export const FAST_SEEDS = 10

type Random = (below: number) => number

/** Whole numbers that look random and are always the same (mulberry32). */
export function randomOf(seed: number): Random {
  let state = (seed + 1) * 0x9e3779b9
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

export type Damage = (file: string, sound: Buffer, random: Random) => Promise<void>

const pick = <T>(list: readonly T[], random: Random): T => list[random(list.length)]!

/** Damage to the bytes of the file. */
const inBytes =
  (change: (bytes: Buffer, random: Random) => Buffer): Damage =>
  (file, sound, random) =>
    writeFile(file, change(Buffer.from(sound), random))

/** A change by SQL, sealed again as whoever means harm would do. */
export const bySql =
  (change: (db: Database.Database, random: Random) => void): Damage =>
  async (file, sound, random) => {
    await writeFile(file, sound)
    const db = new Database(file)
    db.unsafeMode()
    db.pragma('foreign_keys = OFF')
    change(db, random)
    // Without all of its tables there is nothing to seal.
    if (TABLES.every((table) => db.pragma(`table_info(${table})`, { simple: true }) !== undefined))
      db.prepare('UPDATE seal SET sha256 = ?').run(sealOf(db))
    db.close()
  }

/** Puts a value into a cell that its table refuses. */
function force(db: Database.Database, table: string, column: string, value: unknown): void {
  const schema = db.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?').pluck()
  const sql = schema.get(table)!
  const rewrite = (text: string): void => {
    db.pragma('writable_schema = ON')
    db.prepare('UPDATE sqlite_schema SET sql = ? WHERE name = ?').run(text, table)
    db.pragma('writable_schema = RESET')
  }
  rewrite(
    sql
      .replace(/\) STRICT(, )?/, ') ')
      .replaceAll(' NOT NULL', '')
      .replaceAll(/ (TEXT|INTEGER|REAL|BLOB)/g, ''),
  )
  db.prepare(`UPDATE ${table} SET "${column}" = ?`).run(value)
  rewrite(sql)
}

function set(
  db: Database.Database,
  [table, column, value]: readonly [table: string, column: string, value: unknown],
): void {
  db.prepare(`UPDATE ${table} SET "${column}" = ?`).run(value)
}

const WRONG = {
  text: [Buffer.from([1, 2, 3]), null],
  integer: ['text', 1.5, Buffer.from([1, 2, 3]), null],
  real: ['text', Buffer.from([1, 2, 3])],
  blob: ['text', 12, null],
} as const
const CELLS = [
  ['datasets', 'classes', 'text'],
  ['datasets', 'task', 'text'],
  ['datasets', 'version', 'integer'],
  ['datasets', 'created_at', 'integer'],
  ['items', 'class_index', 'integer'],
  ['items', 'path', 'text'],
  ['runs', 'epochs', 'integer'],
  ['runs', 'wall_seconds', 'real'],
  ['runs', 'note', 'text'],
  ['alarms', 'alarm', 'text'],
  ['checkpoints', 'pinned', 'integer'],
  ['metric_chunks', 'values', 'blob'],
  ['metric_chunks', 'min', 'real'],
  ['blobs', 'bytes', 'blob'],
  ['thumbnails', 'webp', 'blob'],
] as const
const JSON_CELLS = [
  ...[
    ['datasets', 'classes'],
    ['datasets', 'split'],
    ['datasets', 'prepare'],
    ['datasets', 'files'],
  ],
  ...[
    ['datasets', 'columns'],
    ['datasets', 'reading'],
    ['items', 'traits'],
    ['runs', 'config'],
    ['runs', 'classes'],
    ['runs', 'metrics'],
    ['runs', 'error'],
  ],
  ...[
    ['runs', 'environment'],
    ['runs', 'receipt'],
    ['runs', 'result'],
    ['runs', 'sparkline'],
    ['alarms', 'alarm'],
  ],
  ...[
    ['diagnostics', 'layers'],
    ['checkpoints', 'state'],
  ],
] as const
const PATHS = [
  ...['../x.png', 'a/../../x.png', '/etc/passwd', 'C:/x.png', 'c:x.png', '..\\x.png', 'a\\..\\x.png', 'a//x.png'],
  ...['./x.png', 'a/./x.png', 'a/..', '', '\\\\server\\x', 'a\nb.png', `${'a/'.repeat(3000)}x.png`, 'a/'],
]
const EXTRAS = [
  'CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END',
  'CREATE VIEW v AS SELECT * FROM runs',
  'CREATE TABLE more (x)',
  'CREATE INDEX i ON runs(name)',
  'CREATE VIRTUAL TABLE f USING fts5(x)',
  'CREATE VIRTUAL TABLE r USING rtree(id, a, b)',
  "ALTER TABLE runs ADD COLUMN x TEXT GENERATED ALWAYS AS (name || 'x') VIRTUAL",
  'ALTER TABLE runs ADD COLUMN x TEXT',
  'ALTER TABLE run_tags RENAME TO tags',
  'DROP TABLE alarms',
  'DROP TABLE thumbnails; CREATE VIEW thumbnails AS SELECT sha256 AS content_sha256, bytes AS webp FROM blobs',
]
const bomb = zstdCompressSync(Buffer.alloc(2 ** 28))
const floats = (...values: number[]): Buffer => Buffer.from(new Float64Array(values).buffer)

/** Every kind of damage; the outcome must be a refusal, or not a single value changed. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'random bytes': inBytes((bytes, random) => {
    const noise = Buffer.from(Array.from({ length: random(20_000) }, () => random(256)))
    return random(2) === 0 ? noise : Buffer.concat([bytes.subarray(0, 100 + random(4000)), noise])
  }),
  'an end too early': inBytes((bytes, random) => bytes.subarray(0, random(bytes.length))),
  'flipped bits': inBytes((bytes, random) => {
    for (let i = 1 + random(8); i > 0; i--) {
      const at = random(bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
    }
    return bytes
  }),
  'a page in the place of another': inBytes((bytes, random) => {
    const pages = bytes.length / 4096
    const [from, to] = [random(pages), random(pages)]
    bytes.copyWithin(to * 4096, from * 4096, (from + 1) * 4096)
    return bytes
  }),
  'ids that are there twice': inBytes((bytes, random) => {
    const [from, to] = pick(
      [
        ['child33333', 'parent2222'],
        ['running444', 'child33333'],
        ['paper', 'paqer'],
      ],
      random,
    )
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at)
    return bytes
  }),
  'values of another type': bySql((db, random) => {
    const [table, column, type] = pick(CELLS, random)
    force(db, table, column, pick<unknown>(WRONG[type], random))
  }),
  'sizes that are not true': bySql((db, random) => {
    const change = pick(
      [
        ['blobs', 'size', 2 ** 40],
        ['blobs', 'size', 2 ** 31],
        ['blobs', 'size', Number.MAX_SAFE_INTEGER],
        ['blobs', 'size', 0],
        ['blobs', 'bytes', Buffer.alloc(2 ** 20)],
        ['runs', 'parameter_count', 2 ** 45],
        ['runs', 'note', 'x'.repeat(2 ** 20)],
        ['runs', 'name', 'x'.repeat(2 ** 16)],
        ['runs', 'classes', JSON.stringify(Array.from({ length: 100_000 }, (_, i) => String(i)))],
        ['thumbnails', 'webp', Buffer.alloc(2 ** 20)],
        ['metric_chunks', 'count', 2 ** 30],
        ['metric_chunks', 'values', Buffer.alloc(2 ** 16)],
      ] as const,
      random,
    )
    set(db, change)
  }),
  'blobs that unpack to more than they say': bySql((db, random) => {
    const bytes = pick([bomb, Buffer.concat([bomb, bomb]), bomb.subarray(0, bomb.length - 5)], random)
    set(db, ['blobs', 'codec', 'zstd'])
    set(db, ['blobs', 'bytes', bytes])
    if (random(2) === 0) set(db, ['blobs', 'size', 2 ** 28])
  }),
  'paths that lead elsewhere': bySql((db, random) => {
    const path = pick(PATHS, random)
    if (random(2) === 0) db.prepare('UPDATE items SET path = ? WHERE position = 1').run(path)
    else set(db, ['datasets', 'files', JSON.stringify([{ path, sha256: 'a'.repeat(64) }])])
  }),
  'tables, views and triggers of its own': bySql((db, random) => {
    const extra = pick(EXTRAS, random)
    db.exec(extra)
  }),
  'text that is no JSON, or other JSON': bySql((db, random) => {
    const text = pick(['', '{', 'x', '[1,', '"text"', '{"__proto__":{}}', '[[]]', '0', '\u0000'], random)
    const [table, column] = pick(JSON_CELLS, random)
    set(db, [table, column, text])
  }),
  'JSON without a bottom': bySql((db, random) => {
    const [table, column] = pick(JSON_CELLS, random)
    const depth = pick([65, 1000, 200_000], random)
    const [open, close] = pick(
      [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const,
      random,
    )
    set(db, [table, column, `${open.repeat(depth)}1${close.repeat(depth)}`])
  }),
  'numbers that cannot be': bySql((db, random) => {
    const change = pick(
      [
        ['runs', 'wall_seconds', Infinity],
        ['runs', 'samples_per_second', -Infinity],
        ['runs', 'wall_seconds', -1],
        ['runs', 'epochs', -1],
        ['runs', 'created_at', -1],
        ['runs', 'best_epoch', 1_000_000],
        ['runs', 'metrics', '{"train":{"loss":1e999,"accuracy":1,"count":1},"validation":null,"test":null}'],
        ['runs', 'metrics', '{"train":{"loss":NaN,"accuracy":1,"count":1},"validation":null,"test":null}'],
        ['items', 'class_index', 2],
        ['items', 'width', -1],
        ['checkpoints', 'pinned', 2],
        ['checkpoints', 'step', -1],
        ['metric_chunks', 'values', floats(Infinity)],
        ['metric_chunks', 'min', -Infinity],
      ] as const,
      random,
    )
    set(db, change)
  }),
  'references that lead nowhere': bySql((db, random) => {
    db.exec(
      pick(
        [
          'DELETE FROM blobs WHERE sha256 = (SELECT max(sha256) FROM blobs)',
          'DELETE FROM datasets',
          "DELETE FROM runs WHERE id = 'parent2222'",
          'DELETE FROM runs',
          'DELETE FROM items WHERE position = 4',
          'DELETE FROM checkpoints',
          "DELETE FROM metric_chunks WHERE series = 'loss' AND chunk = 1",
          "DELETE FROM metric_chunks WHERE chunk = 0 AND run_id = 'parent2222'",
          "UPDATE runs SET dataset_id = 'nothing222'",
          "UPDATE runs SET parent_run_id = 'child33333', parent_epoch = 1 WHERE id = 'parent2222'",
          "UPDATE runs SET parent_run_id = id, parent_epoch = 1 WHERE id = 'running444'",
          "UPDATE thumbnails SET content_sha256 = replace(content_sha256, 'a', 'b')",
          'DELETE FROM seal',
        ],
        random,
      ),
    )
  }),
  'parts that do not fit together': bySql((db, random) => {
    db.exec(
      pick(
        [
          'UPDATE runs SET parameter_count = parameter_count + 1',
          `UPDATE runs SET classes = '["bars","other"]'`,
          `UPDATE runs SET config = json_set(config, '$.data.source', 'other22222')`,
          `UPDATE runs SET config = json_set(config, '$.network.layers[0].filters', 17)`,
          `UPDATE runs SET config = json_remove(config, '$.network')`,
          `UPDATE runs SET config = json_set(config, '$.surprise', 1)`,
          'UPDATE checkpoints SET weights_sha256 = optimizer_sha256 WHERE optimizer_sha256 IS NOT NULL',
          'UPDATE checkpoints SET optimizer_sha256 = (SELECT sha256 FROM blobs WHERE size <> (SELECT max(size) FROM blobs)) WHERE epoch > 0',
          'UPDATE checkpoints SET epoch = 3001 WHERE epoch = 3000',
          "UPDATE metric_chunks SET series = 'Loss!' WHERE series = 'loss'",
          'UPDATE metric_chunks SET min = 0',
          `UPDATE datasets SET columns = '["a"]'`,
          "UPDATE runs SET id = '../x', name = 'x' WHERE position = 2",
          "UPDATE runs SET name = 'a' || char(27) || '[2J'",
        ],
        random,
      ),
    )
  }),
}

/** Values of every table, by which two bundles are compared. */
export function everything(db: Database.Database): Record<string, unknown[]> {
  return Object.fromEntries(TABLES.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]))
}
