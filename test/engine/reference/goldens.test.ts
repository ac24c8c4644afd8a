import { describe, expect, it } from 'vitest'
import { activate, derivative } from '../../../src-engine/reference/activations.ts'
import { conv2dForward } from '../../../src-engine/reference/conv2d.ts'
import { erf } from '../../../src-engine/reference/erf.ts'
import { maxPool2dForward } from '../../../src-engine/reference/maxPool2d.ts'
import type { Activation } from '../../../src-engine/spec/activation.ts'
import { Conv2dLayer, DenseLayer, MaxPool2dLayer } from '../../../src-engine/spec/network.ts'
import { goldens } from '../support/goldens.ts'
import { expectGolden } from '../support/numbers.ts'
import { planSingleLayer } from '../support/single-layer.ts'

const golden = goldens.conv2d_valid_crosscorrelation
const flat = (rows: readonly number[][]): Float64Array => Float64Array.from(rows.flat())

describe('conv2d and maxPool2d of the golden picture', () => {
  const x = flat(golden.img)
  const parameters = Float64Array.of(...flat(golden.kernel), 0)

  it('in the reference', () => {
    const shape = { H: 4, W: 4, C: 1, OH: 3, OW: 3, F: 1, K: 2, dilation: 1, stride: 1, padTop: 0, padLeft: 0 }
    const z = conv2dForward(x, flat(golden.kernel), Float64Array.of(0), shape)
    expect(z).toEqual(flat(golden.out))
    expect(z.map((value) => activate('relu', value))).toEqual(flat(golden.relu))
    const pooled = maxPool2dForward(x, {
      H: 4,
      W: 4,
      C: 1,
      OH: 2,
      OW: 2,
      poolSize: 2,
      stride: 2,
      padTop: 0,
      padLeft: 0,
    })
    expect(pooled).toEqual(flat(golden.maxpool2x2_stride2_of_img))
  })

  it.each(['linear', 'relu'] as const)('in the kernels, %s', (activation) => {
    const layer = planSingleLayer(
      Conv2dLayer.parse({ type: 'conv2d', filters: 1, kernelSize: 2, activation }),
      [4, 4, 1],
      1,
    )
    const { a } = layer.run({ count: 1, x, parameters, outputDelta: new Float64Array(9) })
    expect(Float64Array.from(a)).toEqual(flat(activation === 'relu' ? golden.relu : golden.out))
  })

  it('pooled by the kernels', () => {
    const layer = planSingleLayer(MaxPool2dLayer.parse({ type: 'maxPool2d' }), [4, 4, 1], 1)
    const { a } = layer.run({ count: 1, x, parameters: new Float64Array(0), outputDelta: new Float64Array(4) })
    expect(Float64Array.from(a)).toEqual(flat(golden.maxpool2x2_stride2_of_img))
  })
})

describe('activations at the golden points', () => {
  const points = Object.entries(goldens.activations.points)

  it('in the reference', () => {
    expect(points.length).toBeGreaterThan(5)
    for (const [text, value] of points) {
      const z = Number(text)
      const a = (name: Activation): number => activate(name, z)
      expectGolden(
        [a('linear'), a('step'), a('sigmoid'), a('tanh'), a('relu'), a('leakyRelu')],
        ['linear', 'step', 'sigmoid', 'tanh', 'relu', 'leaky_relu_0.01'].map((name) => value[name]!),
      )
      const slopes = (['sigmoid', 'tanh', 'relu', 'leakyRelu'] as const).map((name) => derivative(name, a(name)))
      expectGolden(slopes, [value.dsigmoid!, value.dtanh!, value['drelu(0 at 0)']!, value['dleaky(1 at 0)']!])
    }
  })

  it.each(['linear', 'sigmoid', 'tanh', 'relu'] as const)('%s in the kernels', (activation) => {
    const layer = planSingleLayer(DenseLayer.parse({ type: 'dense', units: 1, activation }), [1], points.length)
    const x = Float64Array.from(points, ([text]) => Number(text))
    const outputDelta = new Float64Array(points.length)
    const { a } = layer.run({ count: points.length, x, parameters: Float64Array.of(1, 0), outputDelta })
    points.forEach(([, value], i) => {
      expect(Math.abs(a[i]! - value[activation]!)).toBeLessThanOrEqual(3e-7 * Math.abs(value[activation]!) + 1e-37)
    })
  })
})

describe('activations without goldens', () => {
  it('elu and gelu', () => {
    expectGolden(
      [activate('elu', -1), activate('elu', -1, 2), activate('elu', 3)],
      [Math.exp(-1) - 1, 2 / Math.E - 2, 3],
    )
    // Φ(1) and Φ(−2) to 16 digits.
    expectGolden([activate('gelu', 1), activate('gelu', -2)], [0.8413447460685429, -2 * 0.02275013194817921])
  })

  it('erf is that of tables', () => {
    const table = [
      [0.1, 0.1124629160182849],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [2, 0.9953222650189527],
      [2.9, 0.9999589021219005],
      [3, 0.9999779095030014],
      [3.5, 0.9999992569016276],
      [6, 1],
      [1e3, 1],
    ] as const
    for (const [x, expected] of table) expectGolden([erf(x), erf(-x)], [expected, -expected])
    expect(erf(0)).toBe(0)
    expect(erf(NaN)).toBeNaN()
    expect(erf(-Infinity)).toBe(-1)
  })
})
