import { describe, expect, it } from 'vitest'
import { checkGradient } from '../../../src-engine/inspect/gradient-check.ts'
import { dropoutMask } from '../../../src-engine/reference/dropout.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { mixedNetwork, network } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

const masks = new Map(
  inferShapes(mixedNetwork).flatMap(({ spec, outputShape }, layer) =>
    spec.type === 'dropout'
      ? [[layer, dropoutMask({ seed: 1, layer, step: 1 }, spec.rate, 4 * sizeOf(outputShape))] as const]
      : [],
  ),
)
const batch = { x: normals(6, 4 * 11 * 9 * 3), labels: [0, 1, 2, 1], masks }
const weights = Float64Array.from(initialWeights(mixedNetwork, 2))

describe('backpropagation agrees with central differences', () => {
  it.each(['categoricalCrossentropy', 'meanSquaredError'] as const)('%s through every kind of layer', (loss) => {
    const checks = checkGradient(mixedNetwork, loss, weights, batch, { epsilon: 1e-5, perTensor: 20 })
    expect(checks.map(({ name }) => name)).toEqual([
      ...['0.kernel', '0.bias', '2.kernel', '2.bias', '5.kernel', '5.bias', '7.kernel', '7.bias'],
    ])
    for (const { name, relativeError, checked } of checks) {
      expect(relativeError, name).toBeLessThan(1e-7)
      expect(checked).toBeGreaterThan(0)
    }
  })

  it.each(['linear', 'sigmoid', 'tanh', 'relu', 'softmax'] as const)('squared error behind %s', (activation) => {
    const spec = network({ input: [3], layers: [{ type: 'dense', units: 4, activation }] })
    const [kernel, bias] = checkGradient(spec, 'meanSquaredError', normals(3, 16), {
      x: normals(4, 15),
      labels: [0, 1, 2, 3, 0],
    })
    expect(kernel!.relativeError).toBeLessThan(1e-7)
    expect(bias!.relativeError).toBeLessThan(1e-7)
  })
})

it('shows a wrong gradient: one at a kink is 0 on one side only', () => {
  const spec = network({ input: [1], layers: [{ type: 'dense', units: 1, activation: 'relu' }] })
  const [kernel] = checkGradient(spec, 'meanSquaredError', Float64Array.of(0, 0), {
    x: Float64Array.of(1),
    labels: [1],
  })
  expect(kernel!.relativeError).toBeGreaterThan(0.01)
})
