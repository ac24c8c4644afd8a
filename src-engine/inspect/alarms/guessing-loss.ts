import type { LossName } from '../../spec/loss.ts'

/**
 * The loss of the best answer that does not look at the example: what a network reaches by knowing how frequent the classes
 * are. For cross-entropy the entropy of the classes; for squares their variance; for absolute values the distance from the
 * more frequent side. Null for losses without a plain formula.
 * @param counts examples of each class
 * @param outputs of the network; a single one has two classes
 */
export function guessingLoss(loss: LossName, counts: readonly number[], outputs: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const shares = counts.map((count) => count / total)
  // What each output is wanted to be: with one output 1 for the second class.
  const wanted = outputs === 1 ? [shares[1] ?? 0] : shares
  const sumOf = (term: (p: number) => number): number => wanted.reduce((sum, p) => sum + term(p), 0)
  const squares = sumOf((p) => p * (1 - p))
  switch (loss) {
    case 'categoricalCrossentropy':
    case 'kullbackLeiblerDivergence':
      return outputs === 1 ? null : sumOf(entropyOf)
    case 'binaryCrossentropy':
      return sumOf((p) => entropyOf(p) + entropyOf(1 - p)) / outputs
    case 'kOutputCrossentropy':
      return sumOf((p) => entropyOf(p) + entropyOf(1 - p))
    case 'meanSquaredError':
      return squares / outputs
    case 'meanSummedSquaredError':
      return squares
    case 'halfMeanSummedSquaredError':
      return squares / 2
    case 'rootMeanSquaredError':
      return Math.sqrt(squares)
    case 'sumSquaredError':
      return squares * total
    case 'halfSumSquaredError':
      return (squares * total) / 2
    case 'meanAbsoluteError':
      return sumOf((p) => Math.min(p, 1 - p)) / outputs
    case 'meanSummedAbsoluteError':
      return sumOf((p) => Math.min(p, 1 - p))
    case 'hellinger':
    case 'exponential':
    case 'perceptron':
      return null
  }
}

/**
 * The same of numbers to be predicted: always answering their mean gives their variance, and no answer is nearer to all of
 * them than the median.
 * @param targets of all examples, one for each, as the network is to answer them
 */
export function guessingLossOfTargets(loss: LossName, targets: ArrayLike<number>): number | null {
  const count = targets.length
  if (count === 0) return null
  const sorted = Float64Array.from(targets).sort()
  const mean = sorted.reduce((sum, y) => sum + y, 0) / count
  const squares = sorted.reduce((sum, y) => sum + (y - mean) ** 2, 0) / count
  const median = sorted[count >> 1] ?? NaN
  const absolutes = sorted.reduce((sum, y) => sum + Math.abs(y - median), 0) / count
  switch (loss) {
    case 'meanSquaredError':
    case 'meanSummedSquaredError':
      return squares
    case 'halfMeanSummedSquaredError':
      return squares / 2
    case 'rootMeanSquaredError':
      return Math.sqrt(squares)
    case 'sumSquaredError':
      return squares * count
    case 'halfSumSquaredError':
      return (squares * count) / 2
    case 'meanAbsoluteError':
    case 'meanSummedAbsoluteError':
      return absolutes
    default:
      return null
  }
}

const entropyOf = (p: number): number => (p > 0 ? -p * Math.log(p) : 0)
