import type { LayerSpec, NetworkSpec } from '../../../../src-engine/spec/network.ts'

/** The network with other layers. */
const withLayers = (network: NetworkSpec, layers: readonly LayerSpec[]): NetworkSpec => ({
  ...network,
  layers: [...layers],
})

/** Puts layers before the one at `at`; at the end where `at` is their number. */
export const insertLayers = (network: NetworkSpec, at: number, ...layers: readonly LayerSpec[]): NetworkSpec =>
  withLayers(network, network.layers.toSpliced(at, 0, ...layers))

export const removeLayer = (network: NetworkSpec, at: number): NetworkSpec =>
  withLayers(network, network.layers.toSpliced(at, 1))

export const replaceLayer = (network: NetworkSpec, at: number, layer: LayerSpec): NetworkSpec =>
  withLayers(network, network.layers.with(at, layer))

/** Takes the layer at `from` out and puts it where `to` is then. */
export function moveLayer(network: NetworkSpec, from: number, to: number): NetworkSpec {
  const layer = network.layers[from]
  return layer ? withLayers(network, network.layers.toSpliced(from, 1).toSpliced(to, 0, layer)) : network
}
