import { alphaOf, type Activation } from '../spec/activation.ts'
import { erf } from './erf.ts'

/**
 * a = f(z), one number at a time; softmax looks at a whole row and stands in `softmax.ts`.
 *
 * linear z · step [z ≥ 0] (a tie fires) · sigmoid σ(z) = 1 / (1 + e^−z) · tanh 2σ(2z) − 1 · relu max(0, z)
 * leakyRelu z, below 0 αz (Maas et al. 2013) · elu z, below 0 α(e^z − 1) (Clevert et al. 2016)
 * gelu zΦ(z) = ½z(1 + erf(z / √2)) (Hendrycks and Gimpel 2016, the exact form)
 */
export function activate(activation: Activation, z: number, alpha = alphaOf({ activation })): number {
  switch (activation) {
    case 'step':
      return z >= 0 ? 1 : 0
    case 'sigmoid':
      return 1 / (1 + Math.exp(-z))
    case 'tanh':
      return Math.tanh(z)
    case 'relu':
      return z < 0 ? 0 : z
    case 'leakyRelu':
      return z < 0 ? alpha * z : z
    case 'elu':
      return z < 0 ? alpha * Math.expm1(z) : z
    case 'gelu':
      return z * normalCumulative(z)
    case 'linear':
    case 'softmax':
      return z
  }
}

/**
 * f′(z), written by a = f(z) as the textbooks do wherever a alone decides it:
 * sigmoid a(1 − a) · tanh 1 − a² · relu [a > 0] · leakyRelu 1, for a < 0 α · elu 1, for a < 0 a + α.
 * At their kinks relu has slope 0, leakyRelu and elu 1; with α = 0 both are relu. step has slope 0 everywhere: the perceptron rule needs none.
 * gelu: Φ(z) + zφ(z).
 * @param z needed by gelu only
 */
export function derivative(activation: Activation, a: number, z = NaN, alpha = alphaOf({ activation })): number {
  switch (activation) {
    case 'step':
      return 0
    case 'sigmoid':
      return a * (1 - a)
    case 'tanh':
      return 1 - a * a
    case 'relu':
      return a > 0 ? 1 : 0
    case 'leakyRelu':
      return a < 0 ? alpha : a > 0 || alpha > 0 ? 1 : 0
    case 'elu':
      return a < 0 ? a + alpha : a > 0 || alpha > 0 ? 1 : 0
    case 'gelu':
      return normalCumulative(z) + z * normalDensity(z)
    case 'linear':
    case 'softmax':
      return 1
  }
}

/** Φ(z), the share of a standard normal below z. */
const normalCumulative = (z: number): number => (1 + erf(z / Math.SQRT2)) / 2

/** φ(z) = e^(−z²/2) / √(2π) */
const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
