import { describe, expect, it } from 'vitest'
import { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, paddingBefore, SpecError } from '../../../src-engine/spec/shapes.ts'

const shapes = (input: number[], layers: object[]): (readonly number[])[] =>
  inferShapes(NetworkSpec.parse({ input, layers })).map(({ outputShape }) => outputShape)

describe('shape inference', () => {
  it.each([
    [10, 3, 1, 'same', 10],
    [10, 3, 2, 'same', 5],
    [11, 3, 2, 'same', 6],
    [10, 3, 1, 'valid', 8],
    [10, 3, 2, 'valid', 4],
    [3, 3, 5, 'valid', 1],
  ] as const)(
    'a side of %i under a %i window with stride %i, %s, becomes %i',
    (side, kernelSize, strides, padding, expected) => {
      expect(shapes([side, side, 3], [{ type: 'conv2d', filters: 7, kernelSize, strides, padding }])).toEqual([
        [expected, expected, 7],
      ])
    },
  )

  it('pools without overlap unless told, and drops what does not fill a window', () => {
    expect(shapes([7, 5, 2], [{ type: 'maxPool2d', poolSize: 2 }])).toEqual([[3, 2, 2]])
    expect(shapes([7, 5, 2], [{ type: 'maxPool2d', poolSize: 3, strides: 1 }])).toEqual([[5, 3, 2]])
  })

  it('puts the odd zero of same padding at the far side, as Keras does', () => {
    expect([
      paddingBefore(10, 3, 1, 'same'),
      paddingBefore(10, 4, 1, 'same'),
      paddingBefore(10, 3, 2, 'same'),
      paddingBefore(10, 5, 1, 'valid'),
    ]).toEqual([1, 1, 0, 0])
  })

  it('counts parameters as kernel then bias', () => {
    const network = NetworkSpec.parse({
      input: [8, 8, 3],
      layers: [{ type: 'conv2d', filters: 16, kernelSize: 3 }, { type: 'flatten' }, { type: 'dense', units: 5 }],
    })
    const infos = inferShapes(network)
    expect(infos.map(({ parameterCount }) => parameterCount)).toEqual([448, 0, 2885])
    expect(infos[0]?.parameters).toEqual([
      { name: '0.kernel', shape: [3, 3, 3, 16], role: 'kernel', isTrained: true, initializer: 'glorotUniform' },
      { name: '0.bias', shape: [16], role: 'bias', isTrained: true, initializer: 'zeros' },
    ])
  })

  it('dilates, pads pools, and follows every other layer', () => {
    const one = (input: number[], layer: object): readonly number[] => shapes(input, [layer])[0]!
    const convolution = { type: 'conv2d', filters: 4, kernelSize: 3, dilationRate: 2 }
    expect(one([9, 6, 2], convolution)).toEqual([5, 2, 4])
    expect(one([9, 6, 2], { ...convolution, padding: 'same', strides: 2 })).toEqual([5, 3, 4])
    expect(one([9, 6, 2], { type: 'depthwiseConv2d', kernelSize: 3 })).toEqual([7, 4, 2])
    expect(one([7, 5, 2], { type: 'averagePool2d', padding: 'same' })).toEqual([4, 3, 2])
    for (const type of ['globalAveragePool2d', 'globalMaxPool2d']) expect(one([7, 5, 2], { type })).toEqual([2])
    expect(one([7, 5, 2], { type: 'reshape', targetShape: [35, 2] })).toEqual([35, 2])
    expect(one([7, 5], { type: 'recurrent', units: 3 })).toEqual([3])
    expect(one([7, 5], { type: 'recurrent', units: 3, returnSequences: true })).toEqual([7, 3])
    for (const type of ['batchNorm', 'layerNorm']) expect(one([7, 5, 2], { type })).toEqual([7, 5, 2])
    expect(one([7], { type: 'activation', activation: 'softmax' })).toEqual([7])
  })

  it('gives a block a projection only where its shape changes', () => {
    const norm = { type: 'batchNorm', momentum: 0.5 }
    const block = (filters: number, strides: number): object => ({
      type: 'residual',
      layers: [{ type: 'conv2d', filters, kernelSize: 3, strides, padding: 'same', useBias: false }, norm],
    })
    const [same] = inferShapes(NetworkSpec.parse({ input: [7, 7, 3], layers: [block(3, 1)] }))
    expect(same!.shortcut).toEqual([])
    expect(same!.parameters.map(({ name }) => name)).toEqual([
      ...['0.0.kernel', '0.1.gamma', '0.1.beta', '0.1.movingMean', '0.1.movingVariance'],
    ])
    const [half] = inferShapes(NetworkSpec.parse({ input: [7, 8, 3], layers: [block(5, 2)] }))
    expect(half!.outputShape).toEqual([4, 4, 5])
    expect(half!.shortcut.map(({ spec }) => spec.type)).toEqual(['averagePool2d', 'conv2d', 'batchNorm'])
    expect(half!.shortcut.at(-1)!.spec).toMatchObject({ momentum: 0.5 })
    expect(half!.parameters.at(5)).toMatchObject({ name: '0.shortcut.1.kernel', shape: [1, 1, 3, 5], role: 'kernel' })
    expect(half!.parameterCount).toBe(27 * 5 + 20 + 15 + 20)
    const [wider] = inferShapes(NetworkSpec.parse({ input: [7, 8, 3], layers: [block(5, 1)] }))
    expect(wider!.shortcut.map(({ spec }) => spec.type)).toEqual(['conv2d', 'batchNorm'])
  })

  it.each([
    ['dense on a picture', [4, 4, 3], [{ type: 'dense', units: 2 }], 'layers[0]'],
    ['a convolution on a vector', [4], [{ type: 'conv2d', filters: 2, kernelSize: 1 }], 'layers[0]'],
    [
      'a window larger than the picture',
      [4, 4, 1],
      [{ type: 'conv2d', filters: 1, kernelSize: 5 }],
      'layers[0].kernelSize',
    ],
    [
      'a pool larger than what is left',
      [4, 4, 1],
      [
        { type: 'maxPool2d', poolSize: 4 },
        { type: 'maxPool2d', poolSize: 2 },
      ],
      'layers[1].poolSize',
    ],
    [
      'softmax in the middle',
      [4],
      [
        { type: 'dense', units: 3, activation: 'softmax' },
        { type: 'dense', units: 2 },
      ],
      'layers[0].activation',
    ],
    [
      'step in the middle',
      [4],
      [
        { type: 'dense', units: 3, activation: 'step' },
        { type: 'dense', units: 2 },
      ],
      'layers[0].activation',
    ],
    [
      'softmax inside a block',
      [4],
      [{ type: 'residual', layers: [{ type: 'dense', units: 4, activation: 'softmax' }] }],
      'layers[0].layers[0].activation',
    ],
    ['an alpha without use', [4], [{ type: 'dense', units: 3, activation: 'relu', alpha: 1 }], 'layers[0].alpha'],
    ['another number of numbers', [4], [{ type: 'reshape', targetShape: [3] }], 'layers[0].targetShape'],
    ['a recurrent layer on a picture', [4, 4, 1], [{ type: 'recurrent', units: 3 }], 'layers[0]'],
    [
      'a dilated window larger than the picture',
      [4, 4, 1],
      [{ type: 'conv2d', filters: 1, kernelSize: 3, dilationRate: 2 }],
      'layers[0].kernelSize',
    ],
    [
      'a block that cannot be skipped',
      [6, 6, 1],
      [{ type: 'residual', layers: [{ type: 'conv2d', filters: 1, kernelSize: 3 }] }],
      'layers[0]',
    ],
    [
      'a misfit inside a block',
      [6, 6, 1],
      [{ type: 'residual', layers: [{ type: 'conv2d', filters: 1, kernelSize: 7 }] }],
      'layers[0].layers[0].kernelSize',
    ],
    ['a block of other width', [6], [{ type: 'residual', layers: [{ type: 'dense', units: 5 }] }], 'layers[0]'],
    ['a billion parameters', [65_536], [{ type: 'dense', units: 65_536 }], 'layers[0]'],
  ])('%s is refused with its path and a remedy', (_, input, layers, path) => {
    const error = (() => {
      try {
        return shapes(input, layers)
      } catch (caught) {
        return caught
      }
    })()
    expect(error).toBeInstanceOf(SpecError)
    expect(error).toMatchObject({ path, hint: expect.stringMatching(/\w+.*\.$/) as string })
  })

  it.each([
    { units: 0 },
    { units: -3 },
    { units: 1.5 },
    { units: 1e12 },
    { units: 3, activation: 'relu6' },
    { units: 3, unit: 1 },
  ])('the layer %j is no spec', (layer) => {
    expect(NetworkSpec.safeParse({ input: [2], layers: [{ type: 'dense', ...layer }] }).success).toBe(false)
  })
})
