import type { TrainingSpec } from '../spec/training.ts'

/**
 * A gradient that cannot be too long.
 * norm: g · limit / ‖g‖ where ‖g‖ = √Σg² over all weights is beyond the limit (Pascanu, Mikolov and Bengio 2013)
 * value: every number cut to [−limit, limit]
 */
export function clipped(g: Float64Array, clipping: TrainingSpec['gradientClipping']): Float64Array {
  switch (clipping.type) {
    case 'none':
      return g
    case 'value':
      return g.map((value) => Math.min(Math.max(value, -clipping.limit), clipping.limit))
    case 'norm': {
      const norm = Math.sqrt(g.reduce((sum, value) => sum + value * value, 0))
      return norm > clipping.limit ? g.map((value) => (value * clipping.limit) / norm) : g
    }
  }
}
