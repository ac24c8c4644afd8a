import { expect, it } from 'vitest'
import { histogram } from '../../../src-engine/inspect/histogram.ts'
import { parameterReports } from '../../../src-engine/inspect/parameter-report.ts'
import { network } from '../support/networks.ts'

it('gives every tensor its length, that of its gradient, and how both spread', () => {
  const spec = network({
    input: [2],
    layers: [
      { type: 'dense', units: 1 },
      { type: 'residual', layers: [{ type: 'batchNorm' }] },
    ],
  })
  const weights = Float32Array.of(3, -4, 5, 1, 2, 0, NaN)
  const gradient = Float32Array.of(0, 0, 2, -1, 3, 0, 0)
  const reports = parameterReports(spec, weights, gradient)
  expect(reports.map(({ layer, name, weightNorm, gradientNorm }) => [layer, name, weightNorm, gradientNorm])).toEqual([
    [0, '0.kernel', 5, 0],
    [0, '0.bias', 5, 2],
    [1, '1.0.gamma', 1, 1],
    [1, '1.0.beta', 2, 3],
    [1, '1.0.movingMean', 0, 0],
    [1, '1.0.movingVariance', NaN, 0],
  ])
  expect(reports[0]!.weights).toEqual(histogram([3, -4]))
  expect(reports[1]!.gradients).toEqual(histogram([2]))
  expect(reports[5]!.weights.nonFinite).toBe(1)
})
