import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { pictureLayers, type LayerInput } from './layers.ts'
import { network } from './networks.ts'

const answers: LayerInput[] = [{ type: 'flatten' }, { type: 'dense', units: 3, activation: 'softmax' }]

/** A layer that sees pictures, with a layer below that wants its gradient and layers above that send one. */
const onPictures = (...layers: LayerInput[]): NetworkSpec =>
  network({
    input: [7, 6, 3],
    layers: [
      { type: 'conv2d', filters: 5, kernelSize: 3, padding: 'same', activation: 'tanh' },
      ...layers,
      { type: 'conv2d', filters: 4, kernelSize: 2, padding: 'same', activation: 'leakyRelu', alpha: 0.2 },
      ...answers,
    ],
  })

const onSequences = (...layers: LayerInput[]): NetworkSpec =>
  network({ input: [24], layers: [{ type: 'reshape', targetShape: [6, 4] }, ...layers, ...answers] })

const onNumbers = (...layers: LayerInput[]): NetworkSpec =>
  network({ input: [7], layers: [{ type: 'dense', units: 9 }, ...layers, ...answers] })

/** Every type of layer in its settings, each inside a small network that gives three classes. */
export const layerNetworks: readonly (readonly [name: string, spec: NetworkSpec])[] = [
  ...pictureLayers.map((layer): [string, NetworkSpec] => [JSON.stringify(layer).slice(0, 110), onPictures(layer)]),
  ['batchNorm and relu', onPictures({ type: 'batchNorm' }, { type: 'activation', activation: 'relu' })],
  [
    'batchNorm that pools',
    network({
      input: [8, 6, 3],
      layers: [
        { type: 'conv2d', filters: 8, kernelSize: 3, padding: 'same', activation: 'tanh' },
        { type: 'batchNorm' },
        { type: 'activation', activation: 'relu' },
        { type: 'maxPool2d' },
        { type: 'conv2d', filters: 4, kernelSize: 2, padding: 'same', activation: 'elu' },
        ...answers,
      ],
    }),
  ],
  [
    'activation behind activation',
    onNumbers({ type: 'activation', activation: 'elu' }, { type: 'activation', activation: 'gelu' }),
  ],
  ['linear activation', onNumbers({ type: 'activation', activation: 'linear' })],
  ['batchNorm of numbers', onNumbers({ type: 'batchNorm' }, { type: 'activation', activation: 'sigmoid' })],
  ['layerNorm and gelu', onNumbers({ type: 'layerNorm' }, { type: 'activation', activation: 'gelu' })],
  ['dropout behind gelu', onNumbers({ type: 'activation', activation: 'gelu' }, { type: 'dropout', rate: 0.3 })],
  [
    'residual of dense layers',
    onNumbers({ type: 'residual', layers: [{ type: 'dense', units: 9 }], activation: 'gelu' }),
  ],
  [
    'residual that ends with an activation',
    onNumbers({ type: 'residual', layers: [{ type: 'dense', units: 9, activation: 'tanh' }] }),
  ],
  [
    'residual of an activation alone, behind an activation',
    onPictures(
      { type: 'activation', activation: 'sigmoid' },
      { type: 'residual', layers: [{ type: 'activation', activation: 'elu' }] },
    ),
  ],
  [
    'residual with stride and projection behind relu',
    onPictures(
      { type: 'activation', activation: 'relu' },
      {
        type: 'residual',
        layers: [
          { type: 'maxPool2d', padding: 'same' },
          { type: 'conv2d', filters: 4, kernelSize: 1 },
        ],
      },
    ),
  ],
  [
    'residual as the first layer',
    network({
      input: [5, 4, 2],
      layers: [
        { type: 'residual', layers: [{ type: 'conv2d', filters: 2, kernelSize: 3, padding: 'same' }] },
        ...answers,
      ],
    }),
  ],
  [
    'residual of pooling as the first layer',
    network({
      input: [5, 4, 2],
      layers: [{ type: 'residual', layers: [{ type: 'averagePool2d', padding: 'same' }] }, ...answers],
    }),
  ],
  ['batchNorm as the first layer', network({ input: [5, 4, 2], layers: [{ type: 'batchNorm' }, ...answers] })],
  ['layerNorm as the first layer', network({ input: [5, 4, 2], layers: [{ type: 'layerNorm' }, ...answers] })],
  [
    'depthwiseConv2d and globalAveragePool2d',
    network({
      input: [6, 5, 3],
      layers: [
        { type: 'depthwiseConv2d', kernelSize: 3, padding: 'same', activation: 'gelu' },
        { type: 'globalAveragePool2d' },
        { type: 'dense', units: 3, activation: 'softmax' },
      ],
    }),
  ],
  [
    'globalMaxPool2d behind relu',
    network({
      input: [6, 5, 3],
      layers: [
        { type: 'conv2d', filters: 7, kernelSize: 3, padding: 'same', activation: 'relu' },
        { type: 'globalMaxPool2d' },
        { type: 'dense', units: 3, activation: 'softmax' },
      ],
    }),
  ],
  [
    'softmax as a layer of its own',
    network({
      input: [6, 5, 4],
      layers: [
        { type: 'conv2d', filters: 3, kernelSize: 3, activation: 'relu' },
        { type: 'globalAveragePool2d' },
        { type: 'activation', activation: 'softmax' },
      ],
    }),
  ],
  [
    'softmax behind an activation',
    network({
      input: [6],
      layers: [
        { type: 'dense', units: 3, activation: 'tanh' },
        { type: 'activation', activation: 'softmax' },
      ],
    }),
  ],
  ['recurrent', onSequences({ type: 'recurrent', units: 5 })],
  [
    'recurrent over sequences',
    onSequences(
      { type: 'recurrent', units: 6, returnSequences: true, activation: 'gelu' },
      { type: 'layerNorm' },
      { type: 'recurrent', units: 3, activation: 'sigmoid', useBias: false },
    ),
  ],
]
