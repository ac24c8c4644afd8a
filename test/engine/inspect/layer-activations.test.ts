import { describe, expect, it } from 'vitest'
import { layerActivations } from '../../../src-engine/inspect/layer-activations.ts'
import { forward } from '../../../src-engine/reference/network.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { kernels } from '../support/kernels.ts'
import { mixedNetwork } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

describe('what every layer gives is what the reference gives', () => {
  it.each([['every usual layer', mixedNetwork] as const, ...layerNetworks])('%s', (_, spec) => {
    const count = 3
    const x = normals(9, count * sizeOf(spec.input))
    const weights = initialWeights(spec, 5)
    const traces = forward(spec, Float64Array.from(weights), x)
    for (const [layer, { outputShape }] of inferShapes(spec).entries()) {
      const a = layerActivations(kernels, spec, weights, layer, Float32Array.from(x))
      expect(a.length).toBe(count * sizeOf(outputShape))
      expect(relativeDistance(a, traces[layer]!.a), `layer ${layer}`).toBeLessThan(1e-6)
    }
  })
})
