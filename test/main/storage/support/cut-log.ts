import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createRng } from '../../../../src-engine/train/rng.ts'
import { DATABASE_FILE } from '../../../../src-main/storage/files.ts'
import { openForWriting } from '../../../../src-main/storage/open.ts'
import { readStore } from '../../../../src-main/storage/store.ts'
import { beginSaving, RUN } from './acknowledged-saves.ts'

/** How many places the log is cut at in a run of the tests that everybody runs. */
export const CUTS = 10
const SAVES = 24
const LOG_HEADER = 32
const FRAME = 24 + 4096

/**
 * Cuts the log of a database that is being written, or zeroes the end of it, at so many places: what is opened then is
 * sound and holds the first of the acknowledged epochs, all of them up to the one that the cut met.
 */
export async function expectPrefixes(cuts: number, damage: 'cut' | 'zero'): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'glassbox-'))
  const copy = await mkdtemp(join(tmpdir(), 'glassbox-'))
  const db = openForWriting(home)
  try {
    // Everything stays in the log, and how long it was after each epoch is known.
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.pragma('wal_autocheckpoint = 0')
    const save = beginSaving(db)
    const log = join(home, `${DATABASE_FILE}-wal`)
    const lengths = [statSync(log).size]
    for (let epoch = 1; epoch <= SAVES; epoch++) {
      save(epoch)
      lengths.push(statSync(log).size)
    }
    const bytes = readFileSync(log)
    const rng = createRng(cuts, 'data', damage === 'cut' ? 0 : 1)
    for (let cut = 0; cut < cuts; cut++) {
      // Behind what began the run.
      const at = lengths[0]! + rng.below(bytes.length - lengths[0]!)
      const left = Buffer.from(bytes.subarray(0, damage === 'cut' ? at : endOfFrame(at)))
      if (damage === 'zero') left.fill(0, at)
      copyFileSync(join(home, DATABASE_FILE), join(copy, DATABASE_FILE))
      writeFileSync(join(copy, `${DATABASE_FILE}-wal`), left)
      const changed = left.equals(bytes.subarray(0, left.length)) ? left.length : at
      expectEpochs(copy, lengths.filter((length) => length <= changed).length - 1)
      await rm(join(copy, `${DATABASE_FILE}-shm`), { force: true })
    }
  } finally {
    db.close()
    for (const folder of [home, copy]) await rm(folder, { recursive: true, force: true })
  }
}

const endOfFrame = (at: number): number => LOG_HEADER + Math.ceil((at + 1 - LOG_HEADER) / FRAME) * FRAME

function expectEpochs(home: string, count: number): void {
  const db = openForWriting(home)
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    const { runs } = readStore(db)
    expect([...runs.series(RUN, 'epoch')]).toEqual(Array.from({ length: count }, (_, index) => index + 1))
    expect(runs.summary(RUN)?.epochsDone).toBe(count)
    expect(runs.weights(RUN, count)).toHaveLength(8000)
  } finally {
    db.close()
  }
}
