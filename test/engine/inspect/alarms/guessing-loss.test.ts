import { expect, it } from 'vitest'
import { guessingLoss, guessingLossOfTargets } from '../../../../src-engine/inspect/alarms/guessing-loss.ts'
import { judge } from '../../../../src-engine/reference/losses.ts'
import { oneHot } from '../../../../src-engine/reference/targets.ts'
import type { LossName } from '../../../../src-engine/spec/training.ts'

it('is the entropy of the classes for cross-entropy', () => {
  expect(guessingLoss('categoricalCrossentropy', [5, 5, 5, 5], 4)).toBeCloseTo(Math.log(4), 14)
  expect(guessingLoss('categoricalCrossentropy', [9, 1], 2)).toBeCloseTo(0.32508297339144826, 14)
  expect(guessingLoss('binaryCrossentropy', [3, 3], 1)).toBeCloseTo(Math.LN2, 14)
  expect(guessingLoss('meanSquaredError', [3, 3], 1)).toBeCloseTo(0.25, 14)
  expect(guessingLoss('hellinger', [3, 3], 2)).toBeNull()
  expect(guessingLoss('categoricalCrossentropy', [0, 0], 2)).toBeNull()
})

const behind: Partial<Record<LossName, 'softmax' | 'sigmoid'>> = {
  ...{ categoricalCrossentropy: 'softmax', kullbackLeiblerDivergence: 'softmax' },
  ...{ binaryCrossentropy: 'sigmoid', kOutputCrossentropy: 'sigmoid' },
}
const losses: LossName[] = [
  ...(['categoricalCrossentropy', 'kullbackLeiblerDivergence', 'binaryCrossentropy', 'kOutputCrossentropy'] as const),
  ...(['meanSquaredError', 'meanSummedSquaredError', 'halfMeanSummedSquaredError', 'rootMeanSquaredError'] as const),
  ...(['sumSquaredError', 'halfSumSquaredError', 'meanAbsoluteError', 'meanSummedAbsoluteError'] as const),
]

it.each(losses)('no answer without looking has a smaller %s, and one has this', (loss) => {
  const labels = [0, 0, 0, 0, 0, 1, 1, 2, 2, 2]
  const counts = [5, 2, 3]
  const activation = behind[loss] ?? 'linear'
  const isAbsolute = loss.endsWith('AbsoluteError')
  const lossOf = (p: readonly number[]): number => {
    const z =
      activation === 'sigmoid' ? p.map((q) => Math.log(q / (1 - q))) : activation === 'softmax' ? p.map(Math.log) : p
    const repeated = (row: readonly number[]) => Float64Array.from(labels.flatMap(() => row))
    const answers = { a: repeated(p), y: oneHot(labels, 3), outputs: 3 }
    return judge(loss, activation, repeated(z), answers).loss
  }
  const best = isAbsolute ? [0.5, 0, 0] : counts.map((count) => count / 10)
  const least = guessingLoss(loss, counts, 3)!
  expect(lossOf(best)).toBeCloseTo(least, 12)
  const away = (by: readonly number[]) => lossOf(best.map((p, i) => p + by[i]!))
  for (const by of [
    [0.1, -0.1, 0],
    [-0.05, 0.1, -0.05],
    [0, 0.02, -0.02],
  ].map((each) => (isAbsolute ? each.map(Math.abs) : each)))
    expect(away(by)).toBeGreaterThanOrEqual(least - 1e-12)
})

it.each(losses.filter((loss) => /Squared|Absolute/.test(loss)))('no constant comes nearer to numbers by %s', (loss) => {
  const targets = [3, -1, 4, 1, -5, 9, 2]
  const lossOf = (answer: number): number => {
    const answers = { a: new Float64Array(7).fill(answer), y: Float64Array.from(targets), outputs: 1 }
    return judge(loss, 'linear', answers.a, answers).loss
  }
  const best = loss.endsWith('AbsoluteError') ? 2 : 13 / 7
  const least = guessingLossOfTargets(loss, targets)!
  expect(lossOf(best)).toBeCloseTo(least, 12)
  for (const by of [-1, -0.1, 0.1, 1]) expect(lossOf(best + by)).toBeGreaterThan(least)
  expect(guessingLossOfTargets(loss, [])).toBeNull()
})
