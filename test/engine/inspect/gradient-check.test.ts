import { describe, expect, it } from 'vitest'
import { checkGradient } from '../../../src-engine/inspect/gradient-check.ts'
import { dropoutMask } from '../../../src-engine/reference/dropout.ts'
import { gradient } from '../../../src-engine/reference/network.ts'
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
    const checks = [...checkGradient(mixedNetwork, loss, weights, batch, { epsilon: 1e-5, perTensor: 20 })]
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

it('tries nearer points where relu has a kink between the two', () => {
  const spec = network({ input: [1], layers: [{ type: 'dense', units: 1, activation: 'relu' }] })
  // z = w + b = 5e-5 is on the sloping side, z − 1e-4 on the flat one.
  const checks = checkGradient(spec, 'meanSquaredError', Float64Array.of(5e-5, 0), {
    x: Float64Array.of(1),
    labels: [1],
  })
  for (const { analytic, numeric, relativeError } of checks) {
    expect(analytic).toBeCloseTo(-2 * (1 - 5e-5), 12)
    expect(numeric).toBeCloseTo(analytic, 8)
    expect(relativeError).toBeLessThan(1e-7)
  }
})

it('shows a wrong gradient: one at a kink is 0 on one side only', () => {
  const spec = network({ input: [1], layers: [{ type: 'dense', units: 1, activation: 'relu' }] })
  const [kernel] = checkGradient(spec, 'meanSquaredError', Float64Array.of(0, 0), {
    x: Float64Array.of(1),
    labels: [1],
  })
  expect(kernel!.relativeError).toBeGreaterThan(0.01)
})

describe('a tensor without a gradient', () => {
  const spec = network({
    input: [4],
    layers: [
      { type: 'dense', units: 5 },
      { type: 'batchNorm' },
      { type: 'activation', activation: 'tanh' },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
  })
  const examples = { x: normals(8, 6 * 4), labels: [0, 1, 2, 0, 1, 2] }
  const start = Float64Array.from(initialWeights(spec, 4))
  const checks = [...checkGradient(spec, 'categoricalCrossentropy', start, examples)]

  it('is correct where it is 0 but for rounding: the bias before batchNorm', () => {
    const bias = checks.find(({ name }) => name === '0.bias')!
    expect(Math.abs(bias.analytic)).toBeLessThan(1e-15)
    expect(Math.abs(bias.numeric)).toBeLessThan(1e-11)
    expect(bias).toMatchObject({ relativeError: 0, verdict: 'correct' })
  })

  it('is left out where it is counted along: the statistics of batchNorm', () => {
    expect(checks.map(({ name }) => name)).toEqual([
      ...['0.kernel', '0.bias', '1.gamma', '1.beta', '3.kernel', '3.bias'],
    ])
    for (const { name, relativeError } of checks) expect(relativeError, name).toBeLessThan(1e-7)
  })

  /** What is said of each tensor when the kernels give the reference's gradient with one number changed. */
  const verdicts = (index: number, change: (value: number) => number) => {
    const kernels = Float32Array.from(gradient(spec, 'categoricalCrossentropy', start, examples).gradient)
    kernels[index] = change(kernels[index]!)
    const found = [...checkGradient(spec, 'categoricalCrossentropy', start, examples, { kernels })]
    return Object.fromEntries(found.map(({ name, kernels: inFloat32 }) => [name, inFloat32?.verdict]))
  }
  const allCorrect = Object.fromEntries(checks.map(({ name }) => [name, 'correct']))

  it('and the kernels are right when they say the same', () => {
    expect(verdicts(0, (value) => value)).toEqual(allCorrect)
    expect(verdicts(20, () => 1e-8)).toEqual(allCorrect)
  })

  it.each([
    ['with the wrong sign', 0, (value: number) => -value, '0.kernel'],
    ['forgotten', 25, () => 0, '1.gamma'],
    ['where there is none', 20, () => 1e-3, '0.bias'],
    ['not a number', 61, () => NaN, '3.bias'],
  ])('and a gradient %s is wrong', (_, index, change, name) => {
    expect(verdicts(index, change)).toEqual({ ...allCorrect, [name]: 'wrong' })
  })

  it('and one that is a little off gets a double red flag', () => {
    const all = gradient(spec, 'categoricalCrossentropy', start, examples).gradient.subarray(0, 20)
    const largest = all.findIndex((value) => Math.abs(value) === Math.max(...all.map(Math.abs)))
    expect(verdicts(largest, (value) => value * 1.001)['0.kernel']).toBe('doubleRedFlag')
  })
})
