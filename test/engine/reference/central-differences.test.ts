import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activate, derivative } from '../../../src-engine/reference/activations.ts'
import { dropoutMask } from '../../../src-engine/reference/dropout.ts'
import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import { throughActivation } from '../../../src-engine/reference/activation-of-layer.ts'
import { gradient, lossOf, type Batch } from '../../../src-engine/reference/network.ts'
import { Activation, type NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf, type LayerInfo, type Shape } from '../../../src-engine/spec/shapes.ts'
import { LossName } from '../../../src-engine/spec/training.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { pictureLayers, type LayerInput } from '../support/layers.ts'
import { network } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

const EPSILON = 1e-6

/** The layer's gradients of C = Σ a·g against (C(w + ε) − C(w − ε)) / 2ε, for all parameters and inputs. */
function expectDifferences(info: LayerInfo, count: number, training: boolean, seed: number): void {
  const x = normals(seed, count * sizeOf(info.inputShape))
  const parameters = normals(seed + 1, info.parameterCount).map((value, i) =>
    // A variance is positive.
    ofVariance(info, i) ? 0.5 + value * value : value,
  )
  const g = normals(seed + 2, count * sizeOf(info.outputShape))
  const mask = info.spec.type === 'dropout' ? x.map((value) => Number(value > -0.5)) : null
  const cost = (): number =>
    layerForward(info, parameters, x, mask, training).a.reduce((sum, value, i) => sum + value * g[i]!, 0)
  const trace = layerForward(info, parameters, x, mask, training)
  const { dx, parameters: analytic } = layerBackward(info, parameters, trace, throughActivation(info, trace, g))
  const statistics = new Set(statisticsOf(info))
  parameters.forEach((_, i) => {
    if (statistics.has(i)) expect(analytic[i]).toBe(0)
    else expectClose(analytic[i]!, slope(parameters, i, cost), `parameter ${i}`)
  })
  x.forEach((_, i) => {
    expectClose(dx[i]!, slope(x, i, cost), `input ${i}`)
  })
}

function slope(values: Float64Array, i: number, cost: () => number): number {
  const value = values[i]!
  values[i] = value + EPSILON
  const above = cost()
  values[i] = value - EPSILON
  const below = cost()
  values[i] = value
  return (above - below) / (2 * EPSILON)
}

function expectClose(analytic: number, numeric: number, what: string): void {
  const scale = Math.max(1, Math.abs(analytic), Math.abs(numeric))
  expect(Math.abs(analytic - numeric) / scale, `${what}: ${analytic} against ${numeric}`).toBeLessThan(2e-7)
}

function placesOf(info: LayerInfo, wanted: (name: string) => boolean): number[] {
  let offset = 0
  return info.parameters.flatMap(({ name, shape }) => {
    const start = offset
    offset += sizeOf(shape)
    return wanted(name) ? Array.from({ length: sizeOf(shape) }, (_, i) => start + i) : []
  })
}
const statisticsOf = (info: LayerInfo): number[] => placesOf(info, (name) => name.includes('.moving'))
const ofVariance = (info: LayerInfo, i: number): boolean =>
  placesOf(info, (name) => name.endsWith('.movingVariance')).includes(i)

const infoOf = (input: Shape, layer: LayerInput): LayerInfo =>
  inferShapes(network({ input: [...input], layers: [layer] }))[0]!

const named = (layers: readonly LayerInput[]): [string, LayerInput][] =>
  layers.map((layer) => [JSON.stringify(layer), layer])

describe('every layer agrees with central differences', () => {
  it.each(named(pictureLayers))('%s', (_, layer) => {
    for (const training of [true, false]) {
      expectDifferences(infoOf([7, 6, 2], layer), 3, training, 11)
      expectDifferences(infoOf([5, 8, 3], layer), 2, training, 12)
    }
  })

  it.each(
    named([
      { type: 'dense', units: 4 },
      { type: 'dense', units: 3, activation: 'gelu', useBias: false },
      { type: 'dropout', rate: 0.3 },
      { type: 'batchNorm', epsilon: 0.05 },
      { type: 'layerNorm' },
      { type: 'reshape', targetShape: [2, 3] },
      { type: 'residual', layers: [{ type: 'dense', units: 6, activation: 'tanh' }, { type: 'layerNorm' }] },
    ]),
  )('%s', (_, layer) => {
    for (const training of [true, false]) expectDifferences(infoOf([6], layer), 5, training, 21)
  })

  it.each(
    named([
      { type: 'recurrent', units: 3 },
      { type: 'recurrent', units: 4, returnSequences: true, activation: 'sigmoid' },
      { type: 'recurrent', units: 2, activation: 'gelu', useBias: false },
      { type: 'flatten' },
    ]),
  )('%s', (_, layer) => {
    expectDifferences(infoOf([5, 3], layer), 2, true, 31)
    expectDifferences(infoOf([1, 2], layer), 3, true, 32)
  })

  it.each(['globalAveragePool2d', 'globalMaxPool2d'] as const)('%s', (type) => {
    expectDifferences(infoOf([4, 5, 3], { type }), 2, true, 41)
  })
})

