import { expect, it } from 'vitest'
import { backwardChain, forwardChain, linksOf } from '../../../src-engine/reference/chain.ts'
import { descend } from '../../../src-engine/reference/descent.ts'
import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import { gradient } from '../../../src-engine/reference/network.ts'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { network } from '../support/networks.ts'
import { expectGolden, normals } from '../support/numbers.ts'

const spec = network({
  input: [4],
  layers: [{ type: 'dense', units: 3 }, { type: 'batchNorm' }, { type: 'dense', units: 2, activation: 'softmax' }],
})
const weights = Float64Array.from(initialWeights(spec, 2))
const batch = { x: normals(1, 12), labels: [0, 1, 1] }

it('a layer that has not been run forward has no way back', () => {
  const links = linksOf(inferShapes(spec), weights)
  const traces = forwardChain(links, batch.x, (link, x) => layerForward(link.info, link.parameters, x, null, true))
  const back = (seen: typeof traces) => () =>
    backwardChain(links, seen, new Float64Array(6), (link, trace, d) =>
      layerBackward(link.info, link.parameters, trace, d),
    )
  expect(back(traces)).not.toThrow()
  expect(back(traces.slice(0, 2))).toThrow('Layer 2 has not been run forward.')
})

it('dropout without a mask passes on what comes, both ways', () => {
  const [info] = inferShapes(network({ input: [3], layers: [{ type: 'dropout', rate: 0.5 }] }))
  const x = Float64Array.of(1, -2, 3)
  const trace = layerForward(info!, new Float64Array(0), x, null, true)
  expect([trace.a, layerBackward(info!, new Float64Array(0), trace, x).dx]).toEqual([x, x])
})

it("descent takes the batch's own statistics, as training does", () => {
  const { gradient: g } = gradient(spec, 'categoricalCrossentropy', weights, batch)
  const step = { loss: 'categoricalCrossentropy', learningRate: 0.5, order: 'simultaneous' } as const
  const next = descend(spec, { ...step, trains: ['kernel', 'bias', 'scale'] }, weights, batch)
  expectGolden(
    next,
    weights.map((w, i) => w - 0.5 * g[i]!),
  )
})
