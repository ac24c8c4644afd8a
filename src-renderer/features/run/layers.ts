import type { LayerSpec } from '../../../src-engine/spec/network.ts'
import type { LayerInfo } from '../../../src-engine/spec/shapes.ts'
import { formatCount, formatShape } from '../../ui/format.ts'

/** What a layer is and how it is set, in the field's words: "conv2d 16" and "3×3 same · relu". */
export function layerWords(spec: LayerSpec): readonly [title: string, settings: string] {
  switch (spec.type) {
    case 'dense':
    case 'recurrent':
      return [`${spec.type} ${formatCount(spec.units)}`, spec.activation]
    case 'conv2d':
      return [`conv2d ${formatCount(spec.filters)}`, windowWords(spec)]
    case 'depthwiseConv2d':
      return ['depthwiseConv2d', windowWords(spec)]
    case 'maxPool2d':
    case 'averagePool2d':
      return [spec.type, `${spec.poolSize}×${spec.poolSize}`]
    case 'reshape':
      return ['reshape', formatShape(spec.targetShape)]
    case 'activation':
      return ['activation', spec.activation]
    case 'dropout':
      return ['dropout', String(spec.rate)]
    case 'residual':
      return ['residual', `${spec.layers.map(({ type }) => type).join(', ')} · ${spec.activation}`]
    case 'flatten':
    case 'globalAveragePool2d':
    case 'globalMaxPool2d':
    case 'batchNorm':
    case 'layerNorm':
      return [spec.type, '']
  }
}

function windowWords(spec: Extract<LayerSpec, { type: 'conv2d' | 'depthwiseConv2d' }>): string {
  const stride = spec.strides > 1 ? ` stride ${spec.strides}` : ''
  const dilation = spec.dilationRate > 1 ? ` dilation ${spec.dilationRate}` : ''
  return `${spec.kernelSize}×${spec.kernelSize} ${spec.padding}${stride}${dilation} · ${spec.activation}`
}

/** Parameters of a layer as arithmetic: "3×3×3×16 + 16 = 448"; null for a layer without any. */
export function parameterArithmetic({ parameters, parameterCount }: LayerInfo): string | null {
  if (parameters.length === 0) return null
  return `${parameters.map(({ shape }) => formatShape(shape)).join(' + ')} = ${formatCount(parameterCount)}`
}
