import { describe, expect, it } from 'vitest'
import { activate, derivative } from '../../../src-engine/reference/activations.ts'
import { conv2dForward } from '../../../src-engine/reference/conv2d.ts'
import { maxPool2dForward } from '../../../src-engine/reference/maxPool2d.ts'
import { Conv2dLayer, DenseLayer, MaxPool2dLayer } from '../../../src-engine/spec/network.ts'
import { goldens } from '../support/goldens.ts'
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
      for (const name of ['linear', 'sigmoid', 'tanh', 'relu'] as const)
        expect(activate(name, z)).toBeCloseTo(value[name]!, 14)
      expect(derivative('sigmoid', activate('sigmoid', z))).toBeCloseTo(value.dsigmoid!, 14)
      expect(derivative('tanh', activate('tanh', z))).toBeCloseTo(value.dtanh!, 14)
      expect(derivative('relu', activate('relu', z))).toBe(value['drelu(0 at 0)'])
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
