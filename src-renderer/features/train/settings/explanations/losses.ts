import type { LossName } from '../../../../../src-engine/spec/training.ts'
import type { Explanation } from './explanation.ts'

const SQUARES = 'For numbers to be predicted; it punishes large errors most.'
const SAME = 'Only the size of the gradient differs from the mean squared error: the learning rate has to fit it.'

/** y is the target, a the answer, n the examples, K the outputs. */
export const LOSSES: Readonly<Record<LossName, Explanation>> = {
  categoricalCrossentropy: {
    formula: 'C = −1/n Σ Σₖ yₖ ln aₖ',
    advice: 'For classes, behind softmax: the usual choice.',
    change: 'Beside the squared error it learns faster from answers that are sure and wrong.',
  },
  binaryCrossentropy: {
    formula: 'C = −1/nK Σ Σₖ [yₖ ln aₖ + (1 − yₖ) ln(1 − aₖ)]',
    advice: 'For two classes behind one sigmoid, or for outputs that may be true together.',
    change: 'Each output is judged for itself; with softmax they compete.',
  },
  kOutputCrossentropy: {
    formula: 'C = −1/n Σ Σₖ [yₖ ln aₖ + (1 − yₖ) ln(1 − aₖ)]',
    advice: 'As courses print it for K sigmoid outputs.',
    change: 'K times the binary cross-entropy, and so K times the step.',
  },
  meanSquaredError: {
    formula: 'C = 1/nK Σ Σₖ (aₖ − yₖ)²',
    advice: SQUARES,
    change: 'One outlier counts as much as many small errors; the absolute error is calmer.',
  },
  meanSummedSquaredError: { formula: 'C = 1/n Σ Σₖ (aₖ − yₖ)²', advice: SQUARES, change: SAME },
  halfMeanSummedSquaredError: {
    formula: 'C = 1/2n Σ Σₖ (aₖ − yₖ)²',
    advice: 'The quadratic cost of the textbooks.',
    change: SAME,
  },
  sumSquaredError: {
    formula: 'C = Σ Σₖ (aₖ − yₖ)²',
    advice: 'As printed in older books.',
    change: 'It grows with the batch: a larger batch needs a smaller learning rate.',
  },
  halfSumSquaredError: {
    formula: 'C = ½ Σ Σₖ (aₖ − yₖ)²',
    advice: 'The error of the worked examples of backpropagation: its slope is a − y.',
    change: 'It grows with the batch: a larger batch needs a smaller learning rate.',
  },
  rootMeanSquaredError: {
    formula: 'C = √(1/n Σ Σₖ (aₖ − yₖ)²)',
    advice: 'To read the error in the unit of what is predicted.',
    change: 'The gradient has the same length near the goal as far from it.',
  },
  meanAbsoluteError: {
    formula: 'C = 1/nK Σ Σₖ |aₖ − yₖ|',
    advice: 'For numbers with outliers.',
    change: 'Every error counts by its size, no more; near the goal it takes as large steps as far from it.',
  },
  meanSummedAbsoluteError: {
    formula: 'C = 1/n Σ Σₖ |aₖ − yₖ|',
    advice: 'The L1 cost of the textbooks.',
    change: 'K times the mean absolute error.',
  },
  kullbackLeiblerDivergence: {
    formula: 'C = 1/n Σ Σₖ yₖ ln(yₖ / aₖ)',
    advice: 'Where targets are shares, as with label smoothing.',
    change: 'It has the gradient of the cross-entropy, and is 0 where answer and target agree.',
  },
  hellinger: {
    formula: 'C = 1/(√2·n) Σ Σₖ (√aₖ − √yₖ)²',
    advice: 'To compare: however wrong an answer, its cost is bounded.',
    change: 'Answers that are sure and wrong teach less than with cross-entropy.',
  },
  exponential: {
    formula: 'C = 1/n Σ e^(Σₖ (aₖ − yₖ)²)',
    advice: 'To compare: it looks almost only at the worst answers.',
    change: 'Gradients can become huge; use a small learning rate.',
  },
  perceptron: {
    formula: 'C = 1/n Σ (a − y)·z   w ← w + η·(y − a)·x',
    advice: 'Rosenblatt’s rule, behind step: it finds a line between two classes where there is one.',
    change: 'Only wrong answers move the weights. Without such a line it never comes to rest.',
  },
}
