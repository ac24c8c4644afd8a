import { naturalLog } from '../../train/elementary.ts'

/** The least that a float32 holds beside 0. */
const LEAST = 2 ** -149

/**
 * −ln p of the true class, by which likely mislabelled examples are found: a trained network disagrees most with labels
 * that are wrong ("self-confidence" in Northcutt, Jiang and Chuang, "Confident Learning", JAIR 70, 2021). Finite: a
 * probability that float32 rounded to 0 counts as the least it holds, so a loss is 103.3 at most.
 * @param probability 0 … 1
 */
export function answerLoss(probability: number): number {
  return 0 - naturalLog(Math.min(1, Math.max(LEAST, probability)))
}
