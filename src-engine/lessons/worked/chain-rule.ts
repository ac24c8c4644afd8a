import type { BackwardTerm, Unfolded } from './unfold.ts'

/** ∂C/∂w of one edge as the product of three factors. */
export interface ChainRule {
  readonly weight: string
  readonly from: string
  readonly to: string
  /** ∂C/∂a of the unit it leads to; of a hidden unit the sum of `terms`, one for each way the error comes back. */
  readonly dC_da: number
  readonly terms: readonly BackwardTerm[]
  /** f′(z) there. */
  readonly da_dz: number
  /** ∂z/∂w: what the weight is multiplied by. */
  readonly dz_dw: number
  /** dC_da · da_dz · dz_dw */
  readonly gradient: number
}

/**
 * The chain rule unfolded on one edge.
 * @param from name of the unit the edge comes from, `1` for a bias
 * @param to name of the unit it leads to
 * @throws {RangeError} where there is no such edge
 */
export function chainRule({ edges, backward }: Unfolded, from: string, to: string): ChainRule {
  const edge = edges.find((one) => one.from === from && one.to === to)
  const unit = backward.flat().find((one) => one.unit === to)
  if (!edge || !unit) throw new RangeError(`No weight leads from ${from} to ${to}.`)
  const { dC_da, terms, da_dz } = unit
  return { weight: edge.weight, from, to, dC_da, terms, da_dz, dz_dw: edge.x, gradient: edge.gradient }
}
