import type { LayerSpec } from '../../../src-engine/spec/network.ts'
import type { LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { formatCount, formatShape } from '../../ui/format.ts'

/** What a layer is and how it is set, in the field's words: "conv2d 16" and "3×3 same · relu". */
export function layerWords(spec: LayerSpec): readonly [title: string, settings: string] {
  switch (spec.type) {
    case 'dense':
      return [`dense ${formatCount(spec.units)}`, spec.activation]
    case 'conv2d': {
      const stride = spec.strides > 1 ? ` stride ${spec.strides}` : ''
      return [
        `conv2d ${formatCount(spec.filters)}`,
        `${spec.kernelSize}×${spec.kernelSize} ${spec.padding}${stride} · ${spec.activation}`,
      ]
    }
    case 'maxPool2d':
      return ['maxPool2d', `${spec.poolSize}×${spec.poolSize}`]
    case 'flatten':
      return ['flatten', '']
    case 'dropout':
      return ['dropout', String(spec.rate)]
  }
}

/** Parameters of a layer as arithmetic: "3×3×3×16 + 16 = 448"; null for a layer without any. */
export function parameterArithmetic({ parameters, parameterCount }: LayerInfo): string | null {
  if (parameters.length === 0) return null
  return `${parameters.map(({ shape }) => formatShape(shape)).join(' + ')} = ${formatCount(parameterCount)}`
}
