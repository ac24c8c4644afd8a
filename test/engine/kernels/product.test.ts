import fc from 'fast-check'
import { describe, it } from 'vitest'
import { derivative } from '../../../src-engine/reference/activations.ts'
import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import type { Activation } from '../../../src-engine/spec/network.ts'
import { Conv2dLayer, DenseLayer, type LayerSpec } from '../../../src-engine/spec/network.ts'
import type { Shape } from '../../../src-engine/spec/shapes.ts'
import { absolute, expectWithinTerms, normals } from '../support/numbers.ts'
import { planSingleLayer } from '../support/single-layer.ts'

const activations: Activation[] = ['linear', 'relu', 'sigmoid', 'tanh']
const activation = fc.constantFrom(...activations)
const batch = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 1, max: size })))
const seed = fc.nat(1_000_000)

/** Kernel against reference: forward, input gradient and parameter gradients, each within 1e-5 of its sum of absolute terms. */
function compare(
  spec: LayerSpec,
  shape: Shape,
  batchSize: number,
  count: number,
  below: Activation,
  from: number,
): void {
  const layer = planSingleLayer(spec, shape, batchSize, below)
  const { info } = layer
  const x = normals(from, count * layer.inputSize)
  const parameters = normals(from + 1, info.parameterCount)
  const outputDelta = normals(from + 2, count * layer.outputSize)
  const result = layer.run({ count, x, parameters, outputDelta })

  const trace = layerForward(info, parameters, x, null)
  const linear: LayerSpec = { ...spec, activation: 'linear' } as LayerSpec
  const terms = layerForward({ ...info, spec: linear }, absolute(parameters), absolute(x), null)
  // No activation here is steeper than 1; the last digits of sigmoid and tanh add their own.
  expectWithinTerms(
    result.a,
    trace.a,
    terms.z.map((sum) => sum + 0.1),
  )

  const back = layerBackward(info, parameters, trace, outputDelta)
  const backTerms = layerBackward(info, absolute(parameters), { ...trace, x: absolute(x) }, absolute(outputDelta))
  const expected = back.dx.map((d, i) => d * derivative(below, x[i]!))
  expectWithinTerms(
    result.inputDelta,
    expected,
    backTerms.dx.map((d, i) => d * slopeTerms(below, x[i]!)),
  )
  expectWithinTerms(result.gradient, back.parameters, backTerms.parameters)
}

/** Sum of the absolute terms of f′ written by a. */
function slopeTerms(activation: Activation, a: number): number {
  if (activation === 'sigmoid') return Math.abs(a) + a * a
  return activation === 'tanh' ? 1 + a * a : derivative(activation, a)
}

describe('dense', () => {
  it('agrees with the reference over random shapes', () => {
    const size = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(
        size,
        size,
        batch,
        activation,
        activation,
        seed,
        (inputs, units, [batchSize, count], own, below, from) => {
          compare(DenseLayer.parse({ type: 'dense', units, activation: own }), [inputs], batchSize, count, below, from)
        },
      ),
      { numRuns: 150 },
    )
  })

  it.each([
    [251, 9, 7],
    [252, 65, 49],
    [253, 64, 48],
    [600, 70, 49],
    [1, 1, 1],
  ])('agrees where blocks end: %i inputs, %i units, batch %i', (inputs, units, count) => {
    compare(DenseLayer.parse({ type: 'dense', units }), [inputs], count, count, 'linear', 5)
  })
})

describe('conv2d', () => {
  it('agrees with the reference over random shapes', () => {
    const side = fc.integer({ min: 1, max: 12 })
    const channels = fc.integer({ min: 1, max: 9 })
    const window = fc.record({
      kernelSize: fc.integer({ min: 1, max: 5 }),
      strides: fc.integer({ min: 1, max: 4 }),
      padding: fc.constantFrom('same', 'valid'),
      filters: fc.integer({ min: 1, max: 18 }),
      activation,
    })
    fc.assert(
      fc.property(
        side,
        side,
        channels,
        window,
        batch,
        activation,
        seed,
        (h, w, c, own, [batchSize, count], below, from) => {
          fc.pre(own.padding === 'same' || (own.kernelSize <= h && own.kernelSize <= w))
          compare(Conv2dLayer.parse({ type: 'conv2d', ...own }), [h, w, c], batchSize, count, below, from)
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    [8, 7, 30, 3, 1, 17], // a patch longer than one block of columns
    [19, 17, 3, 5, 2, 70], // more filters than one tile, stride 2
    [40, 40, 3, 3, 1, 16], // more pixels than one block of rows in the weight gradient
  ])('agrees where blocks end: %i×%i×%i, kernel %i, stride %i, %i filters', (h, w, c, kernelSize, strides, filters) => {
    compare(
      Conv2dLayer.parse({ type: 'conv2d', filters, kernelSize, strides, padding: 'same' }),
      [h, w, c],
      3,
      3,
      'relu',
      9,
    )
  })
})
