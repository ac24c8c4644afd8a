import type { Explanation } from './explanation.ts'

/** What every training needs. */
export const REQUIRED: Readonly<Record<string, Explanation>> = {
  epochs: {
    formula: 'steps = epochs · ⌈examples / batch size⌉',
    advice:
      'So many that the validation loss no longer falls. The best epoch is kept, so a few too many cost only time.',
    change:
      'More: it learns longer, and at some point learns the training examples by heart. Fewer: it stops before it has learnt.',
  },
  batching: {
    formula: 'w ← w − η · 1/n Σ ∇Cᵢ over the n examples of a batch',
    advice: 'Mini-batches. All examples at once only where there are few; one at a time to follow a step by hand.',
    change:
      'Larger batches: smoother steps, fewer of them in an epoch. Smaller: rougher steps that also shake it out of bad places.',
  },
  batchSize: {
    formula: 'steps in an epoch = ⌈examples / batch size⌉',
    advice: '16 or 32. With few pictures smaller, so that an epoch has at least six steps.',
    change:
      'Larger: more memory and a steadier gradient, often needs a higher learning rate. Smaller: more steps, and noise in each.',
  },
  learningRate: {
    formula: 'w ← w − η · g',
    advice:
      'The one to get right first: between 0.0001 and 1; Adam 0.001, gradient descent 0.1. "Find a learning rate" measures it.',
    change:
      'Too large: the loss jumps, or stops being a number. Too small: it falls so slowly that nothing seems to happen.',
  },
  seed: {
    advice: 'Any. Try several before believing that one setting is better than another.',
    change:
      'Other first weights, another order of the examples, other changes to pictures; everything else stays. The same seed gives the same numbers again.',
  },
  kernelInitializer: {
    formula: 'He: σ² = 2/n   Glorot: σ² = 2/(n + m)   LeCun: σ² = 1/n   n inputs, m outputs of a unit',
    advice: 'Automatic: He normal before relu, else Glorot uniform.',
    change:
      'Too wide: units begin saturated or the loss explodes. All the same, as zeros: units stay equal for ever and learn one thing only.',
  },
}
