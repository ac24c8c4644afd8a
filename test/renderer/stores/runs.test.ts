import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { eachSeries } from '../../../src-main/contract/curve-history.ts'
import { runShare } from '../../../src-main/contract/progress.ts'
import { useRuns } from '../../../src-renderer/stores/runs.ts'
import { FakeApi, piniaOver } from '../fake-api.ts'
import { sampleRun } from '../samples.ts'

const progress = {
  runId: 'run00001',
  epoch: 2,
  epochs: 4,
  step: 5,
  steps: 10,
  loss: 0.5,
  samplesPerSecond: 100,
  secondsLeft: 3,
}
let stored = [sampleRun({ status: 'running', epochsDone: 1 })]
let api: FakeApi

beforeEach(async () => {
  stored = [sampleRun({ status: 'running', epochsDone: 1 })]
  api = new FakeApi({ 'runs/list': () => stored })
  piniaOver(api)
  useRuns()
  await flushPromises()
})

describe('useRuns', () => {
  it('lists newest first and takes in runs that begin or change', () => {
    const runs = useRuns()
    api.emit('run/changed', sampleRun({ id: 'run00002', startedAt: 1_800_000_000_000, status: 'queued' }))
    expect(runs.list.map(({ id }) => id)).toEqual(['run00002', 'run00001'])
    expect(runs.active.map(({ id }) => id)).toEqual(['run00001', 'run00002'])
    api.emit('run/changed', sampleRun({ status: 'stopped' }))
    expect(runs.runs?.get('run00001')?.status).toBe('stopped')
  })

  it('follows progress and saved epochs until the run is over', () => {
    const runs = useRuns()
    api.emit('run/progress', progress)
    expect(runs.progress.get('run00001')).toEqual(progress)
    const none = new Float64Array(2)
    api.emit('run/epochs', { runId: 'run00001', ...eachSeries(() => none), epoch: Float64Array.of(1, 2) })
    expect(runs.runs?.get('run00001')?.epochsDone).toBe(2)
    api.emit('run/changed', sampleRun({ status: 'completed' }))
    expect(runs.progress.size).toBe(0)
    expect(runs.active).toEqual([])
  })

  it('keeps the figures that came with the last change when the run is finished, and forgets its progress', () => {
    const metrics = { train: null, validation: null, test: { loss: 0.1, accuracy: 0.99, count: 5 } }
    api.emit('run/progress', progress)
    api.emit('run/changed', sampleRun({ status: 'running', metrics }))
    api.emit('run/finished', { runId: 'run00001', error: null })
    expect(useRuns().runs?.get('run00001')?.metrics).toEqual(metrics)
    expect(useRuns().progress.size).toBe(0)
  })

  it('reads everything anew after events were missed and forgets the progress of runs that ended', async () => {
    api.emit('run/progress', progress)
    stored = [sampleRun({ status: 'completed' }), sampleRun({ id: 'run00003' })]
    api.miss()
    await flushPromises()
    expect(useRuns().list).toHaveLength(2)
    expect(useRuns().progress.size).toBe(0)
  })
})

describe('what waits', () => {
  const queued = (id: string, startedAt: number) => sampleRun({ id, startedAt, status: 'queued' })
  beforeEach(async () => {
    stored = [sampleRun({ status: 'running' }), queued('run00002', 2e12), queued('run00003', 3e12)]
    api = new FakeApi({
      'runs/list': () => stored,
      'runs/queue': () => ['run00003', 'run00002'],
      'runs/move': () => ['run00002', 'run00003'],
    })
    piniaOver(api)
    useRuns()
    await flushPromises()
  })
  it('stands in the order of its turn, and a run that the queue does not name comes last', () => {
    expect(useRuns().active.map(({ id }) => id)).toEqual(['run00001', 'run00003', 'run00002'])
    api.emit('run/changed', queued('run00004', 1))
    expect(useRuns().waiting.map(({ id }) => id)).toEqual(['run00003', 'run00002', 'run00004'])
  })
  it('follows the news of the queue', () => {
    api.emit('runs/queue-changed', { ids: ['run00002', 'run00003'] })
    expect(useRuns().waiting.map(({ id }) => id)).toEqual(['run00002', 'run00003'])
  })
  it('is given another turn', async () => {
    await useRuns().move('run00002', 0)
    expect(api.calls.at(-1)).toEqual({ name: 'runs/move', input: { id: 'run00002', position: 0 } })
    expect(useRuns().waiting.map(({ id }) => id)).toEqual(['run00002', 'run00003'])
  })
})

it('a paused run is not under way, and how far it came is still known', () => {
  api.emit('run/progress', progress)
  api.emit('run/changed', sampleRun({ status: 'paused' }))
  expect(useRuns().active).toEqual([])
  api.emit('run/finished', { runId: 'run00001', error: null })
  expect(useRuns().paused.map(({ id }) => id)).toEqual(['run00001'])
  expect(useRuns().progress.get('run00001')).toEqual(progress)
  api.emit('run/changed', sampleRun({ status: 'stopped' }))
  expect(useRuns().progress.size).toBe(0)
})

it('reads the list anew when runs came or went, and leaves out what is in the trash', async () => {
  stored = [sampleRun({ id: 'run00007' }), sampleRun({ id: 'run00008' })]
  api.emit('runs/changed', {})
  await flushPromises()
  expect(useRuns().list.map(({ id }) => id)).toEqual(['run00007', 'run00008'])
  api.emit('run/changed', sampleRun({ id: 'run00007', deletedAt: 5 }))
  expect(useRuns().list.map(({ id }) => id)).toEqual(['run00008'])
})

it('runShare counts whole epochs and the part of the one under way', () => {
  expect(runShare(progress)).toBe((1 + 0.5) / 4)
  expect(runShare({ ...progress, epoch: 4, step: 10 })).toBe(1)
  expect(runShare({ ...progress, epoch: 0, step: 0, steps: 0 })).toBe(0)
})
