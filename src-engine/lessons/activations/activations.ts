import { activate, derivative } from '../../reference/activations.ts'
import { softmax } from '../../reference/softmax.ts'
import { printedWrong, type Printed } from '../printed.ts'
import { withPoint } from '../with-point.ts'
import { deadRelu, type DeadReluOptions, type DeadUnits } from './dead-relu.ts'

/** What a unit can turn its sum into; softmax looks at a whole row and has a lesson of its own. */
const FUNCTIONS = ['linear', 'step', 'sigmoid', 'tanh', 'relu', 'leakyRelu'] as const
type Function = (typeof FUNCTIONS)[number]

export interface ActivationsOptions {
  /** Where every function is taken. */
  readonly points: readonly number[]
  /** One unit, split into Σ and f. */
  readonly x: readonly number[]
  readonly w: readonly number[]
  readonly b: number
  /** Biases that move the sigmoid along. */
  readonly biases: readonly number[]
  /** Slope of leaky relu below 0. */
  readonly alpha: number
  /** Layers that a slope goes back through, each with this z and this weight. */
  readonly depth: number
  readonly depthZ: number
  readonly depthWeight: number
  readonly deadRelu: DeadReluOptions
}

export const ACTIVATIONS: ActivationsOptions = {
  points: [-1000, -5, -2, -1, -0.5, 0, 0.5, 1, 2, 5, 1000],
  ...{ x: [1, 0.5], w: [0.8, -0.4], b: 0.1 },
  biases: [-4, -2, 0, 2, 4],
  alpha: 0.01,
  ...{ depth: 10, depthZ: 0.5, depthWeight: 1 },
  deadRelu: { rates: [0.1, 1, 5, 10], units: 40, steps: 50, seed: 1 },
}

export interface Neuron {
  readonly terms: readonly { readonly w: number; readonly x: number; readonly product: number }[]
  readonly b: number
  /** Σ terms + b */
  readonly z: number
  /** f(z) and f′(z) of each function. */
  readonly outputs: Readonly<Record<Function, { readonly a: number; readonly slope: number }>>
  /** The share of it beside a unit whose z is 0. */
  readonly softmax: readonly number[]
}

/** What is left of a slope after each layer: the product of w·f′(z) until there. */
export interface Vanishing {
  readonly factor: number
  readonly products: readonly number[]
}

export interface ActivationsResult {
  /** By point, then by function, named as in `goldens.json`. */
  readonly points: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** The largest |tanh z − (2σ(2z) − 1)| over the points. */
  readonly identity_check: number
  readonly neuron: Neuron
  /** σ(z + b): a bias b moves the curve by −b; at z = −b it is one half. */
  readonly bias_shift: readonly { readonly b: number; readonly half_at: number; readonly a: readonly number[] }[]
  readonly vanishing: Readonly<Record<'sigmoid' | 'tanh' | 'relu' | 'leakyRelu', Vanishing>>
  readonly dead_relu: readonly DeadUnits[]
  readonly printed: readonly Printed[]
}

export function activations(options: Partial<ActivationsOptions> = {}): ActivationsResult {
  const settings = { ...ACTIVATIONS, ...options }
  const { points, biases, alpha } = settings
  const sigmoid = (z: number): number => activate('sigmoid', z)
  return {
    points: Object.fromEntries(points.map((z) => [withPoint(z), atPoint(z, alpha)])),
    identity_check: Math.max(...points.map((z) => Math.abs(activate('tanh', z) - (2 * sigmoid(2 * z) - 1)))),
    neuron: neuron(settings),
    bias_shift: biases.map((b) => ({ b, half_at: -b, a: points.map((z) => sigmoid(z + b)) })),
    vanishing: vanishingOf(settings),
    dead_relu: deadRelu(settings.deadRelu),
    printed: [
      printedWrong(
        ...(['tanh', 'atanh(z) = 2σ(z) − 1', 'tanh(z) = 2σ(2z) − 1'] as const),
        'it is tanh, not its inverse; and 2σ(z) − 1 is tanh(z / 2), half as steep',
      ),
    ],
  }
}

function atPoint(z: number, alpha: number): Record<string, number> {
  const a = (name: Function): number => activate(name, z, alpha)
  const slope = (name: Function): number => derivative(name, a(name), z, alpha)
  return {
    ...{ linear: a('linear'), step: a('step'), sign: Math.sign(z) },
    ...{ sigmoid: a('sigmoid'), dsigmoid: slope('sigmoid'), tanh: a('tanh'), dtanh: slope('tanh') },
    'slides_atanh_2sigma-1': 2 * a('sigmoid') - 1,
    ...{ relu: a('relu'), 'drelu(0 at 0)': slope('relu') },
    ...{ [`leaky_relu_${alpha}`]: a('leakyRelu'), 'dleaky(1 at 0)': slope('leakyRelu') },
  }
}

/** One unit, split into Σ and f. */
export function neuron({ x, w, b, alpha }: ActivationsOptions): Neuron {
  const terms = w.map((weight, i) => ({ w: weight, x: x[i] ?? NaN, product: weight * (x[i] ?? NaN) }))
  const z = terms.reduce((sum, { product }) => sum + product, b)
  const outputs = FUNCTIONS.map((name) => {
    const a = activate(name, z, alpha)
    return [name, { a, slope: derivative(name, a, z, alpha) }] as const
  })
  return {
    ...{ terms, b, z, outputs: Object.fromEntries(outputs) as Neuron['outputs'] },
    softmax: [...softmax(Float64Array.of(z, 0), 2)],
  }
}

/** What is left of a slope, by function. */
export function vanishingOf(options: ActivationsOptions): ActivationsResult['vanishing'] {
  return {
    ...{ sigmoid: vanishing('sigmoid', options), tanh: vanishing('tanh', options) },
    ...{ relu: vanishing('relu', options), leakyRelu: vanishing('leakyRelu', options) },
  }
}

function vanishing(name: Function, { depth, depthZ, depthWeight, alpha }: ActivationsOptions): Vanishing {
  const factor = depthWeight * derivative(name, activate(name, depthZ, alpha), depthZ, alpha)
  return { factor, products: Array.from({ length: depth }, (_, layer) => factor ** (layer + 1)) }
}
