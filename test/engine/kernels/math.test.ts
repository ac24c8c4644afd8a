import { describe, expect, it } from 'vitest'
import { activate } from '../../../src-engine/reference/activations.ts'
import { erf } from '../../../src-engine/reference/erf.ts'
import { ActivationLayer, type Activation } from '../../../src-engine/spec/network.ts'
import { planSingleLayer } from '../support/single-layer.ts'

/** float32 numbers: dense from −100 to 100, every power of two with neighbours, and what is no usual number. */
const points = Float32Array.from([
  ...Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 100),
  ...Array.from({ length: 4001 }, (_, i) => (i - 2000) / 1000),
  ...Array.from({ length: 150 }, (_, i) => 2 ** (i - 126)).flatMap((x) => [x, -x, x * (1 + 2 ** -23), -1.5 * x]),
  ...[0, -0, 1e30, -1e30],
]).filter((x) => Math.abs(x) < 2 ** 24)

function throughKernel(activation: Activation, x: Float32Array, alpha?: number): Float32Array {
  const spec = ActivationLayer.parse({ type: 'activation', activation, ...(alpha === undefined ? {} : { alpha }) })
  const layer = planSingleLayer(spec, [x.length], 1)
  const outputDelta = new Float64Array(x.length)
  return layer.run({ count: 1, x: Float64Array.from(x), parameters: new Float64Array(0), outputDelta }).a
}

/** Largest error in units of 2⁻²⁴ of the value, where the value is not smaller than `floor`. */
function worst(kernel: Float32Array, exact: (x: number) => number, floor: number): number {
  return points.reduce((most, x, i) => {
    const value = exact(x)
    const size = Math.max(Math.abs(value), floor)
    return Math.max(most, Math.abs(kernel[i]! - value) / size / 2 ** -24)
  }, 0)
}

/** zΦ(z) with all digits also where Φ is tiny: √π e^(x²) erfc x = 1 / (x + ½ / (x + 1 / (x + 3⁄2 / …))). */
function geluOf(z: number): number {
  if (z > -1) return activate('gelu', z)
  const x = -z / Math.SQRT2
  let fraction = x
  for (let k = 400; k >= 1; k--) fraction = x + k / 2 / fraction
  return (z * Math.exp(-x * x)) / (2 * Math.sqrt(Math.PI) * fraction)
}

describe('own elementary functions', () => {
  it.each([
    // The bound each must keep, in units of 2⁻²⁴ of the value; e^(−x²) in Φ carries the rounding of x².
    ['sigmoid', 6, 1e-31, undefined],
    ['tanh', 4, 1e-37, undefined],
    ['elu', 4, 1e-37, 1],
    ['elu', 4, 1e-37, 0.3],
    ['leakyRelu', 1, 1e-37, 0.3],
    ['relu', 0, 1e-37, undefined],
  ] as const)('%s is within %i units', (activation, bound, floor, alpha) => {
    const exact = (x: number) => activate(activation, x, alpha === undefined ? undefined : Math.fround(alpha))
    expect(worst(throughKernel(activation, points, alpha), exact, floor)).toBeLessThanOrEqual(bound)
  })

  it('gelu is within 100 units', () => {
    expect(worst(throughKernel('gelu', points), geluOf, 1e-31)).toBeLessThanOrEqual(100)
  })

  it('gives Φ, and with it erf, its whole range', () => {
    const x = Float32Array.of(-12, -5, -1, -0.5, 0.5, 1, 2, 3, 5)
    throughKernel('gelu', x).forEach((value, i) => {
      const share = value / x[i]!
      const exact = (1 + erf(x[i]! / Math.SQRT2)) / 2
      if (x[i]! > -6) expect(Math.abs(share - exact)).toBeLessThan(2e-7)
      else expect(share).toBeLessThan(1e-30)
    })
  })

  it.each(['sigmoid', 'tanh', 'relu', 'leakyRelu', 'elu', 'gelu'] as const)(
    '%s: only what is NaN gives NaN, infinities go where they belong',
    (activation) => {
      const x = Float32Array.of(NaN, Infinity, -Infinity, 1e38, -1e38)
      const expected = Array.from(x, (value) => Math.fround(activate(activation, value)))
      throughKernel(activation, x).forEach((value, i) => {
        // At infinity σ is 0, not nearly: times an infinite number it gives NaN.
        if (Math.abs(x[i]!) === 1e38) expect(value).toBeCloseTo(expected[i]!, 6)
        else expect(value).toBe(expected[i])
      })
    },
  )
})
