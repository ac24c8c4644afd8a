import type Database from 'better-sqlite3'
import { GlassboxError } from '../../../contract/errors.ts'
import { isResting } from '../../../contract/run-states.ts'
import type { DoctorReport, RunStatus, SkippedFile } from '../../../contract/types.ts'
import { itemsOfRows } from '../../../datasets/table-rows.ts'
import type { NewDataset } from './stored.ts'

export function writeDatasets(db: Database.Database) {
  function insertSkipped(id: string, files: readonly SkippedFile[]): void {
    const insert = db.prepare('INSERT INTO skipped (dataset_id, position, path, code, reason) VALUES (?, ?, ?, ?, ?)')
    for (const [position, file] of files.entries()) insert.run(id, position, file.path, file.code, file.reason)
  }

  return {
    insert: db.transaction((dataset: NewDataset): void => {
      db.prepare(
        `INSERT INTO datasets (id, name, folder, root, fingerprint, content_sha256, classes, split, prepare, files, columns, built_in,
           task, reading, version, parent_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        dataset.id,
        dataset.name,
        dataset.folder,
        dataset.root,
        dataset.fingerprint,
        dataset.contentSha256,
        JSON.stringify(dataset.classes),
        JSON.stringify(dataset.split),
        JSON.stringify(dataset.prepare),
        toText(dataset.files),
        toText(dataset.columns),
        dataset.builtIn,
        ...[dataset.task, dataset.reading && JSON.stringify(dataset.reading), dataset.version, dataset.parentId],
        Date.now(),
      )
      // By position, which is bound in half the time: there may be a hundred thousand.
      const item = db.prepare(
        `INSERT INTO items (dataset_id, position, path, class_index, split, fixed_split, width, height, format, bytes, content_sha256, tensor_sha256,
           target, perceptual_hash, traits, file)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      for (const one of dataset.rows ? itemsOfRows(dataset.rows) : dataset.items)
        item.run(
          ...[dataset.id, one.position, one.path, one.classIndex, one.split, one.fixedSplit],
          ...[one.width, one.height, one.format, one.bytes, one.contentSha256, one.tensorSha256],
          ...[
            one.target,
            one.perceptualHash,
            one.traits.length > 0 ? JSON.stringify(one.traits) : null,
            one.file ?? null,
          ],
        )
      insertSkipped(dataset.id, dataset.skipped)
    }),
    setDoctor(id: string, { checkedAt, health, findings }: DoctorReport): void {
      const report = JSON.stringify({ checkedAt, health, findings } satisfies DoctorReport)
      db.prepare('UPDATE datasets SET doctor = ? WHERE id = ?').run(report, id)
    },
    rename(id: string, name: string): void {
      db.prepare('UPDATE datasets SET name = ? WHERE id = ?').run(name, id)
    },
    /** @throws {GlassboxError} `dataset/in-use` while a run of it is under way */
    delete: db.transaction((id: string): void => {
      const statuses = db.prepare<[string], RunStatus>('SELECT status FROM runs WHERE dataset_id = ?').pluck().all(id)
      if (statuses.some((status) => !isResting(status)))
        throw new GlassboxError('dataset/in-use', 'A run is training on this data set.', {
          hint: 'Stop the run first, or wait until it is over.',
        })
      db.prepare('UPDATE datasets SET deleted_at = ?, is_trash = 1 WHERE id = ? AND deleted_at IS NULL').run(
        Date.now(),
        id,
      )
    }),
    restore(id: string): void {
      db.prepare('UPDATE datasets SET deleted_at = NULL, is_trash = 0 WHERE id = ? AND is_trash = 1').run(id)
    },
    /** Its files lie elsewhere now, perhaps under other names: `places` by position, null where its pictures share files. */
    moveTo: db.transaction(
      (
        id: string,
        {
          places,
          files,
          folder,
        }: Pick<NewDataset, 'files'> & {
          readonly folder: string
          readonly places: readonly string[] | null
        },
      ): void => {
        db.prepare(
          // Other files may lie there, too: an import of that folder has to look at all of them.
          `UPDATE datasets SET folder = @folder, root = @folder, fingerprint = '', files = @files WHERE id = @id`,
        ).run({ id, folder, files: toText(files) })
        const move = db.prepare('UPDATE items SET file = nullif(?, path) WHERE dataset_id = ? AND position = ?')
        for (const [position, place] of (places ?? []).entries()) move.run(place, id, position)
      },
    ),
    /** The same pictures were found again: perhaps in another place, perhaps beside other files that cannot be read. */
    relocate: db.transaction(
      (
        id: string,
        {
          skipped,
          files,
          reading,
          ...place
        }: Pick<NewDataset, 'name' | 'folder' | 'builtIn' | 'root' | 'fingerprint' | 'files' | 'skipped' | 'reading'>,
      ): void => {
        db.prepare(
          'UPDATE datasets SET name = @name, folder = @folder, built_in = @builtIn, root = @root, fingerprint = @fingerprint, files = @files, reading = @reading WHERE id = @id',
        ).run({ id, files: toText(files), reading: reading && JSON.stringify(reading), ...place })
        db.prepare('DELETE FROM skipped WHERE dataset_id = ?').run(id)
        insertSkipped(id, skipped)
      },
    ),
  }
}

const toText = (list: readonly unknown[] | null): string | null => (list === null ? null : JSON.stringify(list))
