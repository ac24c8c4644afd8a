import { constant, uniform, type TwoTwoOne } from '../../../../../src-engine/lessons/zero-init/twins.ts'
import { ZERO_INIT } from '../../../../../src-engine/lessons/zero-init/zero-init.ts'

export const TARGETS = {
  OR: ZERO_INIT.runs.OR!.targets,
  XOR: ZERO_INIT.runs.XOR!.targets,
} as const
export type TargetName = keyof typeof TARGETS

/** Ways to begin, by name. */
export const BEGINNINGS = {
  'all 0': constant(0),
  'all 0.3': ZERO_INIT.runs['constant_init_0.3_OR']!.init,
  'a little apart': ZERO_INIT.runs.broken_symmetry_OR!.init,
  'drawn from ±0.12': uniform(0.12, 1),
} as const satisfies Readonly<Record<string, TwoTwoOne>>
export type BeginningName = keyof typeof BEGINNINGS
