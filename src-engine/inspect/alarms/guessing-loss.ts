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

const entropyOf = (p: number): number => (p > 0 ? -p * Math.log(p) : 0)
