import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { dropoutMask } from '../../../src-engine/reference/dropout.ts'
import { evaluate, forward, gradient } from '../../../src-engine/reference/network.ts'
import type { Activation, NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import type { LossName } from '../../../src-engine/spec/training.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork, network, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

function ending(activation: Activation, units: number) {
  return network({
    input: [6],
    layers: [
      { type: 'dense', units: 9, activation: 'tanh' },
      { type: 'dense', units, activation },
    ],
  })
}

/** Layers without parameters where nothing asks for their gradient, and behind the last parameters. */
const bareEnds = network({
  input: [9, 8, 2],
  layers: [
    { type: 'dropout', rate: 0.1 },
    { type: 'maxPool2d', poolSize: 3, strides: 2 },
    { type: 'conv2d', filters: 3, kernelSize: 2, activation: 'sigmoid' },
    { type: 'dropout', rate: 0.5 },
    { type: 'maxPool2d', poolSize: 2, strides: 1 },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.25 },
  ],
})

const cases: [name: string, spec: NetworkSpec, loss: LossName][] = [
  ['every layer, cross-entropy', mixedNetwork, 'categoricalCrossentropy'],
  ['every layer, squared error behind softmax', mixedNetwork, 'meanSquaredError'],
  ['squared error, sigmoid', ending('sigmoid', 3), 'meanSquaredError'],
  ['squared error, linear', ending('linear', 5), 'meanSquaredError'],
  ['squared error, one tanh output', ending('tanh', 1), 'meanSquaredError'],
  ['squared error, parameters in the middle only', bareEnds, 'meanSquaredError'],
  ['cross-entropy, nine classes', ending('softmax', 9), 'categoricalCrossentropy'],
  ...layerNetworks.map(([name, spec]): [string, NetworkSpec, LossName] => [name, spec, 'categoricalCrossentropy']),
]

describe.each(cases)('a whole network: %s', (_, spec, loss) => {
  const model = createModel(kernels, { network: spec, batchSize: 7, threads: 1, training: training({ loss }) })
  const seed = 12345
  model.setDropoutSeed(seed)
  const weights = initialWeights(spec, 3)
  model.setWeights(weights)

  it.each([7, 4, 1])('agrees with the reference with %i of 7 examples', (count) => {
    const x = normals(count, count * model.inputSize)
    const labels = Array.from({ length: count }, (_, i) => i % Math.max(2, model.classes))
    model.inputs().fill(NaN).set(x)
    model.labels().fill(99).set(labels)
    const masks = new Map(
      inferShapes(spec).flatMap(({ spec: layer, outputShape }, index) =>
        layer.type === 'dropout'
          ? [[index, dropoutMask({ seed, layer: index, step: 0 }, layer.rate, count * sizeOf(outputShape))] as const]
          : [],
      ),
    )
    const w = Float64Array.from(weights)
    const reference = gradient(spec, loss, w, { x, labels, masks })
    const kernel = model.gradient(count)
    expect(relativeDistance(kernel, reference.gradient)).toBeLessThan(2e-6)
    const whole = Math.hypot(...reference.gradient)
    for (const { name, offset, length } of model.parameters) {
      const part = reference.gradient.subarray(offset, offset + length)
      const difference = part.map((value, i) => value - kernel[offset + i]!)
      // Some tensors have no gradient: a bias before batchNorm, and its statistics.
      expect(Math.hypot(...difference), name).toBeLessThanOrEqual(1e-5 * Math.hypot(...part) + 2e-7 * whole)
    }
    expect(model.weights()).toEqual(weights)

    const answers = forward(spec, w, x).at(-1)!.a
    const predicted = model.predict(count)
    expect(predicted.length).toBe(answers.length)
    predicted.forEach((value, i) => {
      expect(value).toBeCloseTo(answers[i]!, 6)
    })
    const evaluated = model.evaluate(count)
    const plain = evaluate(spec, loss, w, { x, labels })
    expect(evaluated.lossSum / count).toBeCloseTo(plain.loss, 6)
    expect(evaluated.correct).toBe(plain.correct)
    expect([...model.outputs(count)]).toEqual([...predicted])
  })
})
