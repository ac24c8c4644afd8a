import type Database from 'better-sqlite3'
import type { Alarm, LayerDiagnostics, RunAlarm } from '../../contract/types.ts'

/** At this many samples of a run every other one is left out: a day of them must not outgrow its weights. */
const MOST = 400

export function readDiagnosis(db: Database.Database) {
  return {
    alarms: (runId: string): RunAlarm[] =>
      db
        .prepare<[string], { epoch: number; alarm: string }>(
          'SELECT epoch, alarm FROM alarms WHERE run_id = ? ORDER BY epoch, position',
        )
        .all(runId)
        .map(({ epoch, alarm }) => ({ ...(JSON.parse(alarm) as Alarm), epoch })),
    /** Those behind an epoch. */
    diagnostics: (runId: string, after: number): { epoch: number; layers: LayerDiagnostics[] }[] =>
      db
        .prepare<[string, number], { epoch: number; layers: string }>(
          'SELECT epoch, layers FROM diagnostics WHERE run_id = ? AND epoch > ? ORDER BY epoch',
        )
        .all(runId, after)
        .map(({ epoch, layers }) => ({ epoch, layers: JSON.parse(layers) as LayerDiagnostics[] })),
  }
}

/** To be called inside a transaction. */
export function writeDiagnosis(db: Database.Database) {
  return {
    addAlarms(runId: string, epoch: number, alarms: readonly Alarm[]): void {
      const insert = db.prepare(
        'INSERT INTO alarms (run_id, epoch, position, alarm) SELECT @runId, @epoch, count(*), @alarm FROM alarms WHERE run_id = @runId AND epoch = @epoch',
      )
      for (const alarm of alarms) insert.run({ runId, epoch, alarm: JSON.stringify(alarm) })
    },
    addDiagnostics(
      runId: string,
      { epoch, layers }: { readonly epoch: number; readonly layers: readonly LayerDiagnostics[] },
    ): void {
      db.prepare('INSERT OR REPLACE INTO diagnostics (run_id, epoch, layers) VALUES (?, ?, ?)').run(
        runId,
        epoch,
        JSON.stringify(layers),
      )
      const epochs = db
        .prepare<[string], number>('SELECT epoch FROM diagnostics WHERE run_id = ? ORDER BY epoch')
        .pluck()
        .all(runId)
      if (epochs.length < MOST) return
      const remove = db.prepare('DELETE FROM diagnostics WHERE run_id = ? AND epoch = ?')
      for (const [index, old] of epochs.slice(0, -1).entries()) if (index % 2 === 1) remove.run(runId, old)
    },
    dropBehind(runId: string, epoch: number): void {
      for (const table of ['alarms', 'diagnostics'])
        db.prepare(`DELETE FROM ${table} WHERE run_id = ? AND epoch > ?`).run(runId, epoch)
    },
  }
}
