import { expect, it } from 'vitest'
import { layerNorms } from '../../../src-engine/inspect/norms.ts'
import { network } from '../support/networks.ts'

it('gives each layer the length of its trained numbers', () => {
  const spec = network({
    input: [1],
    layers: [
      { type: 'dense', units: 2 },
      { type: 'batchNorm' },
      { type: 'dropout', rate: 0.5 },
      { type: 'residual', layers: [{ type: 'dense', units: 2, useBias: false }] },
    ],
  })
  const dense = [1, 2, 2, 4]
  const norm = { gamma: [3, 0], beta: [0, 4], movingMean: [100, 100], movingVariance: [100, 100] }
  const values = Float32Array.from([...dense, ...Object.values(norm).flat(), 6, 8, 0, 0])
  expect(layerNorms(spec, values)).toEqual([5, 5, 0, 10])
})
