import { manVersusChicken } from '../../data/pictures/man-vs-chicken.ts'
import { descend, type Descent } from '../../reference/descent.ts'
import { forward, lossOf, type Batch } from '../../reference/network.ts'
import { NetworkSpec } from '../../spec/network.ts'
import { inferShapes } from '../../spec/shapes.ts'
import { textbookLayers } from '../../spec/textbook-networks.ts'
import { initialWeights } from '../../train/initial-weights.ts'

const SIDE = 8
const INPUTS = SIDE * SIDE
const CLASSES = ['man', 'chicken'] as const

export interface Pictures8x8Options {
  /** 64 gray values from 0, black, to 255, row by row. */
  readonly pixels: readonly number[]
  /** What it is: 0 a man, 1 a chicken. */
  readonly label: number
  /** Whether black becomes 1; the book uses both conventions. */
  readonly invert: boolean
  readonly seed: number
  readonly eta: number
  /** Training steps on this picture. */
  readonly steps: number
}

/** The plain figure of each class, as Glassbox draws it. */
export const plainFigure = (label: number): number[] => [
  ...manVersusChicken.draw((label * manVersusChicken.count) / CLASSES.length),
]

export const PICTURES_8X8: Pictures8x8Options = {
  ...{ pixels: plainFigure(0), label: 0, invert: true, seed: 1, eta: 0.5, steps: 10 },
}

export interface Pictures8x8Result {
  /** The picture row by row, then as the vector that the input nodes get: 0 … 1. */
  readonly rows: readonly (readonly number[])[]
  readonly vector: readonly number[]
  readonly counts: Readonly<Record<'weights' | 'bias_weights' | 'nodes_incl_2_bias_nodes' | 'params', number>>
  readonly one_hot: Readonly<Record<(typeof CLASSES)[number], readonly number[]>>
  /** The 64 products of the first hidden unit; with its bias they add up to its z. */
  readonly firstHidden: {
    readonly products: readonly number[]
    readonly bias: number
    readonly z: number
    readonly a: number
  }
  readonly hidden: { readonly z: readonly number[]; readonly a: readonly number[] }
  readonly outputs: readonly number[]
  readonly target: readonly number[]
  readonly error: number
  /** Before training and after each step. */
  readonly errors: readonly number[]
  readonly outputsAfter: readonly number[]
  readonly answer: (typeof CLASSES)[number]
}

const NETWORK = NetworkSpec.parse({ input: [INPUTS], layers: textbookLayers('man-or-chicken', [INPUTS], 2) })

/** A picture of 8 × 8 pixels into 64 input nodes, through 64-64-2, before and after some training on it. */
export function pictures8x8(options: Partial<Pictures8x8Options> = {}): Pictures8x8Result {
  const { pixels, label, invert, seed, eta, steps } = { ...PICTURES_8X8, ...options }
  const vector = pixels.map((value) => (invert ? 1 - value / 255 : value / 255))
  const target = CLASSES.map((_, k) => Number(k === label))
  const batch: Batch = { x: Float64Array.from(vector), labels: [label], targets: Float64Array.from(target) }
  const descent: Descent = {
    ...{ loss: 'halfSumSquaredError', learningRate: eta, order: 'simultaneous', trains: ['kernel', 'bias'] },
  }
  const first = Float64Array.from(initialWeights(NETWORK, seed))
  const [hidden, output] = forward(NETWORK, first, batch.x)
  let weights: Float64Array = first
  const errors = [lossOf(NETWORK, descent.loss, weights, batch)]
  for (let step = 0; step < steps; step++) {
    weights = descend(NETWORK, descent, weights, batch)
    errors.push(lossOf(NETWORK, descent.loss, weights, batch))
  }
  const after = [...(forward(NETWORK, weights, batch.x).at(-1)?.a ?? [])]
  return {
    rows: Array.from({ length: SIDE }, (_, y) => vector.slice(y * SIDE, (y + 1) * SIDE)),
    ...{ vector, counts: counts(), one_hot: { man: [1, 0], chicken: [0, 1] } },
    firstHidden: {
      products: vector.map((x, i) => x * (first[i * INPUTS] ?? NaN)),
      ...{ bias: first[INPUTS * INPUTS] ?? NaN, z: hidden?.z[0] ?? NaN, a: hidden?.a[0] ?? NaN },
    },
    hidden: { z: [...(hidden?.z ?? [])], a: [...(hidden?.a ?? [])] },
    ...{ outputs: [...(output?.a ?? [])], target, error: errors[0] ?? NaN, errors, outputsAfter: after },
    answer: (after[0] ?? NaN) >= (after[1] ?? NaN) ? CLASSES[0] : CLASSES[1],
  }
}

function counts(): Pictures8x8Result['counts'] {
  const infos = inferShapes(NETWORK)
  const params = infos.reduce((sum, { parameterCount }) => sum + parameterCount, 0)
  const units = infos.reduce((sum, { outputShape: [count = 0] }) => sum + count, 0)
  // Each layer's biases come from one node that is always 1.
  const nodes = INPUTS + units + infos.length
  return { weights: params - units, bias_weights: units, nodes_incl_2_bias_nodes: nodes, params }
}
