import type { TrainingSpec } from '../spec/training.ts'

/**
 * The learning rate of a step under linear warm-up (Goyal et al. 2017, section 2.2). Adam's first steps all have its
 * full size and one direction; behind inputs that are all positive such steps can switch off every relu for good.
 * @param step 1, 2, … over the whole run
 */
export function learningRateAt({ optimizer, schedule }: TrainingSpec, step: number): number {
  const { warmupSteps } = schedule
  return step < warmupSteps ? (optimizer.learningRate * step) / warmupSteps : optimizer.learningRate
}
