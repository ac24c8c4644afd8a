import type { LayerDiagnostics } from '../diagnostics.ts'
import { digits, layerName, type Alarm, type AlarmInput } from './alarm.ts'

/** ‖∂C/∂w‖ / ‖w‖ of a layer below these parts of the largest one's. */
const WARNING = 1e-4
const ALARM = 1e-6

/**
 * A layer whose gradient, measured by its weights, is a tiny part of that of a later layer: it hardly learns while the other
 * one does (Bengio, Simard and Frasconi 1994; Glorot and Bengio 2010). Of several the first is named. A gradient of exactly 0
 * does not count: nothing passes a layer of dead units, and a frozen layer is not meant to learn.
 */
export function vanishingGradient({ diagnostics }: AlarmInput): Alarm[] {
  const layers = (diagnostics?.layers ?? []).filter((each) => ratioOf(each) > 0)
  for (const [index, each] of layers.entries()) {
    const part = ratioOf(each) / Math.max(...layers.slice(index).map(ratioOf))
    if (part >= WARNING) continue
    return [
      {
        ...{ kind: 'vanishingGradient', layer: each.layer, value: part },
        severity: part < ALARM ? 'alarm' : 'warning',
        message: `The gradient of ${layerName(each)}, beside its weights, is ${digits(part)} of that of a later layer: it hardly learns.`,
        cause:
          'On the way back every layer multiplies the error by the slope of its activation, which is at most ¼ for sigmoid and near 0 for units that are saturated.',
        remedy:
          'Use relu or gelu instead of sigmoid and tanh in the hidden layers. Put a batchNorm between them, or residual blocks around them. Leave layers out.',
      },
    ]
  }
  return []
}

const ratioOf = ({ gradientNorm, weightNorm }: LayerDiagnostics): number =>
  gradientNorm && weightNorm ? gradientNorm / weightNorm : 0
