import { naturalLog, power } from '../../train/elementary.ts'
import type { Rng } from '../../train/rng.ts'

/** From so many expected successes on, rejection is faster than adding up probabilities. */
const MANY = 10

/**
 * How many of `trials` succeed, each with probability `chance`; the same bits on every platform. Few expected successes by
 * inversion, many by transformed rejection with squeeze (BTRS: W. Hörmann, "The generation of binomial random variates",
 * J. Stat. Comput. Simul. 46, 1993), in a time that does not grow with `trials`.
 */
export function drawBinomial(trials: number, chance: number, rng: Rng): number {
  if (trials === 0 || chance <= 0) return 0
  if (chance >= 1) return trials
  if (chance > 0.5) return trials - drawBinomial(trials, 1 - chance, rng)
  return trials * chance < MANY ? byInversion(trials, chance, rng) : byRejection(trials, chance, rng)
}

/** Adds up P(k) = P(k − 1) · (n − k + 1)/k · p/q until it passes a uniform number. */
function byInversion(n: number, p: number, rng: Rng): number {
  const odds = p / (1 - p)
  let probability = power(1 - p, n)
  let rest = rng.uniform() - probability
  let k = 0
  while (rest >= 0 && k < n) {
    k += 1
    probability *= ((n - k + 1) / k) * odds
    rest -= probability
  }
  return k
}

function byRejection(n: number, p: number, rng: Rng): number {
  const spread = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * spread
  const odds = p / (1 - p)
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = rng.uniform() - 0.5
    const v = rng.uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + centre)
    if (us >= 0.07 && v <= squeeze) return k
    if (k < 0 || k > n || v === 0 || us === 0) continue
    const bound =
      (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * log((odds * (n - k + 1)) / (k + 1)) +
      stirling(mode) +
      stirling(n - mode) -
      stirling(k) -
      stirling(n - k)
    if (log((v * alpha) / (a / (us * us) + b)) <= bound) return k
  }
}

const log = (x: number): number => (x > 1 ? -naturalLog(1 / x) : naturalLog(x))

/** What Stirling's formula lacks: ln k! − [½ ln 2π + (k + ½) ln(k + 1) − (k + 1)]. */
function stirling(k: number): number {
  const square = (k + 1) * (k + 1)
  return SMALL[k] ?? (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1)
}

const SMALL = [
  0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
  0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
]
