import { describe, expect, it } from 'vitest'
import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import { SpecError, type Shape } from '../../../src-engine/spec/shapes.ts'
import { hiddenActivations } from '../support/agreement.ts'
import { backends } from '../support/backends.ts'
import { pictureLayers, type LayerInput } from '../support/layers.ts'
import { normals } from '../support/numbers.ts'

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const root = Math.sqrt

interface Worked {
  readonly layer: LayerInput
  readonly shape: Shape
  readonly x: readonly number[]
  readonly parameters?: readonly number[]
  readonly a: readonly number[]
  readonly delta?: readonly number[]
  readonly dx?: readonly number[]
  readonly gradient?: readonly number[]
  readonly count?: number
}

/** Small enough to be worked out by hand. */
const worked: Record<string, Worked> = {
  dense: {
    ...{ layer: { type: 'dense', units: 2 }, shape: [2], x: [1, 2], parameters: [1, 2, 3, 4, 10, 20], a: [17, 30] },
    ...{ delta: [1, -1], dx: [-1, -1], gradient: [1, -1, 2, -2, 1, -1] },
  },
  'dense without bias': {
    ...{
      layer: { type: 'dense', units: 2, useBias: false },
      shape: [2],
      x: [1, 2],
      parameters: [1, 2, 3, 4],
      a: [7, 10],
    },
    ...{ delta: [1, -1], dx: [-1, -1], gradient: [1, -1, 2, -2] },
  },
  'conv2d with dilation': {
    // The kernel's four numbers look at the corners of the 3×3 picture.
    ...{ layer: { type: 'conv2d', filters: 1, kernelSize: 2, dilationRate: 2 }, shape: [3, 3, 1], x: range(1, 9) },
    ...{ parameters: [1, 10, 100, 1000, 5], a: [1 + 30 + 700 + 9000 + 5], delta: [2] },
    ...{ dx: [2, 0, 20, 0, 0, 0, 200, 0, 2000], gradient: [2, 6, 14, 18, 2] },
  },
  'conv2d same, stride 2': {
    ...{ layer: { type: 'conv2d', filters: 1, kernelSize: 2, strides: 2, padding: 'same' }, shape: [3, 3, 1] },
    ...{ x: range(1, 9), parameters: [1, 1, 1, 1, 0], a: [12, 9, 15, 9], delta: [1, 10, 100, 1000] },
    ...{ dx: [1, 1, 10, 1, 1, 10, 100, 100, 1000] },
  },
  depthwiseConv2d: {
    ...{ layer: { type: 'depthwiseConv2d', kernelSize: 2 }, shape: [2, 2, 2], x: [1, 10, 2, 20, 3, 30, 4, 40] },
    ...{ parameters: [1, 1, 1, 1, 1, 1, 1, 2, 0.5, -1], a: [10.5, 139], delta: [1, 2] },
    ...{ dx: [1, 2, 1, 2, 1, 2, 1, 4], gradient: [1, 20, 2, 40, 3, 60, 4, 80, 1, 2] },
  },
  maxPool2d: {
    ...{ layer: { type: 'maxPool2d', poolSize: 2, strides: 1 }, shape: [2, 3, 1], x: [1, 5, 2, 5, 3, 9], a: [5, 9] },
    ...{ delta: [7, 8], dx: [0, 7, 0, 0, 0, 8] },
  },
  'maxPool2d same': {
    ...{ layer: { type: 'maxPool2d', poolSize: 2, padding: 'same' }, shape: [3, 1, 1], x: [-3, -2, -1], a: [-2, -1] },
    ...{ delta: [1, 2], dx: [0, 1, 2] },
  },
  averagePool2d: {
    ...{ layer: { type: 'averagePool2d', poolSize: 2, padding: 'same' }, shape: [3, 3, 1], x: range(1, 9) },
    ...{ a: [3, 4.5, 7.5, 9], delta: [4, 2, 2, 1], dx: [1, 1, 1, 1, 1, 1, 1, 1, 1] },
  },
  globalAveragePool2d: {
    ...{ layer: { type: 'globalAveragePool2d' }, shape: [2, 2, 2], x: range(1, 8), a: [4, 5] },
    ...{ delta: [4, 8], dx: [1, 2, 1, 2, 1, 2, 1, 2] },
  },
  globalMaxPool2d: {
    // The first of equal values wins, also where it is negative.
    ...{ layer: { type: 'globalMaxPool2d' }, shape: [2, 2, 2], x: [1, -5, 3, -2, 3, -7, 2, -2], a: [3, -2] },
    ...{ delta: [4, 8], dx: [0, 0, 4, 8, 0, 0, 0, 0] },
  },
  reshape: {
    ...{ layer: { type: 'reshape', targetShape: [3, 2] }, shape: [6], x: range(1, 6), a: range(1, 6) },
    ...{ delta: range(2, 7), dx: range(2, 7) },
  },
  batchNorm: {
    // One channel, values ±1 around 3: variance 1. A gradient along x̂ or along 1 is taken away.
    ...{ layer: { type: 'batchNorm', epsilon: 0.5625 }, shape: [1], count: 2, x: [2, 4], parameters: [2, 1, 0, 1] },
    ...{ a: [1 - 2 / 1.25, 1 + 2 / 1.25], delta: [1, 1], dx: [0, 0], gradient: [0, 2, 0, 0] },
  },
  layerNorm: {
    ...{ layer: { type: 'layerNorm', epsilon: 0.5625 }, shape: [2], x: [2, 4], parameters: [2, 1, 10, 20] },
    ...{ a: [10 - 2 / 1.25, 20 + 1 / 1.25], delta: [1, 1], gradient: [-0.8, 0.8, 1, 1] },
    // g = (2, 1), mean 1.5, mean of g·x̂ = −0.4
    ...{ dx: [(2 - 1.5 - 0.32) / 1.25, (1 - 1.5 + 0.32) / 1.25] },
  },
  recurrent: {
    ...{ layer: { type: 'recurrent', units: 1, activation: 'linear' }, shape: [3, 1], x: [1, 2, 3] },
    // h = 1·2 + 1, 2·2 + ½·3 + 1, 3·2 + ½·6.5 + 1
    ...{ parameters: [2, 0.5, 1], a: [10.25], delta: [4] },
    ...{ dx: [2, 4, 8], gradient: [1 * 1 + 2 * 2 + 3 * 4, 2 * 3 + 4 * 6.5, 1 + 2 + 4] },
  },
  'residual with the identity': {
    ...{ layer: { type: 'residual', layers: [{ type: 'dense', units: 2, useBias: false }], activation: 'relu' } },
    ...{ shape: [2], x: [1, 2], parameters: [1, -1, 1, -1], a: [4, 0], delta: [1, 0], dx: [2, 1] },
    ...{ gradient: [1, 0, 2, 0] },
  },
  activation: {
    ...{
      layer: { type: 'activation', activation: 'leakyRelu', alpha: 0.25 },
      shape: [3],
      x: [-4, 0, 4],
      a: [-1, 0, 4],
    },
  },
  'root of a variance': {
    ...{ layer: { type: 'layerNorm', epsilon: 1 }, shape: [2], x: [0, 2], parameters: [1, 1, 0, 0] },
    ...{ a: [-1 / root(2), 1 / root(2)] },
  },
}

