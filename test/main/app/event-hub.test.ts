import { expect, test } from 'vitest'
import { EventHub } from '../../../src-main/app/event-hub.ts'
import { eachSeries } from '../../../src-main/contract/curve-history.ts'
import { DEFAULT_SETTINGS, type RunProgress } from '../../../src-main/contract/types.ts'

const progress = (runId: string, step: number): RunProgress => ({
  runId,
  epoch: 1,
  epochs: 2,
  step,
  steps: 9,
  loss: 1,
  samplesPerSecond: 1,
  secondsLeft: null,
})

test('who was away gets everything missed, in order, and of progress only the newest', () => {
  const hub = new EventHub()
  hub.emit('datasets/changed', {})
  const seen = { stream: hub.stream, sequence: hub.sequence }
  hub.emit('run/progress', progress('aaaa', 1))
  hub.emit('settings/changed', { ...DEFAULT_SETTINGS, theme: 'dark' })
  hub.emit('run/progress', progress('aaaa', 2))
  hub.emit('run/progress', progress('bbbb', 7))
  expect(hub.since(seen)).toEqual([
    {
      sequence: 3,
      event: {
        topic: 'settings/changed',
        payload: { ...DEFAULT_SETTINGS, theme: 'dark' },
      },
    },
    { sequence: 4, event: { topic: 'run/progress', payload: progress('aaaa', 2) } },
    { sequence: 5, event: { topic: 'run/progress', payload: progress('bbbb', 7) } },
  ])
  expect(hub.since({ stream: hub.stream, sequence: hub.sequence })).toEqual([])
})

test('a listener of another life of the process, or too far behind, is told to read everything anew', () => {
  const hub = new EventHub()
  expect(hub.since(null)).toBeNull()
  expect(hub.since({ stream: 'another', sequence: 0 })).toBeNull()
  expect(hub.since({ stream: hub.stream, sequence: 1 })).toBeNull()
  for (let index = 0; index < 5001; index++) hub.emit('datasets/changed', {})
  expect(hub.since({ stream: hub.stream, sequence: 0 })).toBeNull()
  expect(hub.since({ stream: hub.stream, sequence: 1 })).toHaveLength(5000)
})

test('listeners hear their topic until they leave', () => {
  const hub = new EventHub()
  const heard: unknown[] = []
  const leave = hub.on('settings/changed', (settings) => heard.push(settings.theme))
  hub.emit('datasets/changed', {})
  hub.emit('settings/changed', { ...DEFAULT_SETTINGS, theme: 'dark', threads: 2 })
  leave()
  hub.emit('settings/changed', { ...DEFAULT_SETTINGS, theme: 'light', threads: 2 })
  expect(heard).toEqual(['dark'])
})

test('saved epochs count one by one: a listener behind more of them than are kept reads everything anew', () => {
  const hub = new EventHub()
  const saved = (epochs: number): void => {
    const column = new Float64Array(epochs)
    hub.emit('run/epochs', { runId: 'aaaa', ...eachSeries(() => column) })
  }
  saved(3000)
  saved(2000)
  expect(hub.since({ stream: hub.stream, sequence: 0 })).toHaveLength(2)
  saved(1)
  expect(hub.since({ stream: hub.stream, sequence: 0 })).toBeNull()
  expect(hub.since({ stream: hub.stream, sequence: 1 })).toHaveLength(2)
  // One that is too large by itself is not kept at all.
  saved(200_000)
  expect(hub.since({ stream: hub.stream, sequence: 3 })).toBeNull()
  expect(hub.since({ stream: hub.stream, sequence: 4 })).toEqual([])
  hub.emit('datasets/changed', {})
  expect(hub.since({ stream: hub.stream, sequence: 4 })).toHaveLength(1)
})
