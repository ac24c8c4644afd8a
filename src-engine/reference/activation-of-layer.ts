import { alphaOf, type Activation } from '../spec/activation.ts'
import { activationOf, type LayerInfo } from '../spec/shapes.ts'
import { activate, derivative } from './activations.ts'
import { at } from './array.ts'
import { softmax, softmaxBackward } from './softmax.ts'
import type { LayerTrace } from './trace.ts'

interface Named {
  readonly activation: Activation
  readonly alpha: number
}

/** What a layer ends with; linear where it has no activation. */
function namedBy({ spec }: LayerInfo): Named {
  if (activationOf(spec) === undefined || !('activation' in spec)) return { activation: 'linear', alpha: 0 }
  return { activation: spec.activation, alpha: alphaOf(spec) }
}

/** a = f(z) */
export function activated(info: LayerInfo, z: Float64Array): Float64Array {
  const { activation, alpha } = namedBy(info)
  if (activation === 'linear') return z
  if (activation === 'softmax') return softmax(z, info.outputShape.at(-1) ?? 1)
  return z.map((value) => activate(activation, value, alpha))
}

/** ∂C/∂z = ∂C/∂a · f′(z); through softmax's Jacobian, because there each a hangs on every z of its row. */
export function throughActivation(info: LayerInfo, trace: LayerTrace, da: Float64Array): Float64Array {
  const { activation, alpha } = namedBy(info)
  if (activation === 'linear') return da
  if (activation === 'softmax') return softmaxBackward(trace.a, da, info.outputShape.at(-1) ?? 1)
  return da.map((value, i) => value * derivative(activation, at(trace.a, i), at(trace.z, i), alpha))
}
