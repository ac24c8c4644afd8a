import { describe, expect, it } from 'vitest'
import { createModel } from '../../../src-engine/plan/model.ts'
import { forward, gradient } from '../../../src-engine/reference/network.ts'
import { ActivationLayer } from '../../../src-engine/spec/network.ts'
import { kernels } from '../support/kernels.ts'
import { network, training } from '../support/networks.ts'
import { normals } from '../support/numbers.ts'

/** What the hidden layer's z are, one by one: its kernel is the identity. */
const x = Float32Array.of(-20, -1, -0.25, -1e-30, -0, 0, 1e-30, 0.5, 3)
const n = x.length
const identity = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))

describe.each(['leakyRelu', 'elu'] as const)('%s', (activation) => {
  // The slope at 0 is that of relu for α = 0 and 1 for any other.
  it.each([0, 1e-3, 1, 3])('with α = %d agrees with the reference, forward and back', (alpha) => {
    const spec = network({
      input: [n],
      layers: [
        { type: 'dense', units: n, useBias: false, activation, alpha },
        { type: 'dense', units: 3, useBias: false, activation: 'softmax' },
      ],
    })
    const weights = Float64Array.of(...identity, ...normals(2, 3 * n).map((w) => Math.fround(w / 100)))
    const model = createModel(kernels, { network: spec, batchSize: 1, threads: 1, training: training() })
    model.setWeights(Float32Array.from(weights))
    model.inputs().set(x)
    model.labels().set([1])
    const batch = { x: Float64Array.from(x), labels: [1] }
    const reference = gradient(spec, 'categoricalCrossentropy', weights, batch).gradient
    const largest = Math.max(...reference.map(Math.abs))
    model.gradient(1).forEach((value, i) => {
      expect(Math.abs(value - reference[i]!), `number ${i}`).toBeLessThan(
        1e-5 * Math.abs(reference[i]!) + 1e-7 * largest,
      )
    })
    const answers = forward(spec, weights, batch.x).at(-1)!.a
    model.predict(1).forEach((value, i) => expect(value).toBeCloseTo(answers[i]!, 6))
  })

  it('refuses an α below 0 by its name', () => {
    const { error } = ActivationLayer.safeParse({ type: 'activation', activation, alpha: -0.1 })
    expect(error?.issues.map(({ path }) => path)).toEqual([['alpha']])
  })
})
