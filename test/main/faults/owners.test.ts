import { test } from 'vitest'
import { seeded } from './kill.ts'
import { killOwner, undisturbed } from './owners.ts'

test('three processes share a home folder; its owner is killed while it writes, and nothing is lost', async () => {
  await killOwner(seeded(1), await undisturbed())
}, 120_000)
