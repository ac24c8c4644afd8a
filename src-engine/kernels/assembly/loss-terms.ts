import * as layout from './layout'
import { exp64, log64 } from './math64'

/** What a loss counts of one answer: a the answer, z what it was made of, y the target. `exponential` is made of squares. */
export function lossTerm(kind: u32, a: f32, z: f32, y: f32): f64 {
  const error = <f64>a - <f64>y
  switch (kind) {
    case layout.ABSOLUTES:
      return Math.abs(error)
    case layout.SIGMOID_CROSS_ENTROPY:
      return softplus(<f64>z) - <f64>y * <f64>z
    case layout.KULLBACK_LEIBLER:
      return y == 0 ? 0 : <f64>y * log64(<f64>y / <f64>a)
    case layout.HELLINGER: {
      const root = Math.sqrt(<f64>a) - Math.sqrt(<f64>y)
      return root * root
    }
    case layout.PERCEPTRON:
      return error * <f64>z
    default:
      return error * error
  }
}

/** ∂/∂a of `lossTerm`; ∂/∂z of the two that are written by z. */
export function lossSlope(kind: u32, a: f32, y: f32): f32 {
  switch (kind) {
    case layout.ABSOLUTES:
      return a > y ? 1 : a < y ? -1 : a - y
    case layout.SIGMOID_CROSS_ENTROPY:
    case layout.PERCEPTRON:
      return a - y
    case layout.KULLBACK_LEIBLER:
      return y == 0 ? 0 : -y / a
    case layout.HELLINGER:
      return 1 - Mathf.sqrt(y / a)
    default:
      return 2 * (a - y)
  }
}

export function isOfZ(kind: u32): bool {
  return kind == layout.SIGMOID_CROSS_ENTROPY || kind == layout.PERCEPTRON
}

/** ln(1 + eᶻ) without overflow */
function softplus(z: f64): f64 {
  return Math.max(z, 0) + log64(1 + exp64(-Math.abs(z)))
}
