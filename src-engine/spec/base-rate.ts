import type { TrainingSpec } from './training.ts'

/**
 * η before schedule and warm-up: that of the optimiser, or of the last planned change that has begun.
 * @param epoch finished ones; with or without the part of the next one
 */
export function baseRateAt({ optimizer, changes }: TrainingSpec, epoch: number): number {
  let rate = optimizer.learningRate
  for (const change of changes) if (change.epoch <= epoch + 1) rate = change.learningRate ?? rate
  return rate
}
