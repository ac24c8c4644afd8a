import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { createRng, type Rng } from '../../../src-engine/train/rng.ts'
import { DATABASE_FILE } from '../../../src-main/storage/files.ts'
import { latestFormat } from '../../../src-main/storage/migrate.ts'
import { glassbox, startGlassbox, type Finished } from '../support/glassbox.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { OLDER_RUNS, writeOlderFile } from '../storage/support/older-file.ts'

/** What a process is doing when it is killed. */
export const DEEDS = ['training', 'resuming', 'importing', 'importing runs', 'migrating'] as const
export type Deed = (typeof DEEDS)[number]

/** Places in the program that each of them comes by, and how often at most. */
const COMMITS = ['before-commit', 'in-commit', 'after-commit'] as const
const PLACES = ['before-sync', 'after-sync', 'before-rename', 'after-rename'] as const
const POINTS: Readonly<Record<Deed, readonly (readonly [point: string, times: number])[]>> = {
  training: COMMITS.map((point) => [point, 5] as const),
  resuming: COMMITS.map((point) => [point, 4] as const),
  importing: [...COMMITS.map((point) => [point, 3] as const), ['before-rename', 1], ['after-rename', 1]],
  'importing runs': COMMITS.map((point) => [point, 1] as const),
  migrating: [...COMMITS.map((point) => [point, 1] as const), ...PLACES.map((point) => [point, 1] as const)],
}
const HOOK = pathToFileURL(join(import.meta.dirname, 'kill-hook.mjs')).href

/** A moment: so many milliseconds after the start, or a place in the program. */
export interface Moment {
  readonly after: number | null
  readonly point: string | null
}

/** @param longest milliseconds that what is killed takes at most */
export function momentOf(rng: Rng, deed: Deed, named: boolean, longest: number): Moment {
  if (!named) return { after: 200 + rng.uniform() * longest * 0.8, point: null }
  const points = POINTS[deed]
  const [point, times] = points[rng.below(points.length)]!
  const nth = 1 + rng.below(times)
  return { after: null, point: `${point}:${nth}${point === 'in-commit' ? `:${rng.below(4000)}` : ''}` }
}

/** Runs a command that is killed at a moment, unless it is over by then. */
async function killed(args: readonly string[], home: string, { after, point }: Moment): Promise<Finished> {
  const env = point === null ? {} : { NODE_OPTIONS: `--import=${HOOK}`, GLASSBOX_KILL: point }
  const run = startGlassbox(args, { home, env })
  const timer = after === null ? undefined : setTimeout(() => run.child.kill('SIGKILL'), after)
  const finished = await run.finished
  clearTimeout(timer)
  return finished
}

const TRAINING = ['--preset', 'cnn-small', '--set', 'data.prepare.size=[16,16]', '--set', 'training.batchSize=4']
const EPOCHS = 12

/** A home folder and pictures that several kills have in common, with the bits that an undisturbed run reaches. */
export interface Ground {
  readonly pictures: string
  readonly home: string
  readonly bundle: string
  readonly expected: string
  /** Milliseconds that an undisturbed run took. */
  readonly longest: number
}

export async function prepareGround(): Promise<Ground> {
  const pictures = await stripesFolder(await temporaryFolder(), 60)
  const home = await temporaryFolder()
  const started = performance.now()
  const whole = await glassbox(
    ['train', pictures, ...TRAINING, '--epochs', String(EPOCHS), '--name', 'whole', '--json'],
    {
      home,
    },
  )
  expect(whole.code, whole.stderr).toBe(0)
  const longest = performance.now() - started
  const { weightsSha256 } = JSON.parse(whole.stdout) as { weightsSha256: string }
  const bundle = join(await temporaryFolder(), 'whole.glassbox')
  expect((await glassbox(['runs', 'export', 'whole', '--out', bundle], { home })).code).toBe(0)
  return { pictures, home, bundle, expected: weightsSha256, longest }
}

