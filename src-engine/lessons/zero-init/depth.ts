import { throughActivation } from '../../reference/activation-of-layer.ts'
import { linksOf } from '../../reference/chain.ts'
import { layerBackward } from '../../reference/layers.ts'
import { forward } from '../../reference/network.ts'
import type { Initializer } from '../../spec/initializer.ts'
import { NetworkSpec } from '../../spec/network.ts'
import { inferShapes } from '../../spec/shapes.ts'
import { initialWeights } from '../../train/initial-weights.ts'
import { createRng } from '../../train/rng.ts'

export interface DepthOptions {
  readonly depth: number
  /** Of every layer, the input too. */
  readonly units: number
  readonly examples: number
  readonly seed: number
}

export const DEPTH: DepthOptions = { depth: 10, units: 64, examples: 32, seed: 1 }

/** How large numbers are, layer by layer, as they go through a deep network that has not learnt yet. */
export interface VariancesThroughDepth {
  readonly activation: 'tanh' | 'relu'
  /** Of the weights. */
  readonly weightVariance: number
  /** Of what each layer gives, from inputs of variance 1. */
  readonly outputs: readonly number[]
  /** Of what comes back to each layer, from slopes of variance 1 behind the last. */
  readonly slopes: readonly number[]
}

/** Ways to begin, with what they were made for: Glorot for tanh, He for relu; too small, too large. */
const BEGINNINGS: Readonly<Record<string, readonly ['tanh' | 'relu', Initializer]>> = {
  'glorotUniform, tanh': ['tanh', 'glorotUniform'],
  'glorotUniform, relu': ['relu', 'glorotUniform'],
  'heNormal, relu': ['relu', 'heNormal'],
  'N(0, 1), relu': ['relu', { type: 'randomNormal', mean: 0, stddev: 1 }],
  'N(0, 0.01²), tanh': ['tanh', { type: 'randomNormal', mean: 0, stddev: 0.01 }],
  'N(0, 1), tanh': ['tanh', { type: 'randomNormal', mean: 0, stddev: 1 }],
}

/** The mean squares of all layers' outputs on the way forward and of ∂C/∂x on the way back. */
export function variancesThroughDepth(options: DepthOptions): Record<string, VariancesThroughDepth> {
  return Object.fromEntries(eachBeginning(options))
}

/** The same, one way to begin after the other, to be drawn while they come. */
export function* eachBeginning(options: DepthOptions): Generator<[name: string, VariancesThroughDepth]> {
  for (const [name, [activation, kernelInitializer]] of Object.entries(BEGINNINGS))
    yield [name, throughDepth(options, activation, kernelInitializer)]
}

function throughDepth(
  { depth, units, examples, seed }: DepthOptions,
  activation: 'tanh' | 'relu',
  kernelInitializer: Initializer,
): VariancesThroughDepth {
  const layer = { type: 'dense', units, activation, kernelInitializer, useBias: false } as const
  const network = NetworkSpec.parse({ input: [units], layers: Array.from({ length: depth }, () => layer) })
  const weights = Float64Array.from(initialWeights(network, seed))
  const rng = createRng(seed, 'data')
  const drawn = (): Float64Array => new Float64Array(examples * units).map(() => rng.normal())
  const traces = forward(network, weights, drawn())
  const slopes: number[] = []
  let dx = drawn()
  for (const { info, index, parameters } of linksOf(inferShapes(network), weights).toReversed()) {
    const trace = traces[index]
    if (!trace) continue
    dx = Float64Array.from(layerBackward(info, parameters, trace, throughActivation(info, trace, dx)).dx)
    slopes.unshift(meanSquare(dx))
  }
  return { activation, weightVariance: meanSquare(weights), outputs: traces.map(({ a }) => meanSquare(a)), slopes }
}

const meanSquare = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0) / x.length
