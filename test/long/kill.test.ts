import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { DATABASE_FILE } from '../../src-main/storage/files.ts'
import { glassbox, startGlassbox } from '../main/support/glassbox.ts'
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'

const KILLS = 40

interface Shown {
  status: string
  epochsDone: number
  history: { epoch: number[]; loss: number[] }
  checkpoints: number[]
}

test(`killed at ${KILLS} moments, every epoch that was reported as saved is there and the database is sound`, async () => {
  const home = await temporaryFolder()
  const folder = await stripesFolder(await temporaryFolder(), 30)
  for (let kill = 0; kill < KILLS; kill++) {
    const run = startGlassbox(
      [
        'train',
        folder,
        '--preset',
        'cnn-small',
        '--set',
        'data.prepare.size=[16,16]',
        '--epochs',
        '1000000',
        '--seed',
        String(kill),
      ],
      { home },
    )
    // From before the first import to the middle of a save: a step of 97 ms meets every phase of a second.
    await new Promise((resolve) => setTimeout(resolve, 300 + 97 * kill))
    run.child.kill('SIGKILL')
    const { stderr } = await run.finished
    const reported = Number([...stderr.matchAll(/^epoch (\d+)\//gm)].at(-1)?.[1] ?? 0)
    const shown = await glassbox(['runs', 'show', 'last', '--json'], { home })
    if (reported > 0 || shown.code === 0) {
      const { status, epochsDone, history, checkpoints } = JSON.parse(shown.stdout) as Shown
      expect(status).toBe('interrupted')
      if (reported > 0) expect(epochsDone).toBeGreaterThanOrEqual(reported)
      expect(history.epoch).toEqual(Array.from({ length: epochsDone }, (_, index) => index + 1))
      expect(history.loss).toHaveLength(epochsDone)
      if (epochsDone > 0) expect(checkpoints).toContain(epochsDone)
    }
    const db = new Database(join(home, DATABASE_FILE), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    db.close()
  }
  const evaluated = await glassbox(['evaluate', 'last', '--checkpoint', 'last', '--json'], { home })
  expect(evaluated.code, evaluated.stderr).toBe(0)
})
