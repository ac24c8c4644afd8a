import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf, type Shape } from '../spec/shapes.ts'

/** More units than this are not drawn at once. */
export const MAX_UNITS = 64

export interface LayerKernel {
  /** Index of the layer in the network. */
  readonly layer: number
  /** [kernelHeight, kernelWidth, channels, filters] or [...input shape, units]; the last side is at most `MAX_UNITS`. */
  readonly shape: readonly number[]
  /** Units of the layer in all. */
  readonly units: number
  /** Row-major in `shape`. */
  readonly values: Float32Array<ArrayBuffer>
}

/**
 * The kernel of the first layer that has one, as a picture can show it: a dense kernel keeps the shape of the input it looks at.
 * @param weights all parameters in storage order
 * @returns null for a network without weights
 */
export function firstKernel(network: NetworkSpec, weights: Float32Array): LayerKernel | null {
  for (const [layer, info] of inferShapes(network).entries()) {
    const kernel = info.parameters[0]
    if (!kernel) continue
    const units = kernel.shape.at(-1) ?? 0
    const inputs = sizeOf(kernel.shape) / units
    const shown = Math.min(units, MAX_UNITS)
    const values = new Float32Array(inputs * shown)
    for (let input = 0; input < inputs; input++)
      for (let unit = 0; unit < shown; unit++) values[input * shown + unit] = weights[input * units + unit] ?? 0
    return { layer, shape: [...seenBy(network, kernel.shape), shown], units, values }
  }
  return null
}

/** What a unit looks at: the window of a convolution, or the picture that was flattened. */
function seenBy(network: NetworkSpec, kernel: Shape): Shape {
  return kernel.length === 2 ? network.input : kernel.slice(0, -1)
}
