import { printedWrong, type Printed } from './printed.ts'

/** The same targets and answers for every cost: a block for each pair, (examples, outputs). */
export interface Vectors {
  readonly T: readonly (readonly number[])[]
  readonly Z: readonly (readonly number[])[]
}
export type CostsOptions = Readonly<Record<string, Vectors>>

const XOR_TARGETS = [[0], [1], [1], [0]]

export const COSTS: CostsOptions = {
  book_5_1_3_2: { T: [[1, 2]], Z: [[5, 3]] },
  man_vs_chicken_printed: { T: [[0, 1]], Z: [[0.5934, 0.7353]] },
  mazur_initial: { T: [[0.01, 0.99]], Z: [[0.7513650695523157, 0.7729284653214625]] },
  three_class: {
    T: [
      [1, 0, 0],
      [0, 0, 1],
    ],
    Z: [
      [0.7, 0.2, 0.1],
      [0.1, 0.3, 0.6],
    ],
  },
  distributions: { T: [[0.5, 0.25, 0.25]], Z: [[0.4, 0.4, 0.2]] },
  xor_keras_model1_printed: { T: XOR_TARGETS, Z: [[0.51681733], [0.506059], [0.50623363], [0.49227926]] },
  xor_keras_model2_printed: { T: XOR_TARGETS, Z: [[0.47793186], [0.5813429], [0.5805019], [0.398048]] },
  xor_keras_model3_printed: { T: XOR_TARGETS, Z: [[0.3195203], [0.6992405], [0.6991698], [0.2968087]] },
}

/** A cost: a term for every answer, the sum of an example's terms made into its share, and their sum into the cost. */
interface Cost {
  readonly key: string
  readonly formula: string
  readonly term: (z: number, t: number) => number
  /** Of one example, from the sum of its terms. */
  readonly share?: (sum: number) => number
  /** From the sum of all shares. n: examples, k: outputs. */
  readonly whole: (sum: number, n: number, k: number) => number
  /** Costs of probabilities make nothing of other answers. */
  readonly ofProbabilities?: boolean
}

const square = (z: number, t: number): number => (t - z) ** 2
const distance = (z: number, t: number): number => Math.abs(t - z)
const roots = (z: number, t: number): number => (Math.sqrt(z) - Math.sqrt(t)) ** 2
/** 0 · ln 0 is 0: what is not wanted does not count. */
const timesLog = (t: number, z: number): number => (t === 0 ? 0 : t * Math.log(z))
const mean = (sum: number, n: number): number => sum / n
const exponential = (tau: number): Pick<Cost, 'term' | 'share' | 'whole'> => ({
  ...{ term: square, share: (sum) => tau * Math.exp(sum / tau), whole: mean },
})

const ALL: readonly Cost[] = [
  { key: 'SSE', formula: 'ΣΣ (t − z)²', term: square, whole: (sum) => sum },
  { key: 'SE_half_sum', formula: '½ ΣΣ (t − z)²', term: square, whole: (sum) => sum / 2 },
  { key: 'MSE_book(1/n sum over outputs)', formula: '1/n ΣΣ (t − z)²', term: square, whole: mean },
  { key: 'RMS_book', formula: '√(1/n ΣΣ (t − z)²)', term: square, whole: (sum, n) => Math.sqrt(sum / n) },
  { key: 'L2_slides(1/2n)', formula: '1/2n ΣΣ (t − z)²', term: square, whole: (sum, n) => sum / (2 * n) },
  { key: 'L1_slides(1/n)', formula: '1/n ΣΣ |t − z|', term: distance, whole: mean },
  {
    ...{ key: 'MSE_keras(mean over all elements)', formula: '1/nk ΣΣ (t − z)²', term: square },
    whole: (sum, n, k) => sum / (n * k),
  },
  { key: 'MAE_keras', formula: '1/nk ΣΣ |t − z|', term: distance, whole: (sum, n, k) => sum / (n * k) },
  {
    ...{ key: 'bce_slides(1/n, sum over outputs)', formula: '−1/n ΣΣ t ln z + (1 − t) ln(1 − z)' },
    ...{ term: (z, t) => -timesLog(t, z) - timesLog(1 - t, 1 - z), whole: mean, ofProbabilities: true },
  },
  {
    ...{ key: 'cce(1/n, -sum t ln z)', formula: '−1/n ΣΣ t ln z', term: (z, t) => -timesLog(t, z), whole: mean },
    ofProbabilities: true,
  },
  {
    ...{ key: 'hellinger_sq_form(1/sqrt2 sum(sqrt z-sqrt t)^2)/n', formula: '1/n Σ 1/√2 Σ (√z − √t)²' },
    ...{ term: roots, share: (sum) => sum / Math.SQRT2, whole: mean },
  },
  {
    ...{ key: 'hellinger_distance_mean(1/sqrt2 * ||sqrt z-sqrt t||)', formula: '1/n Σ 1/√2 √(Σ (√z − √t)²)' },
    ...{ term: roots, share: (sum) => Math.sqrt(sum / 2), whole: mean },
  },
  {
    ...{ key: 'KL(t||z)/n', formula: '1/n ΣΣ t ln(t / z)' },
    ...{ term: (z, t) => timesLog(t, t / z), whole: mean },
  },
  { key: 'exponential_tau1(tau*exp(sum sq/tau))/n', formula: '1/n Σ exp(Σ (t − z)²)', ...exponential(1) },
  { key: 'exponential_tau2(tau*exp(sum sq/tau))/n', formula: '1/n Σ 2 exp(½ Σ (t − z)²)', ...exponential(2) },
]

