import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeManyPictures } from '../main/support/many-pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'

/** Does it in a process of its own. @returns what it counted, and the most memory it had */
function alone(deed: 'scan' | 'import', folder: string, out: string): { counted: number; megabytes: number } {
  const script = join(import.meta.dirname, 'import-alone.mjs')
  const { stdout, stderr } = spawnSync(process.execPath, [script, deed, folder, out], { encoding: 'utf8' })
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout) as { counted: number; megabytes: number }
}

test('the memory of an import hardly depends on how many pictures there are', async () => {
  const peaks: number[] = []
  for (const count of [20_000, 100_000]) {
    const [folder, out] = [await temporaryFolder(), await temporaryFolder()]
    writeManyPictures(
      folder,
      count,
      (number) => `${['train', 'val', 'test'][number % 3]}/class-${number % 40}/part-${number % 7}/${number}.png`,
    )
    const { counted, megabytes } = alone('import', folder, out)
    expect(counted).toBe(count)
    peaks.push(megabytes)
  }
  console.log(`20,000 pictures: at most ${peaks[0]} MB, 100,000: ${peaks[1]} MB`)
  // Facts of a picture, twice in this process while they are handed over, and what the collector has not looked at yet.
  expect(peaks[1]! - peaks[0]!).toBeLessThan(500)
})

test('a million files in one folder are listed', async () => {
  const folder = await temporaryFolder()
  for (const name of ['a', 'b']) mkdirSync(join(folder, name))
  for (let number = 0; number < 1_000_000; number++)
    closeSync(openSync(join(folder, 'a', `picture-${number}.png`), 'w'))
  closeSync(openSync(join(folder, 'b', 'picture.png'), 'w'))
  const { counted, megabytes } = alone('scan', folder, '')
  console.log(`a million files: at most ${megabytes} MB`)
  expect(counted).toBe(1_000_001)
  expect(megabytes).toBeLessThan(2000)
})
