import { describe, expect, it } from 'vitest'
import {
  blockMeans,
  firstWeighted,
  MOST_WHOLE,
  tensorsOf,
  viewTensor,
} from '../../../src-engine/inspect/layer-weights.ts'
import { NetworkSpec } from '../../../src-engine/spec/network.ts'

const counting = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => index)

const network = NetworkSpec.parse({
  input: [4, 4, 2],
  layers: [
    { type: 'dropout', rate: 0.1 },
    { type: 'conv2d', filters: 3, kernelSize: 2 },
    {
      type: 'residual',
      layers: [{ type: 'conv2d', filters: 4, kernelSize: 3, padding: 'same' }, { type: 'batchNorm' }],
    },
    { type: 'flatten' },
    { type: 'dense', units: 5 },
  ],
})

it('finds the tensors of a layer, and those inside a block by their names in it', () => {
  expect(firstWeighted(network)).toBe(1)
  expect(tensorsOf(network, 0)).toEqual([])
  expect(tensorsOf(network, 1).map(({ name, shape, offset }) => [name, shape, offset])).toEqual([
    ['kernel', [2, 2, 2, 3], 0],
    ['bias', [3], 24],
  ])
  const block = tensorsOf(network, 2)
  expect(block.slice(0, 7).map(({ name, role, isTrained }) => [name, role, isTrained])).toEqual([
    ['0.kernel', 'kernel', true],
    ['0.bias', 'bias', true],
    ['1.gamma', 'scale', true],
    ['1.beta', 'bias', true],
    ['1.movingMean', 'statistic', false],
    ['1.movingVariance', 'statistic', false],
    ['shortcut.0.kernel', 'kernel', true],
  ])
  expect(block[0]).toMatchObject({ shape: [3, 3, 3, 4], offset: 27, length: 108 })
  expect(() => tensorsOf(network, 5)).toThrow('The network has 5 layers')
  expect(firstWeighted(NetworkSpec.parse({ input: [2, 2, 1], layers: [{ type: 'flatten' }] }))).toBeNull()
})

describe('viewTensor', () => {
  it('gives a tensor as it is, with its smallest and largest finite number', () => {
    const weights = counting(500)
    weights[30] = Infinity
    const [kernel, bias] = tensorsOf(network, 1).map((place) => viewTensor(weights, place))
    expect(kernel).toEqual({
      ...{ name: 'kernel', role: 'kernel', shape: [2, 2, 2, 3], block: 1 },
      ...{ values: counting(24), least: 0, most: 23 },
    })
    expect([bias?.values, bias?.least, bias?.most]).toEqual([Float32Array.of(24, 25, 26), 24, 26])
    const place = { name: 'bias', role: 'bias', shape: [1], isTrained: true, offset: 30, length: 1 } as const
    expect(viewTensor(weights, place)).toMatchObject({ least: NaN, most: NaN })
  })

  it('gives a larger one as means of blocks, and forgets none of its numbers', () => {
    const [rows, columns] = [2 ** 12, 1025]
    const length = rows * columns
    expect(length).toBeGreaterThan(MOST_WHOLE)
    const weights = new Float32Array(length).fill(1)
    weights[length - 1] = -7
    const place = {
      name: 'kernel',
      role: 'kernel',
      shape: [rows, columns],
      isTrained: true,
      offset: 0,
      length,
    } as const
    const view = viewTensor(weights, place)
    expect([view.block, view.values.length, view.least, view.most]).toEqual([3, 1366 * 342, -7, 1])
    // The last block has one row and two columns: one of its two numbers is −7.
    expect([view.values[0], view.values.at(-1)]).toEqual([1, -3])
  })
})

it('means of blocks count what is there at the edges', () => {
  expect([...blockMeans(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 2)]).toEqual([3, 4.5, 7.5, 9])
  expect([...blockMeans(Float32Array.of(1, NaN, 3, 4), 2, 1)]).toEqual([1, NaN, 3, 4])
})
