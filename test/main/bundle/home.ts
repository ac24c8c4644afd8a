import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import sharp from 'sharp'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import type { App } from '../../../src-main/app/app.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { importFolder, openApp, smallConfig } from '../support/app.ts'
import { stripes } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** The place that cameras write into a picture, as bytes of the file. */
export const GPS_BYTES = Buffer.from('GPS-52.5200N-13.4050E')

export interface FilledHome {
  readonly home: string
  /** The folder with the pictures. */
  readonly folder: string
  readonly datasetId: string
  /** Parent, its fork, and one that was running when it was exported. */
  readonly runIds: readonly [string, string, string]
  /** The last epoch's weights of the parent. */
  readonly weights: Float32Array
  readonly losses: Float64Array
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Pictures of two classes, one of them a JPEG that says where it was taken. */
async function pictures(folder: string): Promise<void> {
  for (const kind of ['bars', 'lines'] as const) {
    await mkdir(join(folder, kind), { recursive: true })
    for (let seed = 0; seed < 8; seed++) await writeFile(join(folder, kind, `${seed}.png`), await stripes(kind, seed))
  }
  const exif = {
    IFD0: { Copyright: GPS_BYTES.toString() },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' },
  }
  const located = sharp(await stripes('bars', 99))
    .withExif(exif)
    .jpeg()
  await writeFile(join(folder, 'bars', 'located.jpg'), await located.toBuffer())
}

const values = (count: number, of: (index: number) => number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => of(i))

/** A home folder with a data set and three runs that have everything a run can have, as training would have left them. */
export async function fillHome(): Promise<FilledHome> {
  const home = await temporaryFolder()
  const folder = join(await temporaryFolder(), 'my pictures')
  await pictures(folder)
  const app: App = await openApp(home)
  const datasetId = await importFolder(app, folder)
  await app.close()

  const config = smallConfig(datasetId)
  const count = inferShapes(config.network).reduce((sum, layer) => sum + layer.parameterCount, 0)
  const weights = values(count, (i) => Math.sin(i) / 3)
  const losses = Float64Array.from({ length: 1500 }, (_, i) => 1 / (i + 1.5))
  const runIds = ['parent2222', 'child33333', 'running444'] as const
  const db = openForWriting(home)
  const { content_sha256: content } = db
    .prepare<[string], { content_sha256: string }>('SELECT content_sha256 FROM datasets WHERE id = ?')
    .get(datasetId)!
  const environment = {
    ...{ engine: 'test', build: 'b'.repeat(64), runtime: 'node 24.0.0', threads: 2 },
    ...{ fusedMultiplyAdd: true, relaxedSimd: true, sharedMemory: true },
  }
  const last = putBlob(db, weights, true)
  const first = putBlob(
    db,
    values(count, (i) => Math.cos(i)),
    false,
  )
  const optimizer = putBlob(
    db,
    values(2 * count + 2, (i) => i / 7),
    false,
  )
  const receipt = {
    ...{
      version: 1,
      data: content,
      spec: 'e'.repeat(64),
      seed: 1,
      start: null,
      epochs: 1500,
      weights: last,
      environment,
    },
  }
  const split = { loss: 0.25, accuracy: 0.875, count: 8 }
  for (const [index, id] of runIds.entries()) {
    const begin = index === 1 ? 1500 : 0
    db.prepare(
      `INSERT INTO runs (id, number, name, status, dataset_id, preset, config, classes, parameter_count, epochs, epochs_done,
         best_epoch, metrics, samples_per_second, wall_seconds, weights_sha256, error, environment, receipt, parent_run_id, parent_epoch,
         group_id, created_at, started_at, kind, end_reason, parent_step, note, sparkline, result)
       VALUES (?, ?, ?, ?, ?, 'cnn-small', ?, '["bars","lines"]', ?, ?, ?, 1400, ?, 123.5, 12.25, ?, ?, ?, ?, ?, ?,
         'group22222', 1700000000000, 1700000000001, 'training', ?, 0, ?, '{"stride":1024,"count":1500,"values":[0.5,null]}', NULL)`,
    ).run(
      ...[id, index + 1, `run ${index}`, (['completed', 'failed', 'running'] as const)[index], datasetId],
      ...[
        JSON.stringify(config),
        count,
        begin + 1500,
        begin + 1500,
        JSON.stringify({ train: split, validation: split, test: null }),
        last,
      ],
      index === 1
        ? JSON.stringify({
            code: 'dataset/changed',
            message: `"${folder}/bars/1.png" is another one; see ${home}/cache and C:\\Users\\me\\x.`,
            details: { file: join(folder, 'lines', '2.png') },
          })
        : null,
      ...[JSON.stringify(environment), index === 0 ? JSON.stringify(receipt) : null],
      ...(index === 1 ? [runIds[0], 1500] : [null, null]),
      ...[index === 0 ? 'epochs' : null, index === 0 ? 'A note\nof two lines.' : `Pictures lie in ${folder}.`],
    )
    const series = {
      epoch: losses.map((_, i) => begin + i + 1),
      seconds: losses.map((_, i) => i / 4),
      loss: losses.map((loss) => loss * (index + 1)),
      accuracy: losses.map((loss) => 1 - loss / 2),
      val_loss: losses.map((loss) => (index === 2 ? NaN : loss * 1.5)),
      val_accuracy: losses.map(() => (index === 2 ? NaN : 0.75)),
    }
    for (const [name, all] of Object.entries(series))
      for (let chunk = 0; chunk * 1024 < all.length; chunk++) {
        const part = all.slice(chunk * 1024, (chunk + 1) * 1024)
        const finite = part.filter(Number.isFinite)
        db.prepare(
          'INSERT INTO metric_chunks (run_id, series, chunk, count, min, max, "values") VALUES (?, ?, ?, ?, ?, ?, ?)',
        ).run(
          ...[id, name, chunk, part.length],
          ...(finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [null, null]),
          Buffer.from(part.buffer),
        )
      }
    const checkpoint = db.prepare(
      `INSERT INTO checkpoints (run_id, epoch, step, weights_sha256, optimizer_sha256, state, pinned, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1700000000002)`,
    )
    checkpoint.run(id, begin, 0, first, null, null, 1)
    checkpoint.run(id, begin + 1500, 0, last, optimizer, '{"rng":[1,2,3],"sampler":{"position":4}}', 0)
    if (index === 0) db.prepare("UPDATE runs SET experiment = 'stripes, how wide' WHERE id = ?").run(id)
    db.prepare("INSERT INTO run_tags (run_id, tag) VALUES (?, 'best one'), (?, 'paper')").run(id, id)
    db.prepare('INSERT INTO alarms (run_id, epoch, position, alarm) VALUES (?, 3, 0, ?)').run(
      id,
      JSON.stringify({
        ...{ kind: 'deadRelu', severity: 'warning', layer: 1, message: '30 % of its units are dead.' },
        ...{ cause: 'The learning rate is high.', remedy: 'Halve it.', value: 0.3 },
      }),
    )
    db.prepare('INSERT INTO diagnostics (run_id, epoch, layers) VALUES (?, 1, ?)').run(
      id,
      JSON.stringify([
        {
          ...{
            layer: 0,
            type: 'conv2d',
            weightNorm: 1.5,
            gradientNorm: null,
            updateRatio: 0.001,
            dead: 0,
            saturated: null,
          },
          ...{ weights: { edges: [-1, 0, 1], counts: [3, 4], nonFinite: 0 }, activations: null },
        },
      ]),
    )
  }
  db.close()
  return { home, folder, datasetId, runIds, weights, losses }
}

function putBlob(db: Database.Database, numbers: Float32Array, compressed: boolean): string {
  const bytes = Buffer.from(numbers.buffer)
  const hash = sha256(bytes)
  db.prepare('INSERT INTO blobs (sha256, codec, size, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
    ...[hash, compressed ? 'zstd' : 'raw', bytes.length],
    compressed ? zstdCompressSync(bytes) : bytes,
  )
  return hash
}
