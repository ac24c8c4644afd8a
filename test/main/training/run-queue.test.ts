import { expect, test } from 'vitest'
import { RunQueue } from '../../../src-main/training/run-queue.ts'

test('turns come in order, can be changed, and every change is told', () => {
  const told: string[][] = []
  const queue = new RunQueue<{ id: string }>((ids) => told.push(ids))
  for (const id of ['a', 'b', 'c', 'd']) queue.add({ id })
  queue.move('d', 0)
  expect(queue.ids).toEqual(['d', 'a', 'b', 'c'])
  queue.move('a', 99)
  expect(queue.ids).toEqual(['d', 'b', 'c', 'a'])
  queue.move('nobody', 1)
  expect(queue.remove('nobody')).toBe(false)
  expect(queue.remove('b')).toBe(true)
  expect(queue.take()?.id).toBe('d')
  expect([queue.ids, queue.length]).toEqual([['c', 'a'], 2])
  expect(told).toEqual([
    ['a'],
    ['a', 'b'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c', 'd'],
    ['d', 'a', 'b', 'c'],
    ['d', 'b', 'c', 'a'],
    ['d', 'c', 'a'],
    ['c', 'a'],
  ])
})
