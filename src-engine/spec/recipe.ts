/** How a preset is trained unless somebody says otherwise. */
export interface Recipe {
  readonly epochs: number
  readonly batchSize: number
  /** Of Adam. */
  readonly learningRate: number
}

/** An epoch of fewer steps than this teaches too little before it is over. */
const LEAST_STEPS = 6

/**
 * The recipe of a preset for so many training examples. Small sets get small batches: with one step an epoch, a first
 * run on twenty pictures of each class would be over before it has learnt anything.
 */
export function presetRecipe(_preset: string, trainCount: number): Recipe {
  const batchSize = Math.min(32, Math.max(4, 2 ** Math.floor(Math.log2(trainCount / LEAST_STEPS))))
  return { epochs: 20, batchSize, learningRate: 0.001 }
}
