import { createModel } from '../plan/model.ts'
import { FlattenLayer, type NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf } from '../spec/shapes.ts'

/**
 * What one layer gives for these inputs, from the kernels, as in predicting: nothing dropped, batchNorm with its moving
 * statistics. The network up to that layer is a network of its own, so its plan predicts the layer's output.
 * @param weights all parameters in storage order
 * @param layer index in `network.layers`
 * @param x (examples, …input)
 * @returns (examples, …outputShape of the layer), behind its activation
 */
export function layerActivations(
  module: WebAssembly.Module,
  network: NetworkSpec,
  weights: Float32Array,
  layer: number,
  x: Float32Array,
): Float32Array {
  const infos = inferShapes(network).slice(0, layer + 1)
  const isFlat = infos.at(-1)?.outputShape.length === 1
  const layers = network.layers.slice(0, layer + 1)
  const part = { ...network, layers: isFlat ? layers : [...layers, FlattenLayer.parse({ type: 'flatten' })] }
  const count = x.length / sizeOf(network.input)
  const model = createModel(module, { network: part, batchSize: count, threads: 1 })
  model.setWeights(
    weights.subarray(
      0,
      infos.reduce((sum, { parameterCount }) => sum + parameterCount, 0),
    ),
  )
  model.inputs().set(x)
  return model.predict(count).slice()
}