const picture = [7, 6, 5] as const
/** One of every kind of layer with the shape it sees, in all its settings and with all its activations. */
const ops: readonly (readonly [layer: LayerInput, shape: Shape])[] = [
  ...pictureLayers.map((layer): [LayerInput, Shape] => [layer, picture]),
  ...hiddenActivations.flatMap((activation): [LayerInput, Shape][] => [
    [{ type: 'activation', activation }, picture],
    [{ type: 'dense', units: 6, activation }, [210]],
    [{ type: 'recurrent', units: 3, activation, returnSequences: true }, [42, 5]],
  ]),
  [{ type: 'recurrent', units: 6, useBias: false }, [42, 5]],
  [{ type: 'globalAveragePool2d' }, picture],
  [{ type: 'globalMaxPool2d' }, picture],
  [{ type: 'flatten' }, picture],
  [{ type: 'reshape', targetShape: [42, 5] }, picture],
]

describe.each(backends)('$name', (backend) => {
  const expectNear = (actual: readonly number[], expected: readonly number[]): void => {
    expect(actual.length).toBe(expected.length)
    expected.forEach((value, i) => {
      expect(Math.abs(actual[i]! - value), `number ${i}: ${actual[i]}, not ${value}`).toBeLessThanOrEqual(
        backend.precision * Math.max(1, Math.abs(value)),
      )
    })
  }

  it.each(Object.entries(worked))('%s, worked out by hand', (_, { layer, shape, count = 1, ...expected }) => {
    const { x, parameters = [], delta } = expected
    const result = backend.op(layer, shape, count).run({ x, parameters, ...(delta ? { outputDelta: delta } : {}) })
    expectNear(result.a, expected.a)
    if (expected.dx) expectNear(result.dx, expected.dx)
    if (expected.gradient) expectNear(result.gradient, expected.gradient)
  })

  describe.each(ops)('%j over %j', (layer, shape) => {
    const count = 3
    const op = backend.op(layer, shape, count)
    const { info } = op
    const x = normals(1, count * 210)
    const parameters = normals(2, info.parameterCount).map((value) => 0.5 * value)
    const size = layerForward(info, parameters, x, null, true).a.length
    const outputDelta = normals(3, size)

    /** Σ delta · z, whose slopes backpropagation gives; in float64, so that small differences can be seen. */
    const cost = (inputs: Float64Array, weights: Float64Array): number =>
      layerForward(info, weights, inputs, null, true).z.reduce((sum, value, i) => sum + value * outputDelta[i]!, 0)
    const slope = (at: (shift: number) => number): number => (at(1e-5) - at(-1e-5)) / 2e-5
    const shifted = (values: Float64Array, i: number, shift: number): Float64Array =>
      values.map((value, k) => (k === i ? value + shift : value))

    /** What `same` adds around a picture is zeros, and 0 · NaN is NaN: the kernels multiply by them, the reference does not. */
    const multipliesZeros = /conv2d.*same/.test(JSON.stringify(layer))
    function expectKinds(actual: readonly number[], expected: Float64Array): void {
      actual.forEach((value, i) => {
        if (multipliesZeros && Number.isNaN(value)) return
        expect(kindOf(value), `number ${i}`).toBe(kindOf(expected[i]!))
      })
    }

    it('agrees with central differences', () => {
      const { dx, gradient } = op.run({ x, parameters, outputDelta })
      const scale = Math.max(...dx.map(Math.abs), ...gradient.map(Math.abs))
      for (let i = 0; i < dx.length; i += 37) {
        const expected = slope((shift) => cost(shifted(x, i, shift), parameters))
        expect(Math.abs(dx[i]! - expected), `input ${i}`).toBeLessThan(3e-6 * scale)
      }
      const trained = info.parameters.flatMap(({ role, shape: own }) =>
        Array<boolean>(own.reduce((product, side) => product * side, 1)).fill(role !== 'statistic'),
      )
      for (let i = 0; i < gradient.length; i += 7) {
        const expected = trained[i] ? slope((shift) => cost(x, shifted(parameters, i, shift))) : 0
        expect(Math.abs(gradient[i]! - expected), `parameter ${i}`).toBeLessThan(3e-6 * scale)
      }
    })

    it.each([NaN, Infinity, -Infinity])(
      '%d in one input stays where the reference has it, forward and back',
      (value) => {
        const broken = Float64Array.from(x)
        broken[107] = value
        const { a, dx, gradient } = op.run({ x: broken, parameters, outputDelta })
        const trace = layerForward(info, parameters, broken, null, true)
        expect(a.map(kindOf)).toEqual(Array.from(trace.a, kindOf))
        const back = layerBackward(info, parameters, trace, outputDelta)
        expect(dx.map(kindOf)).toEqual(Array.from(back.dx, kindOf))
        expectKinds(gradient, back.parameters)
      },
    )

    it.each([NaN, Infinity, -Infinity])('%d in one delta stays where the reference has it', (value) => {
      // Where relu is not on the kernels pass nothing on, not even 0 · NaN.
      if (layer.type === 'recurrent' && layer.activation === 'relu') return
      const broken = Float64Array.from(outputDelta)
      broken[size - 1] = value
      const { dx, gradient } = op.run({ x, parameters, outputDelta: broken })
      const back = layerBackward(info, parameters, layerForward(info, parameters, x, null, true), broken)
      expect(dx.map(kindOf)).toEqual(Array.from(back.dx, kindOf))
      expectKinds(gradient, back.parameters)
    })

    it('NaN in one input reaches every output that depends on it', () => {
      // Of NaN and numbers the largest is taken among the numbers, as comparisons have it.
      if (layer.type === 'maxPool2d' || layer.type === 'globalMaxPool2d') return
      const broken = Float64Array.from(x)
      broken[107] = NaN
      const plain = op.run({ x, parameters }).a
      const moved = op.run({ x: shifted(x, 107, 1), parameters }).a
      const dependent = op.run({ x: broken, parameters }).a.filter((_, i) => plain[i] !== moved[i])
      expect(dependent.length).toBeGreaterThan(0)
      expect(new Set(dependent)).toEqual(new Set([NaN]))
    })
  })

  it.each<[string, LayerInput, Shape]>([
    ['dense', { type: 'dense', units: 1 }, [2, 2]],
    ['conv2d', { type: 'conv2d', filters: 1, kernelSize: 4 }, [3, 3, 1]],
    ['depthwiseConv2d', { type: 'depthwiseConv2d', kernelSize: 2, dilationRate: 3 }, [3, 3, 1]],
    ['maxPool2d', { type: 'maxPool2d' }, [4]],
    ['averagePool2d', { type: 'averagePool2d', poolSize: 3 }, [2, 5, 1]],
    ['globalAveragePool2d', { type: 'globalAveragePool2d' }, [4]],
    ['globalMaxPool2d', { type: 'globalMaxPool2d' }, [4]],
    ['reshape', { type: 'reshape', targetShape: [5] }, [4]],
    ['recurrent', { type: 'recurrent', units: 2 }, [4]],
    ['residual', { type: 'residual', layers: [{ type: 'dense', units: 3 }] }, [4]],
  ])('refuses a shape that %s cannot take', (_, layer, shape) => {
    expect(() => backend.op(layer, shape)).toThrow(SpecError)
  })
})

const kindOf = (value: number): string => (Number.isFinite(value) ? 'finite' : String(value))
