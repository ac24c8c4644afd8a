import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { validateBundle } from '../../../src-main/bundle/validate.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { bySql, DAMAGES, FAST_SEEDS, randomOf } from './fuzz.ts'
import { quiet, soundBundle, survives } from './survives.ts'

/** Damage that can hit what is of no account: an unused byte, a page that is copied onto itself. */
const HARMLESS_AT_TIMES = ['flipped bits', 'a page in the place of another']

for (const [kind, damage] of Object.entries(DAMAGES))
  test(`${kind}: refused, or not a value changed`, async () => {
    const refused = await survives(damage, FAST_SEEDS)
    if (!HARMLESS_AT_TIMES.includes(kind)) expect(refused).toBe(FAST_SEEDS)
  })

test('a bundle that nothing was done to is taken in', async () => {
  expect(await survives((file, sound) => writeFile(file, sound), 1)).toBe(0)
})

test('what is changed and sealed again is refused for what it is, not for the change', async () => {
  const file = join(await temporaryFolder(), 'changed.glassbox')
  const changed = async (sql: string): Promise<void> => {
    await bySql((db) => db.exec(sql))(file, await soundBundle(), randomOf(0))
    await validateBundle(file, quiet)
  }
  await changed("UPDATE runs SET name = 'another name' WHERE position = 0")
  await expect(changed("UPDATE runs SET name = 'two' || char(10) || 'lines'")).rejects.toThrow(
    'A row of "runs" is not as it should be: name: has control characters.',
  )
  await expect(changed("UPDATE items SET path = '../x' WHERE position = 0")).rejects.toThrow(
    'A row of "items" is not as it should be: path: is no path inside a folder.',
  )
  await expect(changed(`UPDATE checkpoints SET state = '{"\\u005f_proto__":{}}'`)).rejects.toThrow(
    'A row of "checkpoints" is not as it should be: state: is not the JSON that belongs here.',
  )
  await expect(changed('PRAGMA user_version = 4')).rejects.toMatchObject({
    code: 'bundle/invalid',
    message: 'This file of runs cannot be taken in. It has format 4; this Glassbox reads up to 3.',
    hint: 'Update Glassbox, then import it again.',
  })
})
