import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { buildBundle } from '../../../src-main/bundle/build.ts'
import { sealOf } from '../../../src-main/bundle/seal.ts'
import { validateBundle } from '../../../src-main/bundle/validate.ts'
import { toEnvelope } from '../../../src-main/contract/errors.ts'
import { pictureThumbnail } from '../../../src-main/datasets/decode.ts'
import { sha256 } from '../../../src-main/datasets/hash.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { writeBundles } from '../../../src-main/storage/repositories/bundles.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { everything, randomOf, type Damage } from './fuzz.ts'
import { fillHome } from './home.ts'

/** More than a validation needs beside the bundle itself; unpacked, the bombs have 256 MiB and more. */
const MOST_MEMORY = 200 * 2 ** 20

export const quiet = { onProgress: () => undefined, isCancelled: () => false }
let made: Promise<Buffer> | null = null

/** The bytes of a bundle with three runs. */
export const soundBundle = (): Promise<Buffer> =>
  (made ??= (async () => {
    const { home, runIds, folder } = await fillHome()
    const picture = await readFile(join(folder, 'bars', '3.png'))
    const thumbnail = { contentSha256: sha256(picture), webp: await pictureThumbnail(picture) }
    const file = join(await temporaryFolder(), 'sound.glassbox')
    buildBundle(file, { home, runIds, thumbnails: [thumbnail], withPaths: false }, quiet)
    return readFile(file)
  })())

/**
 * Damages a bundle with every seed, and imports it. It must be refused as invalid, with nothing written; or, when what was
 * damaged is of no account, every value must come in as it was.
 * @returns how many of them were refused
 */
export async function survives(damage: Damage, seeds: number): Promise<number> {
  const sound = await soundBundle()
  const home = openForWriting(await temporaryFolder())
  const file = join(await temporaryFolder(), 'damaged.glassbox')
  await writeFile(file, sound)
  // What is refused below is refused for its damage.
  await validateBundle(file, quiet)
  const whole = new Database(file, { readonly: true })
  const expected = everything(whole)
  const seal = sealOf(whole)
  whole.close()
  const counts = (): unknown[] =>
    ['runs', 'datasets', 'items', 'blobs', 'metric_chunks'].map((table) =>
      home.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    )
  let refused = 0
  for (let seed = 0; seed < seeds; seed++) {
    await damage(file, sound, randomOf(seed))
    const before = process.memoryUsage().rss
    const error = await validateBundle(file, quiet).then(
      () => null,
      (reason: unknown) => toEnvelope(reason),
    )
    expect(process.memoryUsage().rss - before, `seed ${seed}`).toBeLessThan(MOST_MEMORY)
    if (error) {
      expect(error, `seed ${seed}`).toMatchObject({ code: 'bundle/invalid' })
      expect(error.hint, `seed ${seed}`).toBeTruthy()
      refused++
      continue
    }
    const db = new Database(file, { readonly: true })
    expect(sealOf(db), `seed ${seed}`).toBe(seal)
    expect(everything(db), `seed ${seed}`).toEqual(expected)
    db.close()
    home.exec('BEGIN')
    expect(
      writeBundles(home)
        .take(file, [])
        .runs.every(({ added }) => added),
    ).toBe(true)
    expect(home.pragma('integrity_check', { simple: true })).toBe('ok')
    home.exec('ROLLBACK')
  }
  expect(counts()).toEqual([0, 0, 0, 0, 0])
  expect(home.pragma('integrity_check', { simple: true })).toBe('ok')
  home.close()
  return refused
}
