import type { NetworkSpec } from '../spec/network.ts'
import { histogram, type Histogram } from './histogram.ts'
import { tensorValues } from './non-finite.ts'
import { norm } from './norms.ts'

/** A tensor of a network and its gradient. */
export interface ParameterReport {
  /** Index of the layer in the network. */
  readonly layer: number
  /** `layer.tensor`, for example `0.kernel`. */
  readonly name: string
  /** ‖w‖₂ and ‖∂C/∂w‖₂; the gradient of a statistic is 0. */
  readonly weightNorm: number
  readonly gradientNorm: number
  readonly weights: Histogram
  readonly gradients: Histogram
}

/**
 * Every tensor in storage order.
 * @param weights all parameters in storage order
 * @param gradient of them, in the same order
 */
export function parameterReports(
  network: NetworkSpec,
  weights: Float32Array,
  gradient: Float32Array,
): ParameterReport[] {
  const gradients = [...tensorValues(network, gradient)]
  return [...tensorValues(network, weights)].map(({ layer, tensor, values }, index) => {
    const slopes = gradients[index]?.values ?? []
    return {
      ...{ layer, name: tensor, weightNorm: norm(values), gradientNorm: norm(slopes) },
      ...{ weights: histogram(values), gradients: histogram(slopes) },
    }
  })
}
