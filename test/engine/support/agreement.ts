import fc from 'fast-check'
import { derivative } from '../../../src-engine/reference/activations.ts'
import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import type { Activation, LayerSpec } from '../../../src-engine/spec/network.ts'
import type { LayerInfo, Shape } from '../../../src-engine/spec/shapes.ts'
import { absolute, expectWithinTerms, normals } from './numbers.ts'
import { planSingleLayer } from './single-layer.ts'

/** Sums of absolute terms, number by number. */
export interface Terms {
  readonly a: Float64Array
  readonly dx: Float64Array
  readonly parameters: Float64Array
}

export interface Comparison {
  readonly spec: LayerSpec
  readonly shape: Shape
  readonly batchSize: number
  /** At most `batchSize`: the last batch of an epoch may be shorter. */
  readonly count: number
  /** The activation that made the layer's input. */
  readonly below: Activation
  readonly seed: number
  readonly parameters?: (length: number) => Float64Array
  readonly x?: (length: number) => Float64Array
  readonly terms?: (info: LayerInfo, parameters: Float64Array, x: Float64Array, delta: Float64Array) => Terms
}

/** Activations that a hidden layer can have. */
export const hiddenActivations = [
  ...(['linear', 'relu', 'sigmoid', 'tanh', 'leakyRelu', 'elu', 'gelu'] as const),
] satisfies readonly Activation[]
export const activation = fc.constantFrom(...hiddenActivations)
export const batch = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 1, max: size })))
export const seed = fc.nat(1_000_000)

/** Pictures of ragged sizes, up to 65 × 65 × 67, of at most `limit` numbers so that the plain loops stay quick. */
export const raggedPicture = (limit: number): fc.Arbitrary<[number, number, number]> =>
  fc
    .tuple(fc.integer({ min: 1, max: 65 }), fc.integer({ min: 1, max: 65 }), fc.integer({ min: 1, max: 67 }))
    .map(([h, w, c]) => [h, Math.max(1, Math.min(w, Math.floor(limit / (h * c)))), c])

/** Kernel against reference: forward, input gradient and parameter gradients, each within 1e-5 of its sum of absolute terms. */
export function compareLayer({ spec, shape, batchSize, count, below, seed: from, ...own }: Comparison): void {
  const layer = planSingleLayer(spec, shape, batchSize, below)
  const { info } = layer
  const x = own.x?.(count * layer.inputSize) ?? normals(from, count * layer.inputSize)
  const parameters = own.parameters?.(info.parameterCount) ?? normals(from + 1, info.parameterCount)
  const outputDelta = normals(from + 2, count * layer.outputSize)
  const result = layer.run({ count, x, parameters, outputDelta })

  const trace = layerForward(info, parameters, x, null, true)
  const back = layerBackward(info, parameters, trace, outputDelta)
  const terms = (own.terms ?? absoluteTerms)(info, parameters, x, outputDelta)
  // No activation is much steeper than 1; the last digits of sigmoid, tanh and Φ add their own.
  expectWithinTerms(
    result.a,
    trace.a,
    terms.a.map((sum) => sum + 0.1),
  )
  expectWithinTerms(
    result.inputDelta,
    back.dx.map((d, i) => d * derivative(below, x[i]!, x[i])),
    terms.dx.map((d, i) => d * slopeTerms(below, x[i]!)),
  )
  expectWithinTerms(result.gradient, back.parameters, terms.parameters)
}

/** For layers made of products and sums: the same layer without activation over absolute numbers. */
function absoluteTerms(info: LayerInfo, parameters: Float64Array, x: Float64Array, delta: Float64Array): Terms {
  const linear = { ...info, spec: { ...info.spec, activation: 'linear' } as LayerSpec }
  const hasWinners = info.spec.type === 'maxPool2d' || info.spec.type === 'globalMaxPool2d'
  const trace = layerForward(hasWinners ? info : linear, absolute(parameters), absolute(x), null)
  const seen = layerForward(info, parameters, x, null)
  const back = layerBackward(linear, absolute(parameters), { ...seen, x: backInput() }, absolute(delta))
  return { a: trace.z, dx: back.dx, parameters: back.parameters }

  /** Which value wins must not change by looking at sizes alone. */
  function backInput(): Float64Array {
    return hasWinners ? x : absolute(x)
  }
}

/** Sum of the absolute terms of f′. */
export function slopeTerms(name: Activation, a: number): number {
  switch (name) {
    case 'sigmoid':
      return Math.abs(a) + a * a
    case 'tanh':
      return 1 + a * a
    case 'elu':
      return Math.abs(a) + 1
    case 'gelu':
      return 1 + Math.abs(a)
    default:
      return derivative(name, a)
  }
}
