import { describe, expect, it } from 'vitest'
import { batchSizeAt } from '../../../src-engine/spec/batch-size.ts'
import { learningRateAt } from '../../../src-engine/train/schedule.ts'
import { goldens } from '../support/goldens.ts'
import { training } from '../support/networks.ts'
import { expectGolden } from '../support/numbers.ts'

const golden = goldens.schedules_standard
const optimizer = { type: 'sgd', learningRate: golden.eta0 } as const

describe('learning rates over time', () => {
  it.each([
    ['step(drop .5 every 10)', { type: 'step', drop: 0.5, every: 10 }],
    ['exponential(k=.05)', { type: 'exponential', decay: 0.05 }],
    ['inverse_time(k=.05)', { type: 'inverseTime', decay: 0.05 }],
    ['cosine(T=100)', { type: 'cosine' }],
    ['cosine(T=100)', { type: 'cosine', epochs: 100 }],
  ] as const)('%s %j', (name, schedule) => {
    const epochs = 'epochs' in schedule ? 7 : 100
    const settings = training({ epochs, optimizer, schedule })
    expectGolden(
      golden.t.map((t) => learningRateAt(settings, 1, t)),
      golden[name]!,
    )
  })

  it('ends a cosine at its end', () => {
    expect(learningRateAt(training({ optimizer, schedule: { type: 'cosine', epochs: 5 } }), 1, 9)).toBe(0)
  })

  it('warms up linearly under any schedule', () => {
    const settings = training({ optimizer, schedule: { type: 'exponential', decay: 1, warmupSteps: 4 } })
    const rates = [1, 2, 3, 4, 5].map((step) => learningRateAt(settings, step, 2))
    expectGolden(
      rates,
      [0.25, 0.5, 0.75, 1, 1].map((share) => share * golden.eta0 * Math.exp(-2)),
    )
  })

  it('changes at the beginning of an epoch, under the schedule', () => {
    const changes = [
      { epoch: 3, learningRate: 1 },
      { epoch: 4, batchSize: 2 },
      { epoch: 6, learningRate: 2 },
    ]
    const settings = training({ optimizer, changes, schedule: { type: 'step', every: 4 } })
    // Times 1.99, 2, 4.5 and 5 are in epochs 2, 3, 5 and 6.
    expect([1.99, 2, 4.5, 5].map((time) => learningRateAt(settings, 1, time))).toEqual([0.1, 1, 0.5, 1])
  })
})

describe('examples in a step', () => {
  const at = (settings: Parameters<typeof training>[0], epoch = 1): number => batchSizeAt(training(settings), epoch, 55)
  it('are a mini-batch, all or one', () => {
    expect([at({}), at({ batchSize: 100 }), at({ batching: 'full' }), at({ batching: 'online' })]).toEqual([
      32, 55, 55, 1,
    ])
  })
  it('change on the way; what a change leaves out stays', () => {
    const changes = [
      { epoch: 2, batching: 'online' },
      { epoch: 4, batchSize: 7 },
      { epoch: 5, batching: 'miniBatch' },
    ] as const
    expect([1, 2, 3, 4, 5, 9].map((epoch) => at({ changes: [...changes] }, epoch))).toEqual([32, 1, 1, 1, 7, 7])
  })
})
