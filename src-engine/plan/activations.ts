import * as layout from '../kernels/assembly/layout.ts'
import { activationOf, type LayerInfo } from '../spec/shapes.ts'
import { appliedActivation, LINEAR, type AppliedActivation } from './tensor.ts'

/** Layers that apply an activation to what they write, without a pass of its own. */
const CARRIERS: readonly string[] = ['dense', 'conv2d', 'depthwiseConv2d', 'batchNorm', 'layerNorm', 'residual']

export interface PlacedActivations {
  /** What each layer applies; null for an activation layer that has nothing left to do. */
  readonly applied: readonly (AppliedActivation | null)[]
  /** What is left to the loss. */
  readonly left: AppliedActivation
  /** Layers whose own output is never stored: they apply the activation of the layer behind them too. */
  readonly covered: ReadonlySet<number>
}

/**
 * Where each activation of a chain is applied: an activation layer's by the layer before it where that can and has none,
 * and the network's last one by the loss.
 */
export function placeActivations(infos: readonly LayerInfo[], isOutput: boolean): PlacedActivations {
  const applied: (AppliedActivation | null)[] = []
  const covered = new Set<number>()
  let carrier = -1
  for (const [index, { spec }] of infos.entries()) {
    const own = 'activation' in spec && activationOf(spec) !== undefined ? appliedActivation(spec) : LINEAR
    const isFree = applied[index - 1]?.code === layout.LINEAR
    carrier = index
    if (spec.type !== 'activation') applied.push(own)
    else if (own.code === layout.LINEAR) applied.push(null)
    else if (isFree && CARRIERS.includes(infos[index - 1]?.spec.type ?? '')) {
      carrier = index - 1
      applied[carrier] = own
      applied.push(null)
      covered.add(carrier)
    } else applied.push(own)
  }
  if (!isOutput) return { applied, left: LINEAR, covered }
  const left = applied[carrier] ?? LINEAR
  applied[carrier] = infos[carrier]?.spec.type === 'activation' ? null : LINEAR
  covered.delete(carrier)
  return { applied, left, covered }
}
