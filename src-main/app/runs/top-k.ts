import type { TopK } from '../../contract/types.ts'

/** The `count` most probable classes, most probable first; of equals the one that comes first in `classes`. */
export function topK(probabilities: Float32Array, classes: readonly string[], count: number): TopK {
  return classes
    .map((label, index) => ({ label, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count)
}
