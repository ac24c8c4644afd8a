import { addAt, at } from './array.ts'

/** One wish of every unit for every other: (N, N), symmetric, 0 on the diagonal. */
export type HopfieldWeights = Float64Array

/**
 * Hebb's rule for a Hopfield net (Hopfield 1982): w_ij = 1/N Σ over the patterns of p_i·p_j, w_ii = 0.
 * @param patterns each of N values −1 or 1
 */
export function hopfieldWeights(patterns: readonly Float64Array[], N: number): HopfieldWeights {
  const w = new Float64Array(N * N)
  for (const p of patterns)
    for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) if (i !== j) addAt(w, i * N + j, (at(p, i) * at(p, j)) / N)
  return w
}

/**
 * One sweep of recall: every unit in turn takes the sign of what the others tell it, s_i ← sign(Σ_j w_ij·s_j), and stays
 * where they tell it nothing. Each change lowers the energy, so that sweeps end in a pattern.
 */
export function hopfieldSweep(w: HopfieldWeights, s: Float64Array): Float64Array {
  const N = s.length
  const next = Float64Array.from(s)
  for (let i = 0; i < N; i++) {
    let field = 0
    for (let j = 0; j < N; j++) field += at(w, i * N + j) * at(next, j)
    if (field !== 0) next[i] = Math.sign(field)
  }
  return next
}

/** E = −½ Σ_ij w_ij·s_i·s_j */
export function hopfieldEnergy(w: HopfieldWeights, s: Float64Array): number {
  const N = s.length
  let energy = 0
  for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) energy -= (at(w, i * N + j) * at(s, i) * at(s, j)) / 2
  return energy
}
