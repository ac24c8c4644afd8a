import type { ClassCounts } from './confusion.ts'

/** What a class is measured by; a figure is null where nothing was counted that it could be a share of. */
export interface Figures<T> {
  readonly precision: T | null
  readonly recall: T | null
  readonly f1: T | null
}

/**
 * precision = TP / (TP + FP), recall = TP / (TP + FN), F₁ = 2·TP / (2·TP + FP + FN), their harmonic mean (van Rijsbergen,
 * *Information Retrieval*, 1979).
 */
export function figuresOf({
  truePositives,
  falsePositives,
  falseNegatives,
}: Omit<ClassCounts, 'total'>): Figures<number> {
  return {
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
