import { initial } from './0001-initial.ts'
import { sourceFiles } from './0002-source-files.ts'
import { tables } from './0003-tables.ts'
import { continuing } from './0004-continuing.ts'
import { trustedData } from './0005-trusted-data.ts'
import { runChanges } from './0006-run-changes.ts'
import { predictedTime } from './0007-predicted-time.ts'
import { organised } from './0008-organised.ts'
import { chunkExtremes } from './0009-chunk-extremes.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [
  ...[initial, sourceFiles, tables, continuing, trustedData],
  ...[runChanges, predictedTime, organised, chunkExtremes],
]
