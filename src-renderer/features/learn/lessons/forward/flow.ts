import type { ForwardUnit, Unfolded } from '../../../../../src-engine/lessons/worked/unfold.ts'

/** One step of the forward pass: a unit's sum, or what its function makes of it. */
export interface FlowStep {
  readonly layer: number
  /** Of the unit in its layer. */
  readonly index: number
  readonly unit: ForwardUnit
  readonly part: 'sum' | 'output'
}

/** All steps in the order in which they are numbered: layer by layer, unit by unit, first Σ, then f. */
export function flowOf({ forward }: Unfolded): FlowStep[] {
  return forward.flatMap((units, layer) =>
    units.flatMap((unit, index) => (['sum', 'output'] as const).map((part) => ({ layer, index, unit, part }))),
  )
}
