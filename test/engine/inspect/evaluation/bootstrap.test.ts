import { describe, expect, it } from 'vitest'
import { drawBinomial } from '../../../../src-engine/inspect/evaluation/binomial.ts'
import { quantile } from '../../../../src-engine/inspect/evaluation/bootstrap.ts'
import { confusionOf } from '../../../../src-engine/inspect/evaluation/confusion.ts'
import { classEstimates } from '../../../../src-engine/inspect/evaluation/estimates.ts'
import { createRng } from '../../../../src-engine/train/rng.ts'

describe('a binomial number', () => {
  const DRAWS = 40_000
  it.each([
    [8, 0.3],
    [50, 0.02],
    [40, 0.5],
    [200, 0.9],
    [1000, 0.013],
    [100_000, 0.37],
  ])('of %i trials with chance %d comes as often as it should', (trials, chance) => {
    const rng = createRng(3, 'data')
    const seen = new Map<number, number>()
    for (let i = 0; i < DRAWS; i++) {
      const k = drawBinomial(trials, chance, rng)
      seen.set(k, (seen.get(k) ?? 0) + 1)
    }
    // Pearson's χ² over the numbers that are expected five times at least; its mean is the degrees of freedom.
    let [squares, bins, expectedSum] = [0, 0, 0]
    for (const [k, probability] of probabilities(trials, chance)) {
      const expected = DRAWS * probability
      if (expected < 5) continue
      squares += ((seen.get(k) ?? 0) - expected) ** 2 / expected
      bins += 1
      expectedSum += expected
    }
    expect(expectedSum / DRAWS).toBeGreaterThan(0.98)
    expect(squares).toBeLessThan(bins + 5 * Math.sqrt(2 * bins))
  })
  it('has no choice at the ends', () => {
    const rng = createRng(0, 'data')
    expect([drawBinomial(0, 0.5, rng), drawBinomial(9, 0, rng), drawBinomial(9, 1, rng)]).toEqual([0, 0, 9])
  })
})

/** P(k) of every k by its logarithm, with ln k! as a sum. */
function* probabilities(n: number, p: number): Generator<[number, number]> {
  const logs = new Float64Array(n + 1)
  for (let k = 1; k <= n; k++) logs[k] = logs[k - 1]! + Math.log(k)
  for (let k = 0; k <= n; k++)
    yield [k, Math.exp(logs[n]! - logs[k]! - logs[n - k]! + k * Math.log(p) + (n - k) * Math.log1p(-p))]
}

it('takes quantiles as numpy does', () => {
  // numpy.quantile([1, 2, 4, 8], [0.025, 0.5, 0.975, 1])
  const sorted = Float64Array.of(1, 2, 4, 8)
  const shares = [0.025, 0.5, 0.975, 1]
  expect(shares.map((share) => quantile(sorted, share).toFixed(12))).toEqual(
    shares.map((_, index) => [1.075, 3, 7.7, 8][index]!.toFixed(12)),
  )
})

describe('the intervals of precision, recall and F1', () => {
  const rng = createRng(11, 'data')
  const labels = Array.from({ length: 240 }, (_, index) => (index % 8 === 0 ? 0 : 1 + (index % 2)))
  const predicted = labels.map((label) => (rng.uniform() < 0.7 ? label : rng.below(3)))

  it('are those of drawing the examples one by one', () => {
    const fast = classEstimates(confusionOf(labels, predicted, 3))
    const slow = [0, 1, 2].map((index) => bruteForce(labels, predicted, index))
    for (const [index, figures] of fast.entries())
      for (const name of ['precision', 'recall', 'f1'] as const) {
        const [one, other] = [figures[name]!, slow[index]![name]]
        // Both ends are themselves drawn: of 2 000 samples each moves by about a tenth of the interval's width.
        const width = other.high - other.low
        expect(Math.abs(one.low - other.low), `${name} of ${index}`).toBeLessThan(0.12 * width)
        expect(Math.abs(one.high - other.high), `${name} of ${index}`).toBeLessThan(0.12 * width)
        expect(one.low).toBeLessThan(one.value)
        expect(one.high).toBeGreaterThan(one.value)
      }
  })
  it('are the same every time', () => {
    const confusion = confusionOf(labels, predicted, 3)
    expect(classEstimates(confusion)).toEqual(classEstimates(confusion))
  })
})

/** Plain: 4 000 times as many examples as there are, with another generator. */
function bruteForce(labels: readonly number[], predicted: readonly number[], index: number) {
  let state = 12_345
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * limit)
  }
  const drawn: Record<'precision' | 'recall' | 'f1', number[]> = { precision: [], recall: [], f1: [] }
  for (let sample = 0; sample < 4000; sample++) {
    let [tp, called, there] = [0, 0, 0]
    for (const _ of labels) {
      const item = below(labels.length)
      const [isThere, isCalled] = [labels[item] === index, predicted[item] === index]
      tp += Number(isThere && isCalled)
      called += Number(isCalled)
      there += Number(isThere)
    }
    const [precision, recall] = [tp / called, tp / there]
    drawn.precision.push(precision)
    drawn.recall.push(recall)
    drawn.f1.push((2 * precision * recall) / (precision + recall))
  }
  const interval = (values: number[]) => {
    const sorted = values.toSorted((a, b) => a - b)
    return { low: sorted[Math.round(0.025 * 4000)]!, high: sorted[Math.round(0.975 * 4000)]! }
  }
  return { precision: interval(drawn.precision), recall: interval(drawn.recall), f1: interval(drawn.f1) }
}
