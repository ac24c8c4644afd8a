import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { presetConfig } from '../../../../src-engine/spec/preset-config.ts'
import { createRng } from '../../../../src-engine/train/rng.ts'
import { contentOfPictures, contentOfTable } from '../../../../src-main/datasets/content-hash.ts'
import { DATABASE_FILE } from '../../../../src-main/storage/files.ts'
import { APPLICATION_ID } from '../../../../src-main/storage/migrate.ts'
import { migrations } from '../../../../src-main/storage/migrations/index.ts'
import { SERIES } from '../../../../src-main/storage/repositories/metrics.ts'

export const OLDER_RUNS = 8
const EPOCHS = 1500
const CHUNK = 1024
const PARAMETERS = 3000

/** Writes a database as a program of that format wrote it, with rows in every table, the same ones every time. */
export function writeOlderFile(home: string, format: 1 | 2 | 3 | 4 | 5): void {
  const db = new Database(join(home, DATABASE_FILE))
  db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma(`application_id = ${APPLICATION_ID}`)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  for (const migration of migrations.slice(0, format)) db.exec(migration.sql)
  db.pragma(`user_version = ${format}`)
  db.transaction(() => {
    fillDatasets(db, format)
    for (let number = 1; number <= OLDER_RUNS; number++) fillRun(db, number, format)
  })()
  db.close()
}

function fillDatasets(db: Database.Database, format: number): void {
  db.exec(`INSERT INTO settings VALUES ('theme', '"dark"'), ('threads', '2')`)
  const prepare = JSON.stringify({ size: [64, 64], channels: 'rgb', fit: 'squash', scale: '0..1', invert: false })
  for (const [id, parent] of [
    ['data1', null],
    ['data2', 'data1'],
  ] as const) {
    db.prepare(
      `INSERT INTO datasets (id, name, folder, root, fingerprint, content_sha256, classes, split, prepare, parent_id, created_at)
       VALUES (?, ?, '/fruit', '/fruit', 'f', ?, '["apple","pear"]', '[0.6,0.2,0.2]', ?, ?, 5)`,
    ).run(id, `fruit of ${id}`, '', prepare, parent)
    const pictures: Parameters<typeof contentOfPictures>[0][number][] = []
    const item = db.prepare(
      `INSERT INTO items (dataset_id, position, path, class_index, split, fixed_split, width, height, format, bytes, content_sha256,
         tensor_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    for (let position = 0; position < 400; position++) {
      const sha256 = hash(Buffer.from(`${id}/${position}`))
      const split = position % 5 === 0 ? 'test' : 'train'
      const [kind, fixed] = [position % 2, position % 7 === 0 ? split : null]
      pictures.push({ className: kind ? 'pear' : 'apple', fixedSplit: fixed, contentSha256: sha256 })
      item.run(id, position, `${id}/${kind}/${position}.png`, kind, split, fixed, 9, 7, 'png', 99, sha256, sha256)
    }
    db.prepare('UPDATE datasets SET content_sha256 = ? WHERE id = ?').run(contentOfPictures(pictures), id)
    for (let position = 0; position < 3; position++)
      db.prepare('INSERT INTO skipped VALUES (?, ?, ?, ?, ?)').run(
        ...[id, position, `${position}.txt`, 'picture/unsupported', 'This is a text file.'],
      )
  }
  if (format >= 2) db.exec(`UPDATE datasets SET files = '[{"path":"a","sha256":"b"}]' WHERE id = 'data1'`)
  if (format < 3) return
  const columns = ['x', 'y']
  const rows = db
    .prepare<[], { classIndex: number; contentSha256: string }>(
      `SELECT class_index AS classIndex, content_sha256 AS contentSha256 FROM items WHERE dataset_id = 'data2' ORDER BY position`,
    )
    .all()
  db.prepare(`UPDATE datasets SET columns = ?, built_in = 'spiral', content_sha256 = ? WHERE id = 'data2'`).run(
    JSON.stringify(columns),
    contentOfTable(columns, ['apple', 'pear'], rows),
  )
}

function fillRun(db: Database.Database, number: number, format: number): void {
  const [id, rng] = [`run${number}`, createRng(number, 'data')]
  const start = number === 3 ? 700 : 0
  const config = presetConfig({ source: 'data1', classes: 2, preset: 'mlp-8', trainCount: 100 })
  const figures = { loss: 0.25, accuracy: 0.5, count: 10 }
  db.prepare(
    `INSERT INTO runs (id, number, name, status, dataset_id, preset, config, classes, parameter_count, epochs, epochs_done,
       best_epoch, metrics, samples_per_second, wall_seconds, environment, parent_run_id, parent_epoch, created_at, started_at)
     VALUES (?, ?, ?, 'completed', ?, 'mlp-8', ?, '["apple","pear"]', ?, ?, ?, 900, ?, 100, 9, NULL, ?, ?, 5, ?)`,
  ).run(
    ...[id, number, `mlp-8 ${number}`, number % 2 ? 'data1' : 'data2', JSON.stringify(config)],
    ...[
      PARAMETERS,
      start + EPOCHS,
      start + EPOCHS,
      JSON.stringify({ train: figures, validation: figures, test: figures }),
    ],
    ...(start > 0 ? ['run1', start] : [null, null]),
    number,
  )
  for (const series of SERIES) {
    const values = Array.from({ length: EPOCHS }, (_, i) => (series === 'epoch' ? start + i + 1 : 1 + rng.uniform()))
    for (let chunk = 0; chunk * CHUNK < EPOCHS; chunk++) {
      const part = Float64Array.from(values.slice(chunk * CHUNK, (chunk + 1) * CHUNK))
      db.prepare('INSERT INTO metric_chunks VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        ...[id, series, chunk, part.length, Math.min(...part), Math.max(...part), Buffer.from(part.buffer)],
      )
    }
  }
  for (const epoch of [start, 900, start + EPOCHS]) {
    const weights = keepBlob(db, Float32Array.from({ length: PARAMETERS }, rng.normal))
    const last = epoch === start + EPOCHS
    const optimizer = last ? keepBlob(db, Float32Array.from({ length: PARAMETERS }, rng.normal)) : null
    db.prepare(
      `INSERT INTO checkpoints (run_id, epoch, ${format < 4 ? '' : 'step, '}weights_sha256, optimizer_sha256, state, created_at)
       VALUES (?, ?, ${format < 4 ? '' : '0, '}?, ?, ?, 5)`,
    ).run(id, epoch, weights, optimizer, last ? '{"step":9}' : null)
    db.prepare('UPDATE runs SET weights_sha256 = ? WHERE id = ?').run(weights, id)
  }
  if (format < 4) return
  db.prepare("INSERT INTO run_tags VALUES (?, 'kept')").run(id)
  db.prepare('INSERT INTO alarms VALUES (?, 3, 0, ?)').run(id, JSON.stringify({ kind: 'noLearning' }))
  db.prepare("INSERT INTO diagnostics VALUES (?, 1, '[]')").run(id)
  if (format >= 5) db.prepare('INSERT INTO test_looks VALUES (?, 7)').run(id)
}

function keepBlob(db: Database.Database, values: Float32Array): string {
  const bytes = Buffer.from(values.buffer)
  const sha256 = hash(bytes)
  db.prepare("INSERT INTO blobs VALUES (?, 'raw', ?, ?)").run(sha256, bytes.length, bytes)
  return sha256
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
