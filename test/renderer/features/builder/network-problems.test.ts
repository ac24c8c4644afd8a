import { describe, expect, it } from 'vitest'
import { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { presetConfig } from '../../../../src-engine/spec/preset-config.ts'
import { PRESETS } from '../../../../src-engine/spec/presets.ts'
import { LossName, TrainingSpec } from '../../../../src-engine/spec/training.ts'
import { checkNetwork, type CheckedNetwork } from '../../../../src-renderer/features/train/builder/network-problems.ts'
import { presetsFor } from '../../../../src-renderer/features/train/draft-config.ts'
import { sampleDataset } from '../../samples.ts'

const dataset = sampleDataset()
const table = sampleDataset({ columns: ['a', 'b'], prepare: null, builtIn: 'xor' })
const usual = TrainingSpec.parse({})
const net = (layers: object[], input = [8, 8, 3]): NetworkSpec => NetworkSpec.parse({ input, layers })
const check = (network: NetworkSpec, training = usual): CheckedNetwork =>
  checkNetwork(network, dataset, { prepare: dataset.prepare, training })
const softmax = { type: 'dense', units: 2, activation: 'softmax' }
const flatten = { type: 'flatten' }
const conv = { type: 'conv2d', filters: 4, kernelSize: 3 }

/** What the button says, and what stands there after it was pressed. */
function mended(network: NetworkSpec, training = usual): [label: string | undefined, types: string[]] {
  const { problem } = check(network, training)
  const after = problem?.mend?.network
  if (after) expect(check(after, training).problem).toBeNull()
  return [problem?.mend?.label, after?.layers.map(({ type }) => type) ?? []]
}

describe('a network that fits', () => {
  it.each(PRESETS.map(({ name }) => name))('is every preset that is offered: %s', (preset) => {
    for (const data of [dataset, table]) {
      if (!presetsFor(data).some(({ name }) => name === preset)) continue
      const request = { source: 'a', classes: 2, preset, trainCount: 18, columns: data.columns?.length }
      const { network, training } = presetConfig({ ...request, prepare: data.prepare })
      const { infos, problem } = checkNetwork(network, data, { prepare: data.prepare, training })
      expect(problem).toBeNull()
      expect(infos).toHaveLength(network.layers.length)
    }
  })
})

describe('a problem', () => {
  it('stands at the layer that cannot follow, with the shapes before it', () => {
    const { infos, problem } = check(net([conv, { type: 'maxPool2d' }, softmax]))
    expect(problem).toMatchObject({ layer: 2, inner: null, path: 'layers[2]' })
    expect(problem?.message).toContain('needs a flat input, not 3×3×4')
    expect(infos.map(({ outputShape }) => outputShape)).toEqual([
      [6, 6, 4],
      [3, 3, 4],
    ])
  })
  it('names the place inside a residual block', () => {
    const block = {
      type: 'residual',
      layers: [
        { ...conv, padding: 'same' },
        { type: 'dense', units: 3 },
      ],
    }
    expect(check(net([block, flatten, softmax])).problem).toMatchObject({ layer: 0, inner: 1 })
  })
  it('stands at the input where the data have another shape', () => {
    const { problem } = check(net([flatten, softmax], [28, 28, 1]))
    expect(problem).toMatchObject({ layer: -1, message: 'The network expects 28×28×1, but the pictures are 8×8×3.' })
    expect(problem?.mend?.label).toBe('Use 8×8×3')
    expect(problem?.mend?.network.input).toEqual([8, 8, 3])
  })
  it('of the training stands at the last layer', () => {
    const training = TrainingSpec.parse({ loss: 'binaryCrossentropy' })
    expect(check(net([flatten, softmax]), training).problem).toMatchObject({ layer: 1, path: 'training.loss' })
  })
})

describe('the mend', () => {
  it.each([
    ['dense on a picture', [conv, softmax], 'Insert flatten', ['conv2d', 'flatten', 'dense']],
    [
      'pooling a list',
      [conv, flatten, { type: 'maxPool2d' }, softmax],
      'Move before flatten',
      ['conv2d', 'maxPool2d', 'flatten', 'dense'],
    ],
    [
      'a kernel larger than what is left',
      [{ type: 'maxPool2d', poolSize: 4 }, conv, flatten, softmax],
      'Use padding same',
      ['maxPool2d', 'conv2d', 'flatten', 'dense'],
    ],
    [
      'softmax before the end',
      [flatten, { type: 'dense', units: 5, activation: 'softmax' }, softmax],
      'Use relu',
      ['flatten', 'dense', 'dense'],
    ],
    [
      'a sequence layer on a picture',
      [{ type: 'recurrent', units: 4 }, softmax],
      'Insert reshape 8×24',
      ['reshape', 'recurrent', 'dense'],
    ],
    ['a shape of another size', [{ type: 'reshape', targetShape: [7] }, softmax], 'Use 192', ['reshape', 'dense']],
    [
      'units that are not the classes',
      [flatten, { type: 'dense', units: 7, activation: 'softmax' }],
      'Use 2 units, softmax',
      ['flatten', 'dense'],
    ],
    ['no list at the end', [conv], 'Add dense of 2 units, softmax', ['conv2d', 'flatten', 'dense']],
    [
      'a mean at the end',
      [conv, { type: 'globalAveragePool2d' }],
      'Add dense of 2 units, softmax',
      ['conv2d', 'globalAveragePool2d', 'dense'],
    ],
    ['one unit without a bend', [flatten, { type: 'dense', units: 1 }], 'Use 1 unit, sigmoid', ['flatten', 'dense']],
  ])('of %s is one click, after which it can be trained', (_what, layers, label, types) => {
    const training = label.includes('sigmoid') ? TrainingSpec.parse({ loss: 'meanSquaredError' }) : usual
    expect(mended(net(layers), training)).toEqual([label, types])
  })

  it.each(LossName.options)('of an output that %s cannot judge fits that loss, where one does', (loss) => {
    const training = TrainingSpec.parse({ loss })
    const { problem } = check(net([flatten, { type: 'dense', units: 9, activation: 'tanh' }]), training)
    expect(problem?.layer).toBe(1)
    expect(check(problem!.mend!.network, training).problem).toBeNull()
  })

  it('of a number to be predicted is one linear unit', () => {
    const numbers = sampleDataset({ task: 'regression', columns: ['a', 'b'], prepare: null, classes: [] })
    const training = TrainingSpec.parse({ loss: 'meanSquaredError' })
    const one = (layers: object[]) => checkNetwork(net(layers, [2]), numbers, { prepare: null, training })
    expect(one([{ type: 'dense', units: 1 }]).problem).toBeNull()
    const { problem } = one([{ type: 'dense', units: 3, activation: 'relu' }])
    expect(problem).toMatchObject({ layer: 0, mend: { label: 'Use 1 unit, linear' } })
    expect(problem?.mend?.network.layers).toMatchObject([{ units: 1, activation: 'linear' }])
  })
})