/** Kills once, and looks whether anything is lost that was acknowledged. @returns whether the kill came before the end */
export async function killAndLook(ground: Ground, deed: Deed, index: number, moment: Moment): Promise<boolean> {
  if (deed === 'migrating') return killMigration(moment)
  if (deed === 'importing runs') return killBundle(ground, moment)
  const name = `${deed}-${index}`
  const train = ['train', ground.pictures, ...TRAINING, '--epochs', String(EPOCHS), '--name', name]
  const home = deed === 'importing' ? await temporaryFolder() : ground.home
  if (deed === 'resuming') await killed(train, home, { after: ground.longest * 0.6, point: null })
  const args = deed === 'resuming' ? ['resume', name] : train
  const finished = await killed(args, home, moment)
  await expectSound(home)
  await expectAcknowledged(home, name, finished)
  // Whatever is left of it goes on to the same bits; what never began begins anew.
  const known = (await glassbox(['runs', 'show', name, '--json'], { home })).code === 0
  if (known) {
    const resumed = await glassbox(['resume', name, '--json'], { home })
    const run = resumed.code === 0 ? resumed : await glassbox(['runs', 'show', name, '--json'], { home })
    const { weightsSha256, status } = JSON.parse(run.stdout) as { weightsSha256: string; status: string }
    expect({ status, weightsSha256 }, resumed.stderr).toEqual({ status: 'completed', weightsSha256: ground.expected })
  } else {
    const again = await glassbox([...train, '--json'], { home })
    expect(again.code, again.stderr).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({ weightsSha256: ground.expected })
  }
  await expectSound(home)
  return finished.code === null
}

/** Every epoch that was told is stored, and the history has no hole. */
async function expectAcknowledged(home: string, name: string, { stderr }: Finished): Promise<void> {
  const told = Number([...stderr.matchAll(/^epoch (\d+)\//gm)].at(-1)?.[1] ?? 0)
  const shown = await glassbox(['runs', 'show', name, '--json'], { home })
  if (told === 0 && shown.code !== 0) return
  expect(shown.code, shown.stderr).toBe(0)
  const run = JSON.parse(shown.stdout) as { epochsDone: number; history: { epoch: number[] }; checkpoints: number[] }
  expect(run.epochsDone).toBeGreaterThanOrEqual(told)
  expect(run.history.epoch).toEqual(Array.from({ length: run.epochsDone }, (_, epoch) => epoch + 1))
  if (run.epochsDone > 0) expect(run.checkpoints).toContain(run.epochsDone)
}

async function killBundle({ bundle, expected }: Ground, moment: Moment): Promise<boolean> {
  const home = await temporaryFolder()
  const finished = await killed(['runs', 'import', bundle], home, {
    ...moment,
    after: moment.after && Math.min(moment.after, 1200),
  })
  await expectSound(home)
  const again = await glassbox(['runs', 'import', bundle, '--json'], { home })
  expect(again.code, again.stderr).toBe(0)
  const shown = await glassbox(['runs', 'show', 'whole', '--json'], { home })
  expect(JSON.parse(shown.stdout)).toMatchObject({ weightsSha256: expected, epochsDone: EPOCHS })
  expect(JSON.parse((await glassbox(['runs', 'list', '--json'], { home })).stdout)).toHaveLength(1)
  return finished.code === null
}

async function killMigration(moment: Moment): Promise<boolean> {
  const home = await temporaryFolder()
  writeOlderFile(home, 3)
  const before = await temporaryFolder()
  await cp(join(home, DATABASE_FILE), join(before, DATABASE_FILE))
  const finished = await killed(['runs', 'gc'], home, { ...moment, after: moment.after && Math.min(moment.after, 900) })
  const db = new Database(join(home, DATABASE_FILE))
  expect([3, latestFormat]).toContain(db.pragma('user_version', { simple: true }))
  db.close()
  await expectSound(home)
  expect(JSON.parse((await glassbox(['runs', 'list', '--json'], { home })).stdout)).toHaveLength(OLDER_RUNS)
  return finished.code === null
}

/** The file opens and everything in it is as it was written. */
async function expectSound(home: string): Promise<void> {
  const copy = await temporaryFolder()
  for (const suffix of ['', '-wal']) {
    const bytes = await readFile(join(home, DATABASE_FILE + suffix)).catch(() => null)
    if (bytes) await writeFile(join(copy, DATABASE_FILE + suffix), bytes)
    else if (suffix === '') return
  }
  const db = new Database(join(copy, DATABASE_FILE))
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
}

export const seeded = (seed: number): Rng => createRng(seed, 'data')
