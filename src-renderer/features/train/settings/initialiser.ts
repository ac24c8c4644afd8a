import type { LayerSpec, NetworkSpec } from '../../../../src-engine/spec/network.ts'

/** Initialisers without settings, and what they are called. */
export const INITIALISERS: Readonly<Record<string, string>> = {
  auto: 'automatic',
  heNormal: 'He normal',
  heUniform: 'He uniform',
  glorotNormal: 'Glorot normal',
  glorotUniform: 'Glorot uniform',
  lecunNormal: 'LeCun normal',
  lecunUniform: 'LeCun uniform',
  randomNormal: 'N(0, 1)',
  randomUniform: 'uniform −1 to 1',
  zeros: 'zeros',
}
const DRAWN = { randomNormal: { mean: 0, stddev: 1 }, randomUniform: { minval: -1, maxval: 1 } } as const

type Layers = NetworkSpec['layers']
const kernels = (layers: Layers): unknown[] =>
  layers.flatMap((layer): unknown[] => {
    if (layer.type === 'residual') return kernels(layer.layers)
    return 'kernelInitializer' in layer ? [layer.kernelInitializer] : []
  })

/** The initialiser that all kernels of a network have; null where they differ, or one has settings of its own. */
export function initialiserOf({ layers }: NetworkSpec): string | null {
  const names = new Set(kernels(layers).map((one) => Object.entries(DRAWN).find(isSame(one))?.[0] ?? one))
  const [name] = names
  return names.size === 1 && typeof name === 'string' && name in INITIALISERS ? name : null
}

const isSame =
  (one: unknown) =>
  ([type, settings]: [string, object]): boolean =>
    JSON.stringify(one) === JSON.stringify({ type, ...settings })

/** The same network with all kernels begun in one way. */
export function withInitialiser(network: NetworkSpec, name: string): NetworkSpec {
  const kernelInitializer = name in DRAWN ? { type: name, ...DRAWN[name as keyof typeof DRAWN] } : name
  const changed = (layer: LayerSpec): LayerSpec => {
    if (layer.type === 'residual') return { ...layer, layers: layer.layers.map(changed) } as LayerSpec
    return 'kernelInitializer' in layer ? ({ ...layer, kernelInitializer } as LayerSpec) : layer
  }
  return { ...network, layers: network.layers.map(changed) }
}
