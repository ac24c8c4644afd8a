import { topClasses } from '../../../src-engine/inspect/evaluation/top-classes.ts'
import type { TopK } from '../../contract/types.ts'

/** The `count` most probable classes, most probable first; of equals the one that comes first in `classes`. */
export function topK(probabilities: Float32Array, classes: readonly string[], count: number): TopK {
  const places = topClasses(probabilities, Math.min(count, classes.length))
  return Array.from(places, (place) => ({ label: classes[place] ?? '', probability: probabilities[place] ?? 0 }))
}
