import { describe, expect, it } from 'vitest'
import { circles, exclusiveOr, gaussians, moons } from '../../../../src-engine/data/tables/points.ts'
import type { Table } from '../../../../src-engine/data/tables/table.ts'
import { arraySource } from '../../../../src-engine/train/source.ts'
import { alarmsWhile, patterns } from '../../support/alarmed.ts'
import type { LayerInput } from '../../support/layers.ts'
import { network, training } from '../../support/networks.ts'

const seeds = [1, 2, 3]
const dense = (units: number, activation: 'relu' | 'tanh' | 'sigmoid' | 'softmax'): LayerInput => ({
  type: 'dense',
  units,
  activation,
})

/** Two of three points to train on, the third to validate with. */
function parts({ inputs, labels }: Table) {
  const rows = [...labels.keys()]
  const some = (wanted: (row: number) => boolean) => {
    const chosen = rows.filter(wanted)
    const values = chosen.flatMap((row) => [...inputs.subarray(2 * row, 2 * row + 2)])
    return arraySource(
      Float32Array.from(values),
      chosen.map((row) => labels[row]!),
      [2],
    )
  }
  return { train: some((row) => row % 6 < 4), validation: some((row) => row % 6 >= 4) }
}

describe.each(seeds)('no alarm, with seed %i,', (seed) => {
  it.each([
    ['circles', circles],
    ['exclusive or', exclusiveOr],
    ['gaussians', gaussians],
    ['moons', moons],
  ] as const)('of points: %s', (_, table) => {
    for (const activation of ['relu', 'tanh'] as const) {
      const spec = network({ input: [2], layers: [dense(16, activation), dense(8, 'tanh'), dense(2, 'softmax')] })
      const settings = training({ epochs: 60, batchSize: 20, seed, optimizer: { type: 'adam', learningRate: 0.01 } })
      expect(alarmsWhile({ spec, settings, ...parts(table()) })).toEqual([])
    }
  })

  it.each([
    ['descent', { type: 'sgd', learningRate: 0.1 }],
    ['momentum', { type: 'sgd', learningRate: 0.02, momentum: 0.9 }],
    ['Adam', { type: 'adam', learningRate: 1e-3 }],
  ] as const)('of patterns and dense layers by %s', (_, optimizer) => {
    const spec = network({ input: [64], layers: [dense(64, 'relu'), dense(32, 'relu'), dense(10, 'softmax')] })
    const settings = training({ epochs: 30, batchSize: 32, seed, optimizer })
    const train = patterns(seed, 600, [64], 10, 0.5)
    const validation = patterns(seed + 100, 200, [64], 10, 0.5)
    expect(alarmsWhile({ spec, settings, train, validation })).toEqual([])
  })

  it('of a convolutional network with batchNorm and a residual block', () => {
    const spec = network({
      input: [12, 12, 1],
      layers: [
        { type: 'conv2d', filters: 8, kernelSize: 3, padding: 'same' },
        { type: 'batchNorm', momentum: 0.9 },
        { type: 'activation', activation: 'relu' },
        { type: 'maxPool2d' },
        {
          type: 'residual',
          layers: [
            { type: 'conv2d', filters: 8, kernelSize: 3, padding: 'same' },
            { type: 'batchNorm', momentum: 0.9 },
          ],
          activation: 'relu',
        },
        { type: 'flatten' },
        dense(16, 'tanh'),
        dense(4, 'softmax'),
      ],
    })
    const settings = training({ epochs: 12, batchSize: 16, seed })
    const train = patterns(seed, 240, [12, 12, 1], 4, 0.7)
    expect(alarmsWhile({ spec, settings, train, validation: patterns(seed + 50, 100, [12, 12, 1], 4, 0.7) })).toEqual(
      [],
    )
  })

  it('of one sigmoid unit and the squared error', () => {
    const spec = network({ input: [2], layers: [dense(1, 'sigmoid')] })
    const optimizer = { type: 'sgd', learningRate: 1 } as const
    const settings = training({ epochs: 40, batchSize: 16, seed, optimizer, loss: 'meanSquaredError' })
    expect(alarmsWhile({ spec, settings, ...parts(gaussians()) })).toEqual([])
  })
})
