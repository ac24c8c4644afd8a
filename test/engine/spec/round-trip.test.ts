import { describe, expect, it } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { configJsonSchema } from '../../../src-engine/spec/json-schema.ts'
import { LayerSpec } from '../../../src-engine/spec/network.ts'
import { pictureLayers } from '../support/layers.ts'

const everything = {
  data: { source: 'abc' },
  network: {
    input: [9, 9, 2],
    layers: [
      ...pictureLayers,
      { type: 'globalAveragePool2d' },
      { type: 'reshape', targetShape: [5, 1] },
      { type: 'recurrent', units: 3, recurrentInitializer: 'lecunNormal' },
      { type: 'dropout', rate: 0.5 },
      { type: 'flatten' },
      {
        ...{ type: 'dense', units: 2, activation: 'elu', alpha: 2, useBias: false },
        ...{ kernelInitializer: { type: 'randomUniform', minval: -0.1, maxval: 0.1 } },
        biasInitializer: { type: 'constant', value: 1 },
      },
    ],
  },
  training: {
    batching: 'full',
    shuffle: 'once',
    loss: 'hellinger',
    labelSmoothing: 0.1,
    classWeights: [1, 2],
    optimizer: { type: 'nadam', variant: 'paper' },
    schedule: { type: 'cosine', warmupSteps: 20 },
    changes: [{ epoch: 3, learningRate: 0.5, batching: 'miniBatch' }],
    regularization: { l1: 0.1, l2: 0.2, weightDecay: 0.3 },
    gradientClipping: { type: 'norm' },
    earlyStopping: { patience: 3, acceptableLoss: 0.1 },
    timeBudget: 0.5,
  },
}

it('a config written as JSON and read again is the same', () => {
  const config = RunConfig.parse(everything)
  expect(RunConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config)
})

describe('a config stored by an earlier version', () => {
  const stored = {
    data: {
      source: 'abc',
      split: [0.6, 0.2, 0.2],
      prepare: { size: [64, 64], channels: 'rgb', fit: 'squash', scale: '0..1', invert: false },
    },
    network: {
      input: [64, 64, 3],
      layers: [
        {
          ...{ type: 'conv2d', filters: 16, kernelSize: 3, strides: 1, padding: 'same' },
          ...{ activation: 'relu', kernelInitializer: 'auto' },
        },
        { type: 'maxPool2d', poolSize: 2 },
        { type: 'flatten' },
        { type: 'dense', units: 2, activation: 'softmax', kernelInitializer: 'glorotNormal' },
      ],
    },
    training: {
      ...{ epochs: 5, batchSize: 4, seed: 1, shuffle: 'never', loss: 'meanSquaredError' },
      optimizer: { type: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      schedule: { type: 'constant', warmupSteps: 20 },
      regularization: { l2: 0.1 },
      augmentation: { flip: 'none', shift: 0 },
    },
  }
  it('keeps its settings and means what it meant', () => {
    const config = RunConfig.parse(stored)
    expect(config).toMatchObject(stored)
    expect(config.network.layers[0]).toMatchObject({ useBias: true, dilationRate: 1, biasInitializer: 'zeros' })
    expect(config.network.layers[1]).toMatchObject({ padding: 'valid' })
    expect(config.training).toMatchObject({
      ...{ batching: 'miniBatch', labelSmoothing: 0, classWeights: null, changes: [], earlyStopping: null },
      timeBudget: null,
      optimizer: { variant: 'pytorch' },
      regularization: { l1: 0, weightDecay: 0 },
      gradientClipping: { type: 'none' },
    })
  })
})

describe('the JSON Schema', () => {
  const schema = configJsonSchema() as {
    readonly required: string[]
    readonly properties: Readonly<Record<string, { properties: Record<string, SchemaPart> }>>
  }
  interface SchemaPart {
    readonly oneOf?: { properties: { type: { const: string } }; required: string[] }[]
    readonly items?: SchemaPart
    readonly enum?: string[]
    readonly default?: unknown
  }

  it('asks for what has no default, and names every kind', () => {
    expect(schema.required).toEqual(['data', 'network'])
    const kinds = (part: SchemaPart | undefined): string[] =>
      part!.oneOf!.map(({ properties }) => properties.type.const)
    const layerTypes = LayerSpec.options.map(({ shape }) => shape.type.value)
    expect(kinds(schema.properties.network!.properties.layers!.items)).toEqual(layerTypes)
    expect(kinds(schema.properties.training!.properties.optimizer)).toEqual([
      ...['sgd', 'adagrad', 'adadelta', 'rmsprop', 'adam', 'adamax', 'nadam'],
    ])
    expect(schema.properties.training!.properties.loss!.enum).toContain('hellinger')
    expect(schema.properties.training!.properties.labelSmoothing!.default).toBe(0)
    const dense = schema.properties.network!.properties.layers!.items!.oneOf!.find(
      ({ properties }) => properties.type.const === 'dense',
    )
    expect(dense!.required).toEqual(['type', 'units'])
  })
})
