import type Database from 'better-sqlite3'
import { writeBundles } from './repositories/bundles.ts'
import { readDatasets } from './repositories/datasets/read.ts'
import { writeDatasets } from './repositories/datasets/write.ts'
import { writeRecord } from './repositories/record.ts'
import { readRuns } from './repositories/runs.ts'
import { readSettings, writeSettings } from './repositories/settings.ts'
import { writeRuns } from './repositories/training.ts'
import { readUpkeep, writeUpkeep } from './repositories/upkeep.ts'

/** What every process may ask of the database. */
export function readStore(db: Database.Database) {
  return { settings: readSettings(db), datasets: readDatasets(db), runs: readRuns(db), upkeep: readUpkeep(db) }
}

/** What the owner of the home folder may change. */
export function writeStore(db: Database.Database) {
  return {
    settings: writeSettings(db),
    datasets: writeDatasets(db),
    runs: writeRuns(db),
    record: writeRecord(db),
    bundles: writeBundles(db),
    upkeep: writeUpkeep(db),
  }
}

type Methods = Record<string, Record<string, (...args: never[]) => unknown>>
/** The same methods, answered by the storage worker. */
export type Remote<T extends Methods> = {
  [D in keyof T]: {
    [M in keyof T[D]]: T[D][M] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never
  }
}
export type ReadStore = Remote<ReturnType<typeof readStore>>
export type WriteStore = Remote<ReturnType<typeof writeStore>>
