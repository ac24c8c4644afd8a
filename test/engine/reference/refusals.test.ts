import { expect, it } from 'vitest'
import { backwardLayer } from '../../../src-engine/reference/backward-layer.ts'
import { forwardLayer } from '../../../src-engine/reference/forward-layer.ts'
import { layerForward } from '../../../src-engine/reference/layers.ts'
import { judge } from '../../../src-engine/reference/losses.ts'
import { tensorsOf } from '../../../src-engine/reference/tensors.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { network } from '../support/networks.ts'

const none = new Float64Array(0)

it('a residual block is not run as a single layer', () => {
  const [block] = inferShapes(
    network({ input: [2], layers: [{ type: 'residual', layers: [{ type: 'activation', activation: 'relu' }] }] }),
  )
  const x = Float64Array.of(1, -2)
  const trace = layerForward(block!, none, x, null)
  expect([...trace.a]).toEqual([2, -2])
  const given = { parameters: none, x, mask: null, training: false }
  expect(() => forwardLayer(block!, given)).toThrow('A residual block is no single layer.')
  expect(() => backwardLayer(block!, none, trace, x)).toThrow('A residual block is no single layer.')
})

it('a layer has the tensors of its kind; a bias that it goes without is 0', () => {
  const [bare] = inferShapes(network({ input: [2], layers: [{ type: 'dense', units: 3, useBias: false }] }))
  const tensors = tensorsOf(bare!, Float64Array.of(1, 2, 3, 4, 5, 6))
  expect(tensors.get('kernel')).toHaveLength(6)
  expect([...tensors.bias(3)]).toEqual([0, 0, 0])
  expect(() => tensors.get('gamma')).toThrow('A dense layer has no gamma.')
})

it('costs at their edges', () => {
  const right = Float64Array.of(0.25, 0.5)
  const exact = { a: right, y: right, outputs: 2 }
  expect(judge('rootMeanSquaredError', 'linear', right, exact)).toEqual({
    ...{ loss: 0, delta: new Float64Array(2), isOfZ: false },
  })
  // Nothing is added where the target is 0, whatever the answer.
  const divergence = judge('kullbackLeiblerDivergence', 'linear', none, {
    ...{ a: Float64Array.of(0, 0.5), y: Float64Array.of(0, 1), outputs: 2 },
  })
  expect(divergence).toEqual({ loss: Math.log(2), delta: Float64Array.of(0, -2), isOfZ: false })
  // A class that is not wanted may have the logit −∞.
  const z = Float64Array.of(-Infinity, 0)
  expect(judge('categoricalCrossentropy', 'softmax', z, { a: z, y: Float64Array.of(0, 1), outputs: 2 }).loss).toBe(0)
  expect(() => judge('nothing' as 'perceptron', 'linear', right, exact)).toThrow('There is no loss nothing.')
})
