import type { OptimizerSpec } from '../../../../../src-engine/spec/training.ts'
import type { Explanation } from './explanation.ts'

/** g is the gradient, η the learning rate; every product is taken number by number. */
export const OPTIMIZERS: Readonly<Record<OptimizerSpec['type'], Explanation>> = {
  sgd: {
    formula: 'w ← w − η·g   with momentum: v ← µ·v − η·g, w ← w + v',
    advice: 'To see what happens, and with momentum 0.9 for large sets. Begin at 0.1.',
    change: 'Every weight takes a step as long as its gradient; one rate must fit them all.',
  },
  adagrad: {
    formula: 's ← s + g²   w ← w − η·g / √(s + ε)',
    advice: 'For inputs that are mostly zero.',
    change: 'Weights that were moved much are moved less and less; in a long training it comes to a stop.',
  },
  adadelta: {
    formula: 's ← ρ·s + (1 − ρ)·g²   Δ = g·√(d + ε) / √(s + ε)   w ← w − η·Δ   d ← ρ·d + (1 − ρ)·Δ²',
    advice: 'As in the paper with a learning rate of 1.',
    change: 'It finds its own step length, and starts slowly.',
  },
  rmsprop: {
    formula: 's ← ρ·s + (1 − ρ)·g²   w ← w − η·g / √(s + ε)',
    advice: 'For recurrent networks; 0.001 is a good start.',
    change: 'Each weight gets a step of about the same length, whatever the size of its gradient.',
  },
  adam: {
    formula: 'm ← β₁·m + (1 − β₁)·g   v ← β₂·v + (1 − β₂)·g²   w ← w − η·m̂ / (√v̂ + ε)',
    advice: 'The usual choice: 0.001, and 0.01 for small tables. With weight decay it is AdamW.',
    change:
      'It forgives a wrong rate more than any other, and sometimes ends a little worse than tuned gradient descent.',
  },
  adamax: {
    formula: 'm ← β₁·m + (1 − β₁)·g   u ← max(β₂·u, |g|)   w ← w − η·m̂ / u',
    advice: 'Where gradients have rare, large peaks.',
    change: 'Beside Adam it remembers the largest gradient instead of the mean of their squares.',
  },
  nadam: {
    formula: 'as Adam, but with the mean of the next step: β₁·m̂ + (1 − β₁)·g / (1 − β₁ᵗ)',
    advice: 'Where Adam works and should be a little quicker.',
    change: 'It looks one step ahead, as Nesterov’s momentum does.',
  },
}

/** Settings of their own, by name. */
export const OPTIMIZER_SETTINGS: Readonly<Record<string, Explanation>> = {
  momentum: {
    formula: 'v ← µ·v − η·g',
    advice: '0.9; the textbooks print 0.5.',
    change: 'More: it rolls over small hollows, and over the goal. 0: plain gradient descent.',
  },
  nesterov: {
    formula: 'w ← w + µ·v − η·g with the new v',
    advice: 'On, wherever there is momentum.',
    change: 'It brakes earlier where the slope turns.',
  },
  beta1: {
    formula: 'm ← β₁·m + (1 − β₁)·g',
    advice: '0.9.',
    change: 'More: the direction follows older gradients. Less: it follows the newest.',
  },
  beta2: {
    formula: 'v ← β₂·v + (1 − β₂)·g²',
    advice: '0.999; 0.99 where the loss jumps late in a training.',
    change: 'More: the step length changes slowly. Less: it follows the newest gradients.',
  },
  rho: {
    formula: 's ← ρ·s + (1 − ρ)·g²',
    advice: '0.9; Adadelta 0.95.',
    change: 'More: it remembers longer how large gradients were.',
  },
  epsilon: {
    formula: '… / (√v̂ + ε)',
    advice: 'As it is.',
    change: 'More: steps of weights with small gradients become shorter; much more, and it becomes gradient descent.',
  },
  initialAccumulatorValue: {
    formula: 's₀',
    advice: 'Empty: 0.1 as in Keras, 0 as in PyTorch and the paper.',
    change: 'More: the first steps are shorter.',
  },
  variant: {
    advice: 'To get the numbers of another program.',
    change: 'Where ε stands and how the mean is corrected; the difference is small.',
  },
}
