/** Costs as they are called in text, by their keys. */
export const COST_NAMES: Readonly<Record<string, string>> = {
  SSE: 'Sum of squares, SSE',
  SE_half_sum: 'Half of it, SE',
  'MSE_book(1/n sum over outputs)': 'Mean square, MSE',
  RMS_book: 'Root of it, RMS',
  'L2_slides(1/2n)': 'L2',
  'L1_slides(1/n)': 'L1',
  'MSE_keras(mean over all elements)': 'MSE in Keras',
  MAE_keras: 'Mean distance in Keras',
  'bce_slides(1/n, sum over outputs)': 'Binary cross-entropy',
  'cce(1/n, -sum t ln z)': 'Cross-entropy',
  'hellinger_sq_form(1/sqrt2 sum(sqrt z-sqrt t)^2)/n': 'Hellinger, squared form',
  'hellinger_distance_mean(1/sqrt2 * ||sqrt z-sqrt t||)': 'Hellinger distance',
  'KL(t||z)/n': 'Kullback–Leibler',
  'exponential_tau1(tau*exp(sum sq/tau))/n': 'Exponential, τ = 1',
  'exponential_tau2(tau*exp(sum sq/tau))/n': 'Exponential, τ = 2',
}

/** Targets and answers to begin with, by their names in the engine. */
export const VECTOR_NAMES = [
  { value: 'man_vs_chicken_printed', name: 'Man or chicken' },
  { value: 'mazur_initial', name: 'Mazur’s example' },
  { value: 'book_5_1_3_2', name: 'Two numbers' },
  { value: 'three_class', name: 'Three classes' },
  { value: 'distributions', name: 'Two distributions' },
  { value: 'xor_keras_model1_printed', name: 'XOR, not learnt' },
  { value: 'xor_keras_model3_printed', name: 'XOR, learnt' },
] as const

/** The engine writes z for what a network gives, as the book does; the lessons write a. */
export const withA = (formula: string): string => formula.replaceAll('z', 'a')