describe('every activation agrees with central differences', () => {
  const smooth = Activation.options.filter((name) => name !== 'softmax' && name !== 'step')
  it.each(smooth)('%s', (activation) => {
    for (const z of [-3.1, -1, -0.2, 0.3, 1.7, 4])
      for (const alpha of [0.01, 0.3, 1.5]) {
        const numeric = (activate(activation, z + EPSILON, alpha) - activate(activation, z - EPSILON, alpha)) / 2e-6
        expect(derivative(activation, activate(activation, z, alpha), z, alpha)).toBeCloseTo(numeric, 7)
      }
  })
  it('step is flat', () => {
    expect(derivative('step', 1)).toBe(0)
  })
})

/** The last layer that a loss can stand behind. */
function outputFor(loss: LossName): Activation[] {
  if (loss === 'categoricalCrossentropy') return ['softmax']
  if (loss === 'binaryCrossentropy' || loss === 'kOutputCrossentropy') return ['sigmoid']
  if (loss === 'kullbackLeiblerDivergence' || loss === 'hellinger') return ['softmax', 'sigmoid']
  return ['linear', 'tanh', 'softmax', 'gelu']
}

/** Some weights of every tensor; on the scale of the whole gradient, because a bias before batchNorm has none at all. */
function expectGradient(spec: NetworkSpec, loss: LossName, batch: Batch, seed: number): void {
  const weights = Float64Array.from(initialWeights(spec, seed)).map((w, i) => w + 0.05 * Math.sin(i))
  const { gradient: analytic } = gradient(spec, loss, weights, batch)
  const scale = analytic.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(scale).toBeGreaterThan(1e-4)
  let offset = 0
  for (const { name, shape, role } of inferShapes(spec).flatMap(({ parameters }) => parameters)) {
    const length = sizeOf(shape)
    for (let k = 0; k < Math.min(12, length) && role !== 'statistic'; k++) {
      const i = offset + Math.floor((k * length) / Math.min(12, length))
      const numeric = slope(weights, i, () => lossOf(spec, loss, weights, batch))
      expect(Math.abs(analytic[i]! - numeric) / scale, `${name}: ${analytic[i]} against ${numeric}`).toBeLessThan(1e-6)
    }
    offset += length
  }
}

describe('every loss agrees with central differences', () => {
  const cases = LossName.options
    .filter((loss) => loss !== 'perceptron')
    .flatMap((loss) => outputFor(loss).map((activation) => [loss, activation] as const))
  it.each(cases)('%s behind %s', (loss, activation) => {
    for (const units of [1, 4]) {
      if (units === 1 && activation === 'softmax') continue
      const spec = network({
        input: [3],
        layers: [
          { type: 'dense', units: 5, activation: 'tanh' },
          { type: 'dense', units, activation },
        ],
      })
      const x = normals(51, 18)
      const labels = [0, 1, 0, 1, 1, 0]
      const targets = normals(52, 6 * units).map((value) => 0.1 + 0.8 / (1 + Math.exp(value)))
      const weights = Float64Array.of(1, 0.5, 2, 0.1, 3, 1)
      for (const batch of [
        { x, labels },
        { x, labels, targets, weights },
      ])
        expectGradient(spec, loss, batch, 5)
    }
  })

  it('perceptron, whose answers no small change moves', () => {
    const spec = network({ input: [2], layers: [{ type: 'dense', units: 1, activation: 'step' }] })
    const batch = { x: Float64Array.of(1, 2, -3, 0.5), labels: [0, 0] }
    expectGradient(spec, 'perceptron', batch, 3)
  })
})

/** Networks of up to eight layers over a little picture, with everything between. */
const middle = fc.constantFrom<LayerInput>(
  // Without kinks, where the two sides of a difference disagree.
  ...pictureLayers.filter(({ type }) => type !== 'maxPool2d' && type !== 'activation'),
  { type: 'dropout', rate: 0.3 },
  { type: 'conv2d', filters: 3, kernelSize: 1, activation: 'gelu' },
)
const ending = fc.constantFrom<LayerInput[]>(
  [{ type: 'flatten' }],
  [{ type: 'globalAveragePool2d' }],
  [{ type: 'flatten' }, { type: 'dense', units: 4, activation: 'sigmoid' }],
)
const randomNetwork = fc
  .record({
    side: fc.integer({ min: 5, max: 8 }),
    channels: fc.integer({ min: 1, max: 3 }),
    layers: fc.array(middle, { minLength: 1, maxLength: 5 }),
    end: ending,
    classes: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ side, channels, layers, end, classes }) => ({
    input: [side, side + 1, channels],
    layers: [...layers, ...end, { type: 'dense', units: classes, activation: 'softmax' } as const],
    classes,
  }))

it('random networks of up to eight layers agree with central differences', () => {
  fc.assert(
    fc.property(randomNetwork, fc.nat(10_000), ({ classes, ...input }, seed) => {
      const spec = network(input)
      const infos = tryShapes(spec)
      fc.pre(infos !== null)
      const count = 3
      const masks = new Map(
        infos.flatMap(({ spec: layer, outputShape }, index) =>
          layer.type === 'dropout'
            ? [[index, dropoutMask({ seed, layer: index, step: 1 }, layer.rate, count * sizeOf(outputShape))] as const]
            : [],
        ),
      )
      const labels = Array.from({ length: count }, (_, i) => (i + seed) % classes)
      const x = normals(seed, count * sizeOf(spec.input))
      expectGradient(spec, 'categoricalCrossentropy', { x, labels, masks }, seed)
    }),
    { numRuns: 60 },
  )
})

/** Null where a window no longer fits. */
function tryShapes(spec: NetworkSpec): LayerInfo[] | null {
  try {
    return inferShapes(spec)
  } catch {
    return null
  }
}
