import * as z from 'zod'

/**
 * The cost C of n examples, a answers and y targets; formulas and sources in `reference/losses/`.
 *
 * Cross-entropies: `categoricalCrossentropy` behind softmax (Keras); behind sigmoid `binaryCrossentropy` (Keras: mean over
 * outputs) and `kOutputCrossentropy` (sum over outputs).
 * Squares: `meanSquaredError` (Keras: mean over examples and outputs), `meanSummedSquaredError` 1/n ΣΣ,
 * `halfMeanSummedSquaredError` 1/2n ΣΣ, `sumSquaredError` ΣΣ, `halfSumSquaredError` ½ΣΣ, `rootMeanSquaredError` √(1/n ΣΣ).
 * Absolute values: `meanAbsoluteError` (Keras), `meanSummedAbsoluteError` 1/n ΣΣ.
 * Between distributions: `kullbackLeiblerDivergence`, `hellinger`. And `exponential`, and `perceptron` behind step.
 */
export const LossName = z.enum([
  ...['categoricalCrossentropy', 'binaryCrossentropy', 'kOutputCrossentropy'],
  ...['meanSquaredError', 'meanSummedSquaredError', 'halfMeanSummedSquaredError'],
  ...['sumSquaredError', 'halfSumSquaredError', 'rootMeanSquaredError'],
  ...['meanAbsoluteError', 'meanSummedAbsoluteError'],
  ...['kullbackLeiblerDivergence', 'hellinger', 'exponential', 'perceptron'],
] as const)
export type LossName = z.infer<typeof LossName>
