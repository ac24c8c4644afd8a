import { expect, it } from 'vitest'
import { createArena } from '../../../src-engine/plan/arena.ts'

it('gives every buffer cache lines of its own, and one line free behind it', () => {
  const arena = createArena(512)
  expect([1, 64, 65, 0].map((bytes) => arena.allocate(bytes))).toEqual([512, 640, 768, 960])
  expect(arena.size).toBe(1024)
})
