import type { NetworkSpec } from '../../../../src-engine/spec/network.ts'
import { inferShapes } from '../../../../src-engine/spec/shapes.ts'
import { networkPlan } from '../../../canvas/network/plan.ts'

/** So many weights are sent whole ten times a second without anybody noticing. */
const MOST_WEIGHTS = 30_000

/**
 * The layers whose weights a drawing shows: all of a small network of dense layers, of a larger one those of the chosen layer;
 * none where boxes are drawn.
 */
export function drawnLayers(network: NetworkSpec, chosen: number | null): number[] {
  const infos = inferShapes(network)
  if (networkPlan(network.input, infos).kind !== 'nodes') return []
  const weighted = infos.flatMap(({ parameterCount }, layer) => (parameterCount > 0 ? [layer] : []))
  const count = infos.reduce((sum, { parameterCount }) => sum + parameterCount, 0)
  return count <= MOST_WEIGHTS ? weighted : weighted.filter((layer) => layer === chosen)
}
