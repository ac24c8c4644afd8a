import { createHash } from 'node:crypto'
import { RunConfig } from '../../src-engine/spec/config.ts'
import type { Row } from './format.ts'
import type { HomeRow } from './read-home.ts'
import { lineOf } from './seal.ts'

/** What becomes of a run that was exported while it trained, or waited for space: on this machine nothing is under way. */
export function atRest(run: Row): Row {
  const { status, error } = run
  const isUnderWay = status === 'queued' || status === 'running' || (status === 'paused' && error !== null)
  return isUnderWay ? { ...run, status: 'interrupted', error: null } : run
}

/**
 * Sha-256 of what a run is and gave: config, numbers and checkpoints. Names, notes, tags, pins, experiments and the places of other runs
 * and of the data set are a person's, or this machine's, and do not make it another run.
 */
export function runFingerprint(run: Row, parts: Iterable<HomeRow>): string {
  const hash = createHash('sha256')
  const same = {
    ...atRest(run),
    ...{ position: 0, name: '', note: '', dataset_id: '', parent_run_id: null, group_id: null, sparkline: null },
    experiment: null,
    config: comparable(String(run.config)),
  }
  hash.update(lineOf('runs', same))
  for (const { table, row } of parts) {
    if (table === 'run_tags') continue
    const { pinned: _, created_at: __, ...checkpoint } = row
    hash.update('\n').update(lineOf(table, table === 'checkpoints' ? checkpoint : row))
  }
  return hash.digest('hex')
}

/** With every default filled in and without the data set's id. */
function comparable(config: string): string {
  const parsed = RunConfig.safeParse(JSON.parse(config))
  return parsed.success ? JSON.stringify({ ...parsed.data, data: { ...parsed.data.data, source: '' } }) : config
}
