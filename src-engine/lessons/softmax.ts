import { at } from '../reference/array.ts'
import { softmaxCrossEntropy } from '../reference/losses/cross-entropy.ts'
import { logSumExp, softmax } from '../reference/softmax.ts'
import { withPoint } from './with-point.ts'

export interface SoftmaxOptions {
  readonly logits: readonly (readonly number[])[]
}

export const SOFTMAX: SoftmaxOptions = {
  logits: [
    [0, 0],
    [1, 2, 3],
    [1000, 1001, 1002],
    [-1, 0, 1],
    [2, 1, 0.1],
    [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    [1.105905967, 1.2249214],
    [800, -800],
  ],
}

/** Softmax of one row of logits z, its slopes, and the cross-entropy with the last class wanted. */
export interface SoftmaxRow {
  readonly z: readonly number[]
  readonly largest: number
  /** e^(z − largest), which add up to `total`; without taking the largest off they overflow. */
  readonly exponentials: readonly number[]
  readonly total: number
  /** exponentials / total */
  readonly softmax: readonly number[]
  readonly sum: number
  readonly log_softmax: readonly number[]
  /** ∂p_j/∂z_k = p_j([j = k] − p_k) */
  readonly jacobian: readonly (readonly number[])[]
  readonly cross_entropy_last_class_hot: number
  /** p − y */
  readonly dCE_dz: readonly number[]
}

/** Rows by their logits, written as in `goldens.json`: `[1.0, 2.0, 3.0]`. */
export type SoftmaxResult = Readonly<Record<string, SoftmaxRow>>

export function softmaxLesson(options: Partial<SoftmaxOptions> = {}): SoftmaxResult {
  const { logits } = { ...SOFTMAX, ...options }
  return Object.fromEntries(logits.map((z) => [`[${z.map(withPoint).join(', ')}]`, softmaxRow(z)]))
}

export function softmaxRow(logits: readonly number[]): SoftmaxRow {
  const z = Float64Array.from(logits)
  const largest = Math.max(...z)
  const exponentials = Array.from(z, (value) => Math.exp(value - largest))
  const p = softmax(z, z.length)
  const logSum = logSumExp(z)
  const y = z.map((_, k) => (k === z.length - 1 ? 1 : 0))
  const { loss, delta } = softmaxCrossEntropy({ a: z, y, outputs: z.length })
  return {
    ...{ z: logits, largest, exponentials, total: exponentials.reduce((sum, value) => sum + value, 0) },
    softmax: [...p],
    sum: p.reduce((sum, value) => sum + value, 0),
    log_softmax: Array.from(z, (value) => value - logSum),
    jacobian: Array.from(p, (pj, j) => Array.from(p, (_, k) => pj * ((j === k ? 1 : 0) - at(p, k)))),
    cross_entropy_last_class_hot: loss,
    dCE_dz: [...delta],
  }
}
