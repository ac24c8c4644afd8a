import { gradient, lossOf, type Batch } from '../reference/network.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf } from '../spec/shapes.ts'
import type { LossName } from '../spec/training.ts'

/** Agreement of one tensor's gradients. */
export interface TensorCheck {
  /** `layer.tensor`, for example `0.kernel`. */
  readonly name: string
  /** ‖a − n‖∞ / max(‖a‖∞, ‖n‖∞) of the analytic and the numeric gradient; 0 when both are exactly 0. */
  readonly relativeError: number
  readonly checked: number
}

export interface GradientCheckOptions {
  /** Half the distance of the two points, as in (C(w + ε) − C(w − ε)) / 2ε. */
  readonly epsilon?: number
  /** Weights checked per tensor, spread evenly; all when there are fewer. */
  readonly perTensor?: number
}

/**
 * Compares the reference's backpropagation with central differences, tensor by tensor, in float64.
 * One scale for a whole tensor, so that weights whose gradient is nearly 0 do not blow the relative error up.
 */
export function checkGradient(
  network: NetworkSpec,
  loss: LossName,
  weights: Float64Array,
  batch: Batch,
  { epsilon = 1e-4, perTensor = 50 }: GradientCheckOptions = {},
): TensorCheck[] {
  const analytic = gradient(network, loss, weights, batch).gradient
  const shifted = Float64Array.from(weights)
  let offset = 0
  return inferShapes(network)
    .flatMap(({ parameters }) => parameters)
    .map(({ name, shape }) => {
      const length = sizeOf(shape)
      const checked = Math.min(length, perTensor)
      let difference = 0
      let scale = 0
      for (let i = 0; i < checked; i++) {
        const index = offset + Math.floor((i * length) / checked)
        const a = analytic[index] ?? NaN
        const n = numeric(index)
        difference = Math.max(difference, Math.abs(a - n))
        scale = Math.max(scale, Math.abs(a), Math.abs(n))
      }
      offset += length
      return { name, relativeError: scale === 0 ? 0 : difference / scale, checked }
    })

  function numeric(index: number): number {
    const w = weights[index] ?? NaN
    shifted[index] = w + epsilon
    const above = lossOf(network, loss, shifted, batch)
    shifted[index] = w - epsilon
    const below = lossOf(network, loss, shifted, batch)
    shifted[index] = w
    return (above - below) / (2 * epsilon)
  }
}
