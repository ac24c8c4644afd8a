import { test } from 'vitest'
import { seeded } from '../main/faults/kill.ts'
import { killOwner, undisturbed } from '../main/faults/owners.ts'

const ROUNDS = 20

test(`owners of a shared home folder killed ${ROUNDS} times while they write`, async () => {
  const expected = await undisturbed()
  const rng = seeded(20)
  for (let round = 0; round < ROUNDS; round++) await killOwner(rng, expected)
}, 1_800_000)
