import { createRng } from '../../train/rng.ts'
import { bootstrapFigures, type Interval } from './bootstrap.ts'
import { classCounts, type Confusion } from './confusion.ts'
import { figuresOf, type Figures } from './figures.ts'

/** A figure with its 95 % interval. */
export interface Estimate extends Interval {
  readonly value: number
}

export interface ClassEstimates extends Figures<Estimate> {
  /** Examples of the class. */
  readonly count: number
  /** Examples that were called so. */
  readonly predicted: number
}

/** Two-sided 95 % of a normal distribution. */
const Z = 1.959963984540054
/** Intervals are part of a result: the same data give the same ones. */
const SEED = 0

/**
 * The share of correct answers with E. B. Wilson's score interval (1927), (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n).
 * Where all answers are right a bootstrap has no width; this one says what so few examples leave open (Brown, Cai and
 * DasGupta 2001).
 * @param total at least 1
 */
export function accuracyEstimate(correct: number, total: number): Estimate {
  const value = correct / total
  const square = (Z * Z) / total
  const centre = value + square / 2
  const half = Z * Math.sqrt((value * (1 - value)) / total + square / (4 * total))
  // Rounding must not part an end from the figure it touches.
  const low = correct === 0 ? 0 : (centre - half) / (1 + square)
  return { value, low, high: correct === total ? 1 : (centre + half) / (1 + square) }
}

/** Precision, recall and F₁ of every class with bootstrap intervals. */
export function classEstimates(confusion: Confusion): ClassEstimates[] {
  return classCounts(confusion).map((counts, index) => {
    const values = figuresOf(counts)
    const intervals = bootstrapFigures(counts, createRng(SEED, 'data', index))
    const estimate = (name: keyof Figures<unknown>): Estimate | null => {
      const [value, interval] = [values[name], intervals[name]]
      return value === null || interval === null ? null : { value, ...interval }
    }
    return {
      count: counts.truePositives + counts.falseNegatives,
      predicted: counts.truePositives + counts.falsePositives,
      ...{ precision: estimate('precision'), recall: estimate('recall'), f1: estimate('f1') },
    }
  })
}
