import type { LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { formatShape, plural } from '../../ui/format.ts'

/** A layer in words, for those who do not see the drawing and under the pointer. */
export function layerText({ spec, inputShape, outputShape, parameterCount, layers }: LayerInfo, index: number): string {
  const inside = layers.length > 0 ? ` around ${layers.map((layer) => layer.spec.type).join(', ')}` : ''
  const bend = 'activation' in spec && spec.type !== 'activation' ? `, ${spec.activation}` : ''
  const shapes = `${formatShape(inputShape)} to ${formatShape(outputShape)}`
  return `${index + 1}. ${spec.type}${inside}${bend}: ${shapes}, ${plural(parameterCount, 'parameter')}`
}
