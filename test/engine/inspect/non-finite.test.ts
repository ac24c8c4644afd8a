import { expect, it } from 'vitest'
import { firstNonFinite, tensorValues } from '../../../src-engine/inspect/non-finite.ts'
import { network } from '../support/networks.ts'

const spec = network({
  input: [2],
  layers: [
    { type: 'dense', units: 2 },
    { type: 'dense', units: 1 },
  ],
})

it('names the tensors of a weights vector', () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
  expect([...tensorValues(spec, values)]).toEqual([
    { layer: 0, tensor: '0.kernel', values: Float32Array.of(1, 2, 3, 4) },
    { layer: 0, tensor: '0.bias', values: Float32Array.of(5, 6) },
    { layer: 1, tensor: '1.kernel', values: Float32Array.of(7, 8) },
    { layer: 1, tensor: '1.bias', values: Float32Array.of(9) },
  ])
})

it('finds the first number that is not finite', () => {
  const values = new Float32Array(9)
  expect(firstNonFinite(tensorValues(spec, values))).toBeNull()
  values[8] = NaN
  expect(firstNonFinite(tensorValues(spec, values))).toEqual({ layer: 1, tensor: '1.bias', index: 0, value: NaN })
  values[5] = -Infinity
  expect(firstNonFinite(tensorValues(spec, values))).toEqual({
    ...{ layer: 0, tensor: '0.bias', index: 1, value: -Infinity },
  })
})
