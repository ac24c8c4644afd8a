import { expect, test } from 'vitest'
import { DEEDS, killAndLook, momentOf, prepareGround, seeded } from './kill.ts'

const KILLS = 10

test(`killed at ${KILLS} moments of everything that writes, nothing acknowledged is lost and every run reaches the same bits`, async () => {
  const ground = await prepareGround()
  const rng = seeded(6)
  let cut = 0
  for (let index = 0; index < KILLS; index++) {
    const deed = DEEDS[index % DEEDS.length]!
    const moment = momentOf(rng, deed, index >= DEEDS.length, ground.longest)
    if (await killAndLook(ground, deed, index, moment)) cut++
  }
  expect(cut).toBeGreaterThan(KILLS / 3)
}, 240_000)
