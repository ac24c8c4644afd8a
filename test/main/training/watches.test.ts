import { expect, test } from 'vitest'
import { CONTROL, MOST_WATCHED, watchedLayers } from '../../../src-main/training/messages.ts'
import { TrainingControl } from '../../../src-main/training/training-thread.ts'
import { WATCH_LASTS, Watches } from '../../../src-main/training/watches.ts'

test('the layers that somebody looks at, the newest watch first, and at most so many', () => {
  const watches = new Watches()
  watches.set('run1', 'page1', [2], 0)
  watches.set('run1', 'page2', [5], 0)
  watches.set('run1', 'page3', [2], 0)
  expect(watches.layers('run1', 1)).toEqual([2, 5])
  expect(watches.layers('run2', 1)).toEqual([])
  watches.set('run1', 'page3', [7], 1)
  watches.set('run1', 'page2', [], 1)
  expect(watches.layers('run1', 2)).toEqual([7, 2])
  for (let page = 0; page < MOST_WATCHED; page++) watches.set('run1', `other${page}`, [10 + page], 3)
  expect(watches.layers('run1', 4)).toEqual([21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10])
  watches.set('run1', 'page1', [0, 1, 2], 5)
  expect(watches.layers('run1', 5).slice(0, 4)).toEqual([0, 1, 2, 21])
})

test('a watch that nobody renews is over, a renewed one goes on', () => {
  const watches = new Watches()
  watches.set('run1', 'page1', [1], 0)
  watches.set('run1', 'page2', [2], 0)
  watches.set('run1', 'page2', [2], WATCH_LASTS - 1)
  expect(watches.layers('run1', WATCH_LASTS - 1)).toEqual([2, 1])
  expect(watches.layers('run1', WATCH_LASTS)).toEqual([2])
  expect(watches.layers('run1', 2 * WATCH_LASTS)).toEqual([])
})

test('a training thread is told of the layers in the memory they share', () => {
  const control = new TrainingControl()
  const words = new Int32Array(control.buffer)
  expect([words.length, watchedLayers(words)]).toEqual([CONTROL.length, []])
  control.watch([0, 3])
  expect(watchedLayers(words)).toEqual([0, 3])
  control.watch([4])
  expect(watchedLayers(words)).toEqual([4])
})
