import { expect, test } from 'vitest'
import { DAMAGES } from '../main/bundle/fuzz.ts'
import { survives } from '../main/bundle/survives.ts'

const SEEDS = 200

for (const [kind, damage] of Object.entries(DAMAGES))
  test(`${kind}, ${SEEDS} times: refused, or not a value changed`, async () => {
    const refused = await survives(damage, SEEDS)
    console.log(`${kind}: ${refused} of ${SEEDS} refused, the others of no account`)
    expect(refused).toBeGreaterThan(SEEDS / 2)
  })
