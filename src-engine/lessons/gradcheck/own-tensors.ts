import { checkGradient, largestOf, type TensorCheck } from '../../inspect/gradient-check.ts'
import { at } from '../../reference/array.ts'
import { channelStatistics } from '../../reference/batchNorm.ts'
import { backwardChain, linksOf, type Link } from '../../reference/chain.ts'
import { layerBackward } from '../../reference/layers.ts'
import { deltaOf, forward, type Batch } from '../../reference/network.ts'
import type { LayerGradients, LayerTrace } from '../../reference/trace.ts'
import { NetworkSpec } from '../../spec/network.ts'
import { inferShapes, sizeOf } from '../../spec/shapes.ts'
import type { LossName } from '../../spec/training.ts'
import { initialWeights } from '../../train/initial-weights.ts'
import { createRng } from '../../train/rng.ts'
import type { Costed } from './compare.ts'

/** Backpropagation as it is, and broken in ways that it gets broken in practice. */
export type Fault = 'none' | 'constantStatistics' | 'lastSign' | 'noBias' | 'sumForMean'

export interface OwnGradcheckOptions {
  readonly network: NetworkSpec
  readonly loss: LossName
  readonly seed: number
  /** Drawn from N(0, 1); their labels go round the classes. */
  readonly examples: number
  readonly epsilon: number
  readonly fault: Fault
}

/** A small picture through a convolution and a batch normalisation. */
export const CONVOLUTION = NetworkSpec.parse({
  input: [8, 8, 1],
  layers: [
    { type: 'conv2d', filters: 4, kernelSize: 3, padding: 'same' },
    { type: 'batchNorm' },
    { type: 'activation', activation: 'tanh' },
    { type: 'averagePool2d', poolSize: 2 },
    { type: 'flatten' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})

export const OWN_GRADCHECK: OwnGradcheckOptions = {
  network: CONVOLUTION,
  loss: 'categoricalCrossentropy',
  ...{ seed: 1, examples: 4, epsilon: 1e-4, fault: 'none' },
}

/** The largest weight of a tensor, and its two gradients. */
export interface LargestCheck extends TensorCheck {
  readonly weight: number
}

/**
 * Checks the largest weight of every tensor, in storage order, each when it is asked for.
 * @throws {SpecError} for a network that cannot be built.
 */
export function* ownGradcheck(options: Partial<OwnGradcheckOptions> = {}): Generator<LargestCheck> {
  const settings = { ...OWN_GRADCHECK, ...options }
  const { epsilon, fault } = settings
  const { network, loss, weights, batch } = costedOf(settings)
  const gradient = brokenGradient(network, loss, weights, batch, fault)
  const checks = checkGradient(network, loss, weights, batch, { epsilon, gradient, largestOnly: true })
  const largest = largestWeights(network, weights)
  for (const check of checks) yield { ...check, weight: largest.get(check.name) ?? NaN }
}

/** A network as a run begins with it, and a batch. */
export function costedOf({ network, loss, ...drawing }: Omit<OwnGradcheckOptions, 'epsilon' | 'fault'>): Costed {
  const weights = Float64Array.from(initialWeights(network, drawing.seed))
  return { network, loss, weights, batch: drawBatch(network, drawing) }
}

function drawBatch(network: NetworkSpec, { seed, examples }: Pick<OwnGradcheckOptions, 'seed' | 'examples'>): Batch {
  const outputs = sizeOf(inferShapes(network).at(-1)?.outputShape ?? [])
  const rng = createRng(seed, 'data')
  const x = new Float64Array(examples * sizeOf(network.input)).map(() => rng.normal())
  return { x, labels: Array.from({ length: examples }, (_, i) => i % Math.max(2, outputs)) }
}

function largestWeights(network: NetworkSpec, weights: Float64Array): Map<string, number> {
  const found = new Map<string, number>()
  let offset = 0
  for (const { name, shape } of inferShapes(network).flatMap(({ parameters }) => parameters)) {
    const start = offset
    offset += sizeOf(shape)
    found.set(name, at(weights, largestOf(weights, start, offset)))
  }
  return found
}

/** The gradient as a program with this fault would give it. */
function brokenGradient(
  network: NetworkSpec,
  loss: LossName,
  weights: Float64Array,
  batch: Batch,
  fault: Fault,
): Float64Array {
  const traces = forward(network, weights, batch.x, { training: true })
  const links = linksOf(inferShapes(network), weights)
  const delta = deltaOf(network, loss, traces, batch)
  const { parameters } = backwardChain(links, traces, delta, (link, trace, d) => {
    const right = layerBackward(link.info, link.parameters, trace, d)
    if (fault === 'constantStatistics' && link.info.spec.type === 'batchNorm')
      return { ...right, dx: throughConstants(link, trace, d, link.info.spec.epsilon) }
    if (fault === 'lastSign' && link.index === links.length - 1)
      return { ...right, dx: right.dx.map((value) => -value) }
    return fault === 'noBias' ? withoutBias(link, right) : right
  })
  return fault === 'sumForMean' ? parameters.map((slope) => slope * batch.labels.length) : parameters
}

/** dx = γ·δ / √(variance + ε): as if the batch's mean and variance did not follow x. */
function throughConstants(link: Link, { x }: LayerTrace, delta: Float64Array, epsilon: number): Float64Array {
  const channels = link.info.outputShape.at(-1) ?? 1
  const { variance } = channelStatistics(x, channels)
  return delta.map((d, i) => (at(link.parameters, i % channels) * d) / Math.sqrt(at(variance, i % channels) + epsilon))
}

function withoutBias({ info }: Link, { dx, parameters }: LayerGradients): LayerGradients {
  const left = Float64Array.from(parameters)
  let offset = 0
  for (const { role, shape } of info.parameters) {
    if (role === 'bias') left.fill(0, offset, offset + sizeOf(shape))
    offset += sizeOf(shape)
  }
  return { dx, parameters: left }
}

/** Pictures are looked at so small that a check takes a moment; what does not fit into the first size gets the next. */
const SIDES = [8, 12, 16, 24, 32]

/** The same layers on a smaller picture; other inputs stay. */
export function shrunk(network: NetworkSpec): NetworkSpec {
  const [height = 0, width = 0, channels = 1] = network.input
  if (network.input.length !== 3) return network
  for (const side of SIDES) {
    const small = { ...network, input: [Math.min(side, height), Math.min(side, width), channels] }
    if (fits(small)) return small
  }
  return network
}

function fits(network: NetworkSpec): boolean {
  try {
    return inferShapes(network).length > 0
  } catch {
    return false
  }
}
