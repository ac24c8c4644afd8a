import type { EarlyStoppingSpec } from '../spec/training.ts'

/** What early stopping remembers between epochs. */
export interface Watch {
  readonly best: number
  /** Epochs since the best. */
  readonly waited: number
}

export const beginWatch: Watch = { best: Infinity, waited: 0 }

/**
 * Early stopping (Prechelt 1998; Keras' form) and convergence to an acceptable error, after each epoch.
 * @param loss the monitored one; not a number counts as no gain
 */
export function watchLoss(
  { patience, minDelta, acceptableLoss }: EarlyStoppingSpec,
  { best, waited }: Watch,
  loss: number,
): { readonly watch: Watch; readonly stop: boolean } {
  const watch = loss < best - minDelta ? { best: loss, waited: 0 } : { best, waited: waited + 1 }
  const isAcceptable = acceptableLoss !== undefined && loss <= acceptableLoss
  return { watch, stop: isAcceptable || watch.waited >= patience }
}
