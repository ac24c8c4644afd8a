/** What a 2-H-1 network is trained with: XOR, mean squared error, Adam in Keras' form on all four examples at once. */
export interface SmallTraining {
  readonly hidden: number
  readonly activation: 'sigmoid' | 'relu'
  readonly labels: readonly number[]
  readonly learningRate: number
  readonly epochs: number
}

const X = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const
const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-7

/**
 * Trains a network of 2 inputs, H hidden units and a sigmoid output, whose sums are written out: a thousand networks take
 * seconds this way. The numbers are those of `reference/train-step.ts` but for the order of additions.
 * @param weights kernel by input (2, H), biases (H), kernel (H), bias; they are changed
 */
export function trainSmallNetwork(weights: Float64Array, training: SmallTraining): void {
  const { learningRate, epochs } = training
  const g = new Float64Array(weights.length)
  const m = new Float64Array(weights.length)
  const v = new Float64Array(weights.length)
  for (let step = 1; step <= epochs; step++) {
    slopes(weights, training, g)
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step)
    for (let i = 0; i < g.length; i++) {
      m[i] = BETA1 * m[i]! + (1 - BETA1) * g[i]!
      v[i] = BETA2 * v[i]! + (1 - BETA2) * g[i]! * g[i]!
      weights[i]! -= (rate * m[i]!) / (Math.sqrt(v[i]!) + EPSILON)
    }
  }
}

/** The answers to 00, 01, 10, 11. */
export function answersOf(weights: Float64Array, { hidden, activation }: SmallTraining): number[] {
  const a = new Float64Array(hidden)
  return X.map((x) => answer(weights, hidden, activation, x, a))
}

/** ∂C/∂w of C = ¼ Σ (a − y)². */
function slopes(weights: Float64Array, { hidden, activation, labels }: SmallTraining, g: Float64Array): void {
  const a = new Float64Array(hidden)
  g.fill(0)
  for (const [n, x] of X.entries()) {
    const out = answer(weights, hidden, activation, x, a)
    const delta = (2 / X.length) * (out - labels[n]!) * out * (1 - out)
    for (let h = 0; h < hidden; h++) {
      g[3 * hidden + h]! += delta * a[h]!
      const slope = activation === 'relu' ? Number(a[h]! > 0) : a[h]! * (1 - a[h]!)
      const back = delta * weights[3 * hidden + h]! * slope
      g[h]! += back * x[0]
      g[hidden + h]! += back * x[1]
      g[2 * hidden + h]! += back
    }
    g[4 * hidden]! += delta
  }
}

/** @param a takes what the hidden units give */
function answer(
  weights: Float64Array,
  hidden: number,
  activation: SmallTraining['activation'],
  x: (typeof X)[number],
  a: Float64Array,
): number {
  let z = weights[4 * hidden]!
  for (let h = 0; h < hidden; h++) {
    const sum = weights[2 * hidden + h]! + x[0] * weights[h]! + x[1] * weights[hidden + h]!
    a[h] = activation === 'relu' ? Math.max(0, sum) : 1 / (1 + Math.exp(-sum))
    z += a[h]! * weights[3 * hidden + h]!
  }
  return 1 / (1 + Math.exp(-z))
}
