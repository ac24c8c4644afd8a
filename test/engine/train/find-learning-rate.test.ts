import { describe, expect, it } from 'vitest'
import { exclusiveOr } from '../../../src-engine/data/tables/points.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import { findLearningRate, type RangeTestOptions } from '../../../src-engine/train/find-learning-rate.ts'
import { arraySource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { patterns } from '../support/alarmed.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'

const points = exclusiveOr()
const softmax = (units: number) => ({ type: 'dense', units, activation: 'softmax' }) as const
const problems = {
  'points of an exclusive or': {
    spec: network({ input: [2], layers: [{ type: 'dense', units: 16, activation: 'tanh' }, softmax(2)] }),
    train: arraySource(points.inputs, points.labels, [2]),
    // There is a plateau to leave.
    steps: 600,
  },
  'patterns like digits': {
    spec: network({ input: [64], layers: [{ type: 'dense', units: 32, activation: 'relu' }, softmax(10)] }),
    train: patterns(1, 600, [64], 10, 0.7),
    steps: 100,
  },
}
type Problem = (typeof problems)[keyof typeof problems]

const optionsOf = ({ spec, train }: Problem, settings = training()): RangeTestOptions => ({
  model: createModel(kernels, { network: spec, batchSize: 32, threads: 1, training: settings }),
  ...{ network: spec, training: settings, train },
})

describe.each(Object.entries(problems))('%s', (_, problem) => {
  it.each(['sgd', 'adam', 'rmsprop'] as const)(
    'by %s learn more with the suggestion than with a hundredth or 100 times it',
    (type) => {
      const { suggestion, end } = findLearningRate({
        ...optionsOf(problem, training({ optimizer: { type } })),
        steps: problem.steps,
      })
      expect(end).not.toBe('stopped')
      const lossWith = (rate: number): number => {
        const settings = training({ optimizer: { type, learningRate: Math.min(100, rate) } })
        const trainer = createTrainer({ ...optionsOf(problem, settings), validation: problem.train })
        trainer.initialize()
        let loss = Infinity
        try {
          for (let epoch = 0; epoch < 8; epoch++) {
            const result = trainer.runEpoch()
            if (result !== 'stopped') loss = result.validation!.loss
          }
        } catch {
          return Infinity
        }
        return loss
      }
      const loss = lossWith(suggestion!)
      expect(loss).toBeLessThan(lossWith(suggestion! / 100))
      expect(loss).toBeLessThan(lossWith(suggestion! * 100))
    },
  )
})

describe('the curve', () => {
  const problem = problems['patterns like digits']

  it('has rates that grow by one factor, the losses of the batches, and their mean', () => {
    const seen: [number, number, number][] = []
    const onStep = (...step: [number, number, number]) => void seen.push(step)
    const { points: curve, end } = findLearningRate({ ...optionsOf(problem), from: 1e-6, to: 1e-2, steps: 41, onStep })
    expect(end).toBe('finished')
    expect(curve).toHaveLength(41)
    curve.forEach(({ rate }, i) => expect(rate / (1e-6 * 10 ** (i / 10))).toBeCloseTo(1, 12))
    expect(seen).toEqual(curve.map(({ rate, loss }, i) => [i + 1, rate, loss]))
    // More than the 19 steps of an epoch.
    const expected = curve.map((_, last) => {
      const weights = curve.slice(0, last + 1).map((__, i) => 0.9 ** (last - i))
      const sum = weights.reduce((total, weight, i) => total + weight * curve[i]!.loss, 0)
      return sum / weights.reduce((total, weight) => total + weight, 0)
    })
    curve.forEach(({ smoothed }, i) => expect(smoothed).toBeCloseTo(expected[i]!, 12))
  })

  it('is that of a trainer with these rates, and the same for the same seed', () => {
    const { points: curve } = findLearningRate({ ...optionsOf(problem), steps: 30 })
    expect(findLearningRate({ ...optionsOf(problem), steps: 30 }).points).toEqual(curve)
    const other = findLearningRate({ ...optionsOf(problem, training({ seed: 2 })), steps: 30 }).points
    expect(other[0]!.loss).not.toBe(curve[0]!.loss)
    const losses: number[] = []
    const rateAt = (step: number) => curve[step - 1]?.rate ?? 0
    const trainer = createTrainer({ ...optionsOf(problem), validation: null, rateAt })
    trainer.initialize()
    const onStep = (_: number, __: number, loss: number) => void losses.push(loss)
    trainer.runEpoch({ onStep })
    trainer.runEpoch({ onStep })
    expect(losses.slice(0, 30)).toEqual(curve.map(({ loss }) => loss))
  })

  it('ends where the loss has left its best far behind, or is no number', () => {
    const optimizer = { type: 'sgd' } as const
    const { points: curve, end } = findLearningRate({ ...optionsOf(problem, training({ optimizer })), to: 1e6 })
    expect(end).toBe('diverged')
    expect(curve.length).toBeLessThan(100)
    expect(curve.every(({ loss }) => Number.isFinite(loss))).toBe(true)
  })

  it('ends when it is told to', () => {
    let asked = 0
    const { points: curve, end } = findLearningRate({ ...optionsOf(problem), shouldStop: () => asked++ === 7 })
    expect([curve.length, end]).toEqual([7, 'stopped'])
  })

  it('suggests nothing where the loss does not fall', () => {
    const plateau = optionsOf(problems['points of an exclusive or'], training({ optimizer: { type: 'sgd' } }))
    expect(findLearningRate(plateau).suggestion).toBeNull()
    const { suggestion, tenthOfBest } = findLearningRate({ ...optionsOf(problem), to: 1e-6 })
    expect([suggestion, tenthOfBest]).toEqual([null, null])
  })

  it('refuses what is no range', () => {
    for (const range of [{ from: 0 }, { from: 1, to: 1 }, { steps: 1 }, { steps: 2.5 }, { to: NaN }])
      expect(() => findLearningRate({ ...optionsOf(problem), ...range })).toThrow(RangeError)
  })
})

it('noise of small batches is no descent: nothing is suggested of rates that change nothing', () => {
  for (let seed = 1; seed <= 12; seed++) {
    // Labels that have nothing to do with the inputs, four examples a step.
    const random = patterns(seed, 400, [16], 4, 0)
    const shuffled = { ...random, label: (index: number) => (index * 2654435761 + seed) % 4 }
    const spec = network({ input: [16], layers: [{ type: 'dense', units: 16, activation: 'relu' }, softmax(4)] })
    const settings = training({ seed, batchSize: 4, optimizer: { type: 'adam' } })
    const model = createModel(kernels, { network: spec, batchSize: 4, threads: 1, training: settings })
    const { suggestion } = findLearningRate({ model, network: spec, training: settings, train: shuffled })
    expect(suggestion === null || suggestion > 1e-5, `seed ${seed}: ${suggestion}`).toBe(true)
  }
})
