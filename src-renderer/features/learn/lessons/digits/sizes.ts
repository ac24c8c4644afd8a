import { layerCounts } from '../../../../../src-engine/lessons/pictures/digits.ts'

/** 28 × 28 pixels, a hidden layer of 15 and ten answers (after Nielsen). */
export const SMALL: readonly number[] = [784, 15, 10]
/** A drawing of a Keras network that can be read in two ways: ten sigmoids as the answers, or as a layer before them. */
export const ONE_HIDDEN: readonly number[] = [784, 32, 10]
export const TWO_HIDDEN: readonly number[] = [784, 32, 10, 10]
/** The book's TensorFlow network. */
export const BOOK: readonly number[] = [784, 500, 500, 500, 10]

/** Weights and biases together. */
export const parametersOf = (sizes: readonly number[]): number =>
  layerCounts(sizes).reduce((sum, { weights, biases }) => sum + weights + biases, 0)
