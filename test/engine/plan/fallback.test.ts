import { describe, expect, it } from 'vitest'
import { createModel, type Model } from '../../../src-engine/plan/model.ts'
import { gradient } from '../../../src-engine/reference/network.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { initialWeights } from '../../../src-engine/train/initial-weights.ts'
import { layerNetworks } from '../support/all-layers.ts'
import { builds } from '../support/kernels.ts'
import { mixedNetwork, training } from '../support/networks.ts'
import { normals, relativeDistance } from '../support/numbers.ts'

const count = 5
const labels = [0, 1, 2, 0, 1]

function modelOf(module: WebAssembly.Module, spec: NetworkSpec, threads = 1): Model {
  const model = createModel(module, { network: spec, batchSize: count, threads, training: training() })
  model.setWeights(initialWeights(spec, 3))
  model.inputs().set(normals(4, count * model.inputSize))
  model.labels().set(labels)
  return model
}

const withoutDropout = layerNetworks.filter(([name]) => !name.includes('dropout'))

describe.each(withoutDropout)('%s', (_, spec) => {
  const weights = Float64Array.from(initialWeights(spec, 3))
  const x = normals(4, count * spec.input.reduce((product, side) => product * side, 1))
  const reference = gradient(spec, 'categoricalCrossentropy', weights, { x, labels }).gradient

  it('every build gives the gradient of the reference, whether memory is shared or not to the same bits', () => {
    const [fused, separate, fusedAlone, separateAlone] = builds.map(([, module]) =>
      modelOf(module, spec).gradient(count),
    )
    for (const own of [fused, separate]) expect(relativeDistance(own!, reference)).toBeLessThan(2e-6)
    expect(fusedAlone).toEqual(fused)
    expect(separateAlone).toEqual(separate)
  })
})

describe.each(builds)('%s', (name, module) => {
  it('trains, and where memory is not shared with one thread whatever is asked for', () => {
    const model = modelOf(module, mixedNetwork, 8)
    expect(model.threads).toBe(name.includes('unshared') ? 1 : 8)
    expect(model.memory.buffer instanceof ArrayBuffer).toBe(name.includes('unshared'))
    const losses = Array.from({ length: 30 }, () => model.trainStep(count).loss)
    expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!)
    model.close()
  })
})
