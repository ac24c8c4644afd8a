import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { dropoutMasks } from '../../../src-engine/reference/dropout.ts'
import { gradient } from '../../../src-engine/reference/network.ts'
import { activationOf, inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

/** Narrow: four examples share a vector. */
const narrow = network({
  input: [3],
  layers: [
    { type: 'dense', units: 5, activation: 'relu' },
    { type: 'dense', units: 4 },
    { type: 'activation', activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
})
/** Wide enough that weights move as soon as their gradient is there. */
const moving = network({
  input: [40],
  layers: [
    { type: 'dense', units: 33, activation: 'relu' },
    { type: 'activation', activation: 'linear' },
    { type: 'dense', units: 21 },
    { type: 'activation', activation: 'sigmoid' },
    { type: 'dense', units: 3 },
    { type: 'activation', activation: 'softmax' },
  ],
})
const networks = [
  ['every usual layer', mixedNetwork],
  ['narrow', narrow],
  ['moving', moving],
  ...layerNetworks,
] as const

describe.each(networks)('what a step leaves of %s', (_, spec) => {
  const settings = training({ optimizer: { type: 'adam' }, regularization: { l2: 0.1 } })
  const count = 6
  const x = normals(4, count * sizeOf(spec.input))
  const labels = Array.from({ length: count }, (_, i) => i % 3)
  const weights = initialWeights(spec, 3)
  const make = () => {
    const model = createModel(kernels, { network: spec, batchSize: 7, threads: 1, training: settings })
    model.setWeights(weights)
    model.setDropoutSeed(8)
    model.inputs().set(x)
    model.labels().set(labels)
    return model
  }
  const model = make()
  const { gradient: expected, traces } = gradient(spec, settings.loss, Float64Array.from(weights), {
    ...{ x, labels, masks: dropoutMasks(inferShapes(spec), count, { seed: 8, step: 1 }) },
  })
  const result = model.observedStep(count)

  it('is the step itself, bit by bit', () => {
    const other = make()
    expect(other.trainStep(count)).toEqual(result)
    expect(model.weights()).toEqual(other.weights())
    expect(model.optimizerState()).toEqual(other.optimizerState())
  })

  it('are the gradients, without the penalty', () => {
    const places = Uint32Array.from(weights.keys())
    expect(relativeDistance(model.observation.gradientAt(places, count), expected)).toBeLessThan(1e-5)
    const some = places.filter((place) => place % 3 === 1)
    expect(model.observation.gradientAt(some, count)).toEqual(
      model.observation.gradientAt(places, count).filter((_, place) => place % 3 === 1),
    )
  })

  it('are the outputs, but those that an activation behind them has replaced', () => {
    const infos = inferShapes(spec)
    let stored = 0
    for (const [layer, { outputShape }] of infos.entries()) {
      const a = model.observation.output(layer, count)
      if (!a) {
        expect(infos[layer + 1]!.spec.type).toBe('activation')
        continue
      }
      const isPooled = a.length !== count * sizeOf(outputShape)
      const behind = isPooled ? infos.findIndex(({ spec: each }, at) => at > layer && each.type === 'maxPool2d') : layer
      expect(relativeDistance(a, traces[behind]!.a), `layer ${layer}`).toBeLessThan(1e-5)
      stored += activationOf(infos[layer]!.spec) === undefined ? 0 : 1
    }
    expect(stored).toBeGreaterThan(0)
  })
})
