import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { presetConfig, type ConfigRequest } from '../../../src-engine/spec/preset-config.ts'
import { defaultPreset, presetNetwork, PRESETS } from '../../../src-engine/spec/presets.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'

const parameters = (name: string): number =>
  inferShapes(presetNetwork(name, [64, 64, 3], 10)).reduce((sum, { parameterCount }) => sum + parameterCount, 0)

/** They tell two classes apart with a single output. */
const ONE_OUTPUT = new Set(['perceptron', 'xor'])

describe('presets', () => {
  it('have the parameters that the documents say', () => {
    const page = readFileSync(new URL('../../../docs/presets.md', import.meta.url), 'utf8').replaceAll(
      /(\d) (?=\d{3})/g,
      '$1',
    )
    const counts = {
      ...{ 'cnn-small': 530_090, 'cnn-medium': 95_210, 'resnet-small': 447_474 },
      ...{ 'mlp-32': 393_578, 'mlp-book': 6_650_510, logistic: 122_890 },
    }
    for (const [name, count] of Object.entries(counts)) {
      expect(parameters(name)).toBe(count)
      expect(page).toContain(String(count))
    }
    expect(PRESETS.map(({ name }) => name).sort()).toEqual([...Object.keys(counts), 'perceptron', 'xor'].sort())
  })

  it('fit any picture size and number of classes', () => {
    for (const [side, classes] of [
      [4, 2],
      [9, 3],
      [28, 200],
    ] as const)
      for (const { name } of PRESETS.filter(({ name }) => !ONE_OUTPUT.has(name)))
        expect(inferShapes(presetNetwork(name, [side, side, 1], classes)).at(-1)?.outputShape).toEqual([classes])
    expect(inferShapes(presetNetwork('mlp-7', [5], 3)).map(({ outputShape }) => outputShape)).toEqual([[7], [3]])
  })

  it.each(['', 'mlp-', 'mlp-0', 'mlp-100000', 'cnn-huge', '__proto__'])('"%s" is no preset', (name) => {
    expect(() => presetNetwork(name, [8, 8, 3], 2)).toThrow(RangeError)
  })
})

describe('presets with a single output', () => {
  it('are the smallest networks of their kind', () => {
    const shapes = (name: string, input: number[]) =>
      inferShapes(presetNetwork(name, input, 2)).map(({ outputShape, parameterCount }) => [outputShape, parameterCount])
    expect(shapes('perceptron', [3])).toEqual([[[1], 4]])
    expect(shapes('perceptron', [4, 4, 1])).toEqual([
      [[16], 0],
      [[1], 17],
    ])
    expect(shapes('xor', [2])).toEqual([
      [[2], 6],
      [[1], 3],
    ])
  })

  it.each([
    ['perceptron', [2], 3],
    ['xor', [2], 3],
    ['xor', [3], 2],
    ['xor', [2, 1, 1], 2],
  ])('%s is nothing for an input of %j and %i classes', (name, input, classes) => {
    expect(() => presetNetwork(name, input, classes)).toThrow(RangeError)
  })

  it('are what nobody gets unasked: photos, gray pictures and tables have their own', () => {
    expect([[64, 64, 3], [28, 28, 1], [2]].map(defaultPreset)).toEqual(['resnet-small', 'cnn-small', 'mlp-32'])
  })
})

