import type { EarlyStoppingSpec } from '../spec/training.ts'

/** What early stopping remembers between epochs. */
export interface Watch {
  readonly best: number
  /** Epochs since the best. */
  readonly waited: number
}

export const beginWatch: Watch = { best: Infinity, waited: 0 }

/** Why a run ends before its last epoch: the loss is as low as was wanted, or it does not fall any more. */
export type End = 'converged' | 'earlyStopping'

/**
 * Early stopping (Prechelt 1998; Keras' form) and convergence to an acceptable error, after each epoch.
 * @param loss the monitored one; not a number counts as no gain
 */
export function watchLoss(
  { patience, minDelta, acceptableLoss }: EarlyStoppingSpec,
  { best, waited }: Watch,
  loss: number,
): { readonly watch: Watch; readonly end: End | null } {
  const watch = loss < best - minDelta ? { best: loss, waited: 0 } : { best, waited: waited + 1 }
  const isAcceptable = acceptableLoss !== undefined && loss <= acceptableLoss
  return { watch, end: isAcceptable ? 'converged' : watch.waited >= patience ? 'earlyStopping' : null }
}
