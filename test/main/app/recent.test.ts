import { expect, test } from 'vitest'
import { Recent } from '../../../src-main/app/runs/evaluation/recent.ts'

test('the latest used values stay while there is room for them, the newest whatever its size', () => {
  const recent = new Recent<number>(10, (size) => size)
  const kept = (): (number | undefined)[] => ['a', 'b', 'c', 'd'].map((key) => recent.get(key))
  recent.set('a', 4)
  recent.set('b', 5)
  expect(recent.get('a')).toBe(4)
  recent.set('c', 3)
  expect(kept()).toEqual([4, undefined, 3, undefined])
  recent.set('d', 99)
  expect(kept()).toEqual([undefined, undefined, undefined, 99])
})
