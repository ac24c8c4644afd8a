import { expect, test } from 'vitest'
import { DEEDS, killAndLook, momentOf, prepareGround, seeded, type Deed } from '../main/faults/kill.ts'

const KILLS = 200
const SEED = 200

test(`killed at ${KILLS} moments of everything that writes, nothing acknowledged is lost and every run reaches the same bits`, async () => {
  const ground = await prepareGround()
  const rng = seeded(SEED)
  const cut = new Map<Deed, number>()
  let named = 0
  for (let index = 0; index < KILLS; index++) {
    const deed = DEEDS[index % DEEDS.length]!
    // A third of them at named points around commit, sync and rename.
    const moment = momentOf(rng, deed, index % 3 === 2, ground.longest)
    const died = await killAndLook(ground, deed, index, moment)
    if (died) cut.set(deed, (cut.get(deed) ?? 0) + 1)
    if (died && moment.point) named++
  }
  console.log(
    `seed ${SEED}: of ${KILLS} moments ${JSON.stringify(Object.fromEntries(cut))} came before the end, ${named} at named points`,
  )
  expect([...cut.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(KILLS / 2)
}, 3_600_000)
