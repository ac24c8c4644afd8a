import { describe, expect, it } from 'vitest'
import { OptimizerSpec, TrainingSpec } from '../../../src-engine/spec/training.ts'
import { condensed, eachSeries, MOST_POINTS } from '../../../src-main/contract/curve-history.ts'
import type { RunHistory } from '../../../src-main/contract/types.ts'
import { curveAxis } from '../../../src-renderer/features/run/curve-axis.ts'
import { rateSeries, speedSeries } from '../../../src-renderer/features/run/curve-series.ts'
import { emptyHistory, lastEpochs, refined, withEpochs } from '../../../src-renderer/features/run/history.ts'
import { runMarks } from '../../../src-renderer/features/run/run-marks.ts'

/** Epochs `from` … `to`, whose loss is their number. */
function epochs(from: number, to: number): RunHistory {
  const counted = Float64Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return eachSeries((name) => (name === 'seconds' ? new Float64Array(counted.length).fill(0.5) : counted.slice()))
}

describe('history', () => {
  it('takes epochs of later saves once', () => {
    const history = withEpochs(epochs(1, 3), [epochs(2, 5), epochs(4, 6)])
    expect([...history.epoch]).toEqual([1, 2, 3, 4, 5, 6])
    expect([...history.loss]).toEqual([1, 2, 3, 4, 5, 6])
    expect(withEpochs(history, [epochs(5, 6)])).toBe(history)
  })

  it('keeps the extremes when it becomes long, and goes on after that', () => {
    const long = withEpochs(emptyHistory(), [epochs(1, MOST_POINTS), epochs(MOST_POINTS + 1, MOST_POINTS + 100)])
    expect(long.epoch.length).toBe(2400)
    expect([long.loss[0], long.high?.loss.at(-1)]).toEqual([1, MOST_POINTS + 100])
    // Every epoch is in one point.
    expect([...long.epoch.subarray(1)]).toEqual([...lastEpochs(long).subarray(0, -1)].map((epoch) => epoch + 1))
    const next = withEpochs(long, [epochs(MOST_POINTS + 90, MOST_POINTS + 102)])
    expect([...lastEpochs(next).subarray(-3)]).toEqual([MOST_POINTS + 100, MOST_POINTS + 101, MOST_POINTS + 102])
  })

  it('shows a part more closely, and every epoch around it as before', () => {
    const whole = condensed(epochs(1, 100), 10)
    const fine = refined(whole, { ...epochs(35, 52), high: epochs(35, 52) })
    expect([...lastEpochs(fine)]).toEqual([
      ...[10, 20, 30],
      ...Array.from({ length: 18 }, (_, index) => 35 + index),
      ...[70, 80, 90, 100],
    ])
    expect(refined(whole, emptyHistory())).toBe(whole)
  })
})

describe('curveAxis', () => {
  const training = TrainingSpec.parse({ batchSize: 32, changes: [{ epoch: 3, batchSize: 50 }] })
  const axis = (name: Parameters<typeof curveAxis>[0]) => curveAxis(name, epochs(1, 4), training, 100)
  it('counts epochs, steps of changing batches, examples, and seconds of training', () => {
    expect([...axis('epoch').x]).toEqual([1, 2, 3, 4])
    expect([...axis('step').x]).toEqual([4, 8, 10, 12])
    expect([...axis('samples').x]).toEqual([100, 200, 300, 400])
    expect([...axis('time').x]).toEqual([0.5, 1, 1.5, 2])
  })
  it('places what lies inside an epoch, as far as it is known', () => {
    expect(axis('step').at(1.5)).toBe(6)
    expect(axis('samples').at(2.25)).toBe(225)
    expect(axis('time').at(3)).toBe(1.5)
    expect(axis('time').at(4.5)).toBeNaN()
  })
  it('counts epochs where steps or seconds are not known', () => {
    expect(curveAxis('step', epochs(1, 2), training, null).name).toBe('epoch')
    const long = condensed(epochs(1, 100), 10)
    expect(curveAxis('time', long, training, 100).name).toBe('epoch')
    expect([...curveAxis('epoch', long, training, 100).x].slice(0, 2)).toEqual([10, 20])
  })
})

describe('learning rate and speed', () => {
  it('are worked out from settings and seconds', () => {
    const training = TrainingSpec.parse({
      ...{ epochs: 4, batchSize: 50, optimizer: { type: 'sgd', learningRate: 0.5 } },
      schedule: { type: 'step', drop: 0.1, every: 2 },
      changes: [{ epoch: 4, learningRate: 2 }],
    })
    const [rate] = rateSeries(epochs(1, 4), training, [], 100)
    expect([...rate!.values]).toEqual([0.5, 0.5, 0.05, 0.2].map((value): unknown => expect.closeTo(value, 12)))
    // Another rate from step 1 of epoch 3 on: what was planned for epoch 4 still comes.
    const set = { epoch: 2, step: 1, path: 'optimizer.learningRate', before: 0.5, after: 0.8 } as const
    const [changed] = rateSeries(epochs(1, 4), training, [set], 100)
    expect([...changed!.values]).toEqual([0.5, 0.5, 0.08, 0.2].map((value): unknown => expect.closeTo(value, 12)))
    const [speed] = speedSeries(epochs(1, 2), 100)
    expect([[...speed!.values], speed!.high]).toEqual([[200, 200], undefined])
    const seconds = { ...epochs(1, 1), seconds: Float64Array.of(0.5) }
    const [span] = speedSeries({ ...seconds, high: { ...seconds, seconds: Float64Array.of(2) } }, 100)
    expect([span!.values[0], span!.high?.[0]]).toEqual([50, 200])
  })
  it('are unknown before the number of examples is', () => {
    expect(rateSeries(epochs(1, 1), null, [], null)[0]!.values[0]).toBeNaN()
    expect(speedSeries(epochs(1, 1), null)[0]!.values[0]).toBeNaN()
  })
})

it('runMarks names the fork, changes that have come, the best epoch and where it rests', () => {
  const changes = [
    { epoch: 5, learningRate: 0.01 },
    { epoch: 9, batchSize: 8 },
  ]
  const set = [
    { epoch: 3, step: 5, path: 'optimizer.learningRate', before: 0.1, after: 0.02 } as const,
    {
      ...{ epoch: 7, step: 0, path: 'optimizer' as const },
      before: OptimizerSpec.parse({ type: 'adam' }),
      after: OptimizerSpec.parse({ type: 'sgd' }),
    },
  ]
  const run = { bestEpoch: 6, begunFrom: { epoch: 2, step: 0 }, status: 'paused', epochsDone: 7, changes: set } as const
  // Batches of 32: ten steps an epoch.
  expect(runMarks(run, TrainingSpec.parse({ changes }), 320)).toEqual([
    { x: 4, label: 'rate 0.01' },
    { x: 2, label: 'forked' },
    { x: 6, label: 'best' },
    { x: 7, label: 'paused' },
    { x: 3.5, label: 'rate 0.02' },
    { x: 7, label: 'SGD' },
  ])
})
