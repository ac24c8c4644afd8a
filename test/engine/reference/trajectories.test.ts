import { describe, expect, it } from 'vitest'
import { initialState } from '../../../src-engine/reference/optimizers.ts'
import { trainStep } from '../../../src-engine/reference/train-step.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import { expectGolden } from '../support/numbers.ts'
import { oracleBatch, oracleRuns, oracleWeights, trajectories } from '../support/oracle.ts'

it('has a run for every trajectory', () => {
  expect(Object.keys(oracleRuns)).toEqual(Object.keys(trajectories))
})

describe.each(Object.entries(oracleRuns))('%s', (name, run) => {
  const { losses, tensors } = trajectories[name]!

  // Plain loops over millions of products take their time.
  it(`follows the independent framework for ${losses.length} steps within 1e-9`, { timeout: 600_000 }, () => {
    expect(losses).toHaveLength(20)
    let weights: Float64Array = oracleWeights(run)
    let state = initialState(weights.length)
    losses.forEach((expected, index) => {
      const step = trainStep(run.network, run.training, weights, state, oracleBatch(run, index + 1))
      ;({ weights, state } = step)
      expectGolden([step.loss], [expected], 1e-9)
    })
    let offset = 0
    const parameters = inferShapes(run.network).flatMap((info) => info.parameters)
    expect(tensors).toHaveLength(parameters.length)
    parameters.forEach(({ shape, role }, tensor) => {
      const own = weights.subarray(offset, offset + sizeOf(shape))
      offset += own.length
      // The gradient of a bias before batchNorm is nothing but rounding, which Adam makes steps of.
      const tolerance = role === 'bias' && parameters[tensor + 1]?.role === 'scale' ? 1e-7 : 1e-9
      const squares = own.reduce((sum, w) => sum + w * w, 0)
      const [expectedSum, expectedSquares] = tensors[tensor]!
      expect(Math.abs(squares - expectedSquares)).toBeLessThanOrEqual(tolerance * expectedSquares)
      // A sum may nearly cancel: on the scale of its terms.
      const scale = Math.sqrt(squares * own.length)
      expect(Math.abs(own.reduce((sum, w) => sum + w, 0) - expectedSum)).toBeLessThanOrEqual(tolerance * scale)
    })
  })
})