describe('the config of a run', () => {
  const request = { source: 'abcd', classes: 4, preset: 'cnn-small', trainCount: 1000 }

  it('has the documented defaults', () => {
    expect(presetConfig(request)).toMatchObject({
      data: {
        source: 'abcd',
        split: [0.6, 0.2, 0.2],
        prepare: { size: [64, 64], channels: 'rgb', fit: 'squash', scale: '0..1', invert: false },
      },
      network: { input: [64, 64, 3] },
      training: {
        epochs: 20,
        batchSize: 32,
        seed: 1,
        shuffle: 'everyEpoch',
        loss: 'categoricalCrossentropy',
        optimizer: { type: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
        schedule: { type: 'constant', warmupSteps: 20 },
        regularization: { l2: 0 },
        augmentation: { flip: 'none', shift: 0 },
      },
    })
  })

  it('of a table is not prepared, and takes steps enough', () => {
    const rows = (trainCount: number) => presetConfig({ ...request, preset: 'mlp-32', columns: 2, trainCount })
    expect(rows(4)).toMatchObject({
      data: { prepare: null },
      network: { input: [2] },
      training: { epochs: 500, batchSize: 4, optimizer: { type: 'adam', learningRate: 0.01 } },
    })
    expect(rows(360).training).toMatchObject({ epochs: 209, batchSize: 32 })
    expect(rows(100_000).training).toMatchObject({ epochs: 50, batchSize: 32 })
  })

  it.each([
    [{ columns: 2, set: [['data.prepare.size', [8, 8]]] }, 'A table is not prepared'],
    [{ columns: 2, given: { data: { prepare: { size: [8, 8] } } } }, 'A table is not prepared'],
    [{ set: [['data.prepare', null]] }, 'Pictures need a preparation'],
    [{ given: { data: { prepare: null } } }, 'Pictures need a preparation'],
  ] as [Partial<ConfigRequest>, string][])('%j is refused: the kind of data does not fit', (more, message) => {
    expect(() => presetConfig({ ...request, preset: 'logistic', ...more })).toThrow(message)
  })

  it.each([
    [2, 4],
    [24, 4],
    [60, 8],
    [191, 16],
    [192, 32],
    [100_000, 32],
  ])('gives %i examples batches of %i', (trainCount, batchSize) => {
    expect(presetConfig({ ...request, trainCount }).training.batchSize).toBe(batchSize)
  })

  it('centres wide pictures for networks without convolutions, and takes smaller steps', () => {
    const scaleAndRate = (preset: string, more: object): unknown[] => {
      const { data, training } = presetConfig({ ...request, preset, ...more })
      return [data.prepare?.scale, training.optimizer.learningRate]
    }
    const whole = PrepareSpec.parse({ fit: 'crop' })
    expect(scaleAndRate('mlp-32', {})).toEqual(['-1..1', 0.0001])
    expect(scaleAndRate('logistic', { prepare: whole })).toEqual(['-1..1', 0.0001])
    expect(scaleAndRate('cnn-small', { prepare: whole })).toEqual(['0..1', 0.001])
    const small = PrepareSpec.parse({ size: [28, 28], channels: 'gray' })
    expect(scaleAndRate('mlp-32', { prepare: small })).toEqual(['0..1', 0.001])
    expect(scaleAndRate('mlp-32', { set: [['data.prepare.size', [8, 8]]] })).toEqual(['0..1', 0.001])
    expect(scaleAndRate('mlp-32', { prepare: whole, given: { data: { prepare: { scale: '0..1' } } } })[0]).toBe('0..1')
    expect(scaleAndRate('mlp-32', { set: [['data.prepare.scale', '0..1']] })[0]).toBe('0..1')
    expect(presetConfig({ ...request, prepare: whole }).data.prepare).toEqual(whole)
  })

  it('trains the residual network by its recipe', () => {
    expect(presetConfig({ ...request, preset: 'resnet-small' })).toMatchObject({
      data: { prepare: { scale: '0..1' } },
      training: {
        ...{ batchSize: 32, labelSmoothing: 0.05, loss: 'categoricalCrossentropy' },
        optimizer: { type: 'adam', learningRate: 0.002 },
        schedule: { type: 'cosine', warmupSteps: 20 },
        regularization: { l1: 0, l2: 0, weightDecay: 0.05 },
      },
    })
  })

  it('fits the network to prepared pictures that were set, and sets inside the network last', () => {
    const config = presetConfig({
      ...request,
      set: [
        ['network.layers[0].filters', 5],
        ['data.prepare.channels', 'gray'],
        ['data.prepare.size', [20, 30]],
        ['training.optimizer.learningRate', 0.5],
      ],
    })
    expect(config.network.input).toEqual([20, 30, 1])
    expect(config.network.layers[0]).toMatchObject({ type: 'conv2d', filters: 5 })
    expect(config.training.optimizer).toMatchObject({ type: 'adam', learningRate: 0.5 })
  })

  it('changes the kind of a setting, whatever the order, and leaves what was given untouched', () => {
    const given = {
      network: {
        input: [64, 64, 3],
        layers: [{ type: 'flatten' }, { type: 'dense', units: 4, activation: 'softmax' }],
      },
    }
    const config = presetConfig({
      ...request,
      given,
      set: [
        ['training.optimizer.momentum', 0.9],
        ['training.optimizer.type', 'sgd'],
        ['network.layers[1].kernelInitializer', 'zeros'],
      ],
    })
    expect(config.training.optimizer).toEqual({
      ...{ type: 'sgd', learningRate: 0.01, momentum: 0.9 },
      ...{ nesterov: false, variant: 'keras' },
    })
    expect(config.network.layers[1]).toMatchObject({ kernelInitializer: 'zeros' })
    expect(given.network.layers[1]).toEqual({ type: 'dense', units: 4, activation: 'softmax' })
  })

  it('takes a given network as it is', () => {
    const network = {
      input: [64, 64, 3],
      layers: [{ type: 'flatten' }, { type: 'dense', units: 4, activation: 'softmax' }],
    }
    expect(presetConfig({ ...request, given: { network } }).network.layers).toHaveLength(2)
  })

  it('refuses paths that lead nowhere or into a prototype, and words nobody knows', () => {
    for (const path of ['', 'training..seed', '__proto__.x', 'training.epochs.deep'])
      expect(
        () =>
          presetConfig({
            ...request,
            set: [
              ['training.epochs', 3],
              [path, 1],
            ],
          }),
        path,
      ).toThrow(RangeError)
    expect(() => presetConfig({ ...request, set: [['training.lerningRate', 1]] })).toThrow(/lerningRate/)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})

describe('presets for a number to be predicted', () => {
  it.each(['mlp-32', 'mlp-book', 'logistic'])('%s ends with one linear unit and squares', (name) => {
    const config = presetConfig({
      ...{ source: 'd', columns: 4, classes: 1, task: 'regression', preset: name, trainCount: 200 },
    })
    expect(config.network.layers.at(-1)).toMatchObject({ type: 'dense', units: 1, activation: 'linear' })
    expect(config.training.loss).toBe('meanSquaredError')
  })

  it.each(['cnn-small', 'resnet-small', 'perceptron', 'xor'])('%s predicts none', (name) => {
    expect(() => presetNetwork(name, [2], 1, 'regression')).toThrow(RangeError)
  })

  it('scales columns as data say, unless told otherwise, and pictures have none', () => {
    const asked = { source: 'd', columns: 2, classes: 2, preset: 'mlp-32', trainCount: 100 }
    const table = { scale: 'standardize', statistics: null } as const
    expect(presetConfig(asked).data.table).toBeNull()
    expect(presetConfig({ ...asked, table }).data.table).toEqual(table)
    expect(presetConfig({ ...asked, table, set: [['data.table.scale', 'minMax']] }).data.table?.scale).toBe('minMax')
    expect(presetConfig({ ...asked, table, given: { data: { table: null } } }).data.table).toBeNull()
    const { columns: _, ...pictures } = asked
    expect(() => presetConfig({ ...pictures, given: { data: { table } } })).toThrow('Pictures have no columns')
  })
})