export interface CostOfVectors {
  readonly formula: string
  /** A term for every answer, (examples, outputs). */
  readonly terms: readonly (readonly number[])[]
  /** What each example adds to the sum. */
  readonly shares: readonly number[]
  readonly value: number
}

export interface CostsOfVectors extends Vectors {
  readonly n_examples: number
  /** By cost. */
  readonly values: Readonly<Record<string, number>>
  readonly costs: Readonly<Record<string, CostOfVectors>>
}

/** Target 1 behind a sigmoid, from sure and right to sure and wrong: cost, and δ = ∂C/∂net that it sends back. */
export interface Certainty {
  readonly z: number
  readonly squared: number
  readonly crossEntropy: number
  /** (z − 1)·z(1 − z): nothing comes back from where it is most wrong. */
  readonly deltaSquared: number
  /** z − 1 */
  readonly deltaCrossEntropy: number
}

export interface CostsResult {
  readonly vectors: Readonly<Record<string, CostsOfVectors>>
  readonly ce_magnifies: Readonly<Record<string, number>>
  readonly certainty: readonly Certainty[]
  readonly local_error_example: { readonly actual: number; readonly target: number; readonly error: number }
  readonly printed: readonly Printed[]
}

export function costs(options: CostsOptions = COSTS): CostsResult {
  return {
    vectors: Object.fromEntries(Object.entries(options).map(([name, vectors]) => [name, costsOf(vectors)])),
    ce_magnifies: {
      ...{ '-ln(0.01)': -Math.log(0.01), '-ln(1e-9)': -Math.log(1e-9) },
      ...{ 'sq(0.99)': 0.99 ** 2, 'sq(1-1e-9)': (1 - 1e-9) ** 2 },
    },
    certainty: [0.999, 0.9, 0.5, 0.1, 0.01, 0.001, 1e-6, 1e-9].map(certainty),
    local_error_example: { actual: 0.75, target: 1, error: 1 - 0.75 },
    printed: [
      printedWrong(
        ...(['slope of 1/n Σ (t − z)²', 'z − t', '2(z − t) / n'] as const),
        'the slope belongs to ½ Σ (t − z)², which the book computes with',
      ),
    ],
  }
}

/** Every cost of the same targets and answers; those of probabilities only for answers from 0 to 1. */
export function costsOf({ T, Z }: Vectors): CostsOfVectors {
  const areProbabilities = Z.flat().every((z) => z >= 0 && z <= 1)
  const found = ALL.filter(({ ofProbabilities = false }) => areProbabilities || !ofProbabilities).map(
    (cost) => [cost.key, costOf(cost, { T, Z })] as const,
  )
  return {
    ...{ T, Z, n_examples: T.length },
    values: Object.fromEntries(found.map(([key, { value }]) => [key, value])),
    costs: Object.fromEntries(found),
  }
}

function costOf({ formula, term, share = (sum) => sum, whole }: Cost, { T, Z }: Vectors): CostOfVectors {
  const terms = Z.map((row, n) => row.map((z, k) => term(z, T[n]?.[k] ?? NaN)))
  const shares = terms.map((row) => share(row.reduce((sum, value) => sum + value, 0)))
  const sum = shares.reduce((total, value) => total + value, 0)
  return { formula, terms, shares, value: whole(sum, Z.length, Z[0]?.length ?? 0) }
}

/** @param z what is given where 1 is wanted, above 0 */
export function certainty(z: number): Certainty {
  return {
    ...{ z, squared: (1 - z) ** 2 / 2, crossEntropy: -Math.log(z) },
    ...{ deltaSquared: (z - 1) * z * (1 - z), deltaCrossEntropy: z - 1 },
  }
}
