import type { LayerSpec } from '../../spec/network.ts'
import { planActivation } from './activation.ts'
import { planBatchNorm } from './batchNorm.ts'
import { planDepthwiseConv2d } from './depthwiseConv2d.ts'
import { planDropout } from './dropout.ts'
import type { LayerContext, LayerPlan } from './layer.ts'
import { planGlobalMaxPool2d } from './globalMaxPool2d.ts'
import { planLayerNorm } from './layerNorm.ts'
import { planPass } from './pass.ts'
import { planGlobalAveragePool2d, planPool } from './pool.ts'
import { planProduct } from './product.ts'
import { planRecurrent } from './recurrent.ts'

/** Plans any layer but the residual block, which is made of others. */
export function planLayer(context: LayerContext, spec: Exclude<LayerSpec, { type: 'residual' }>): LayerPlan {
  switch (spec.type) {
    case 'dense':
    case 'conv2d':
      return planProduct(context, spec)
    case 'depthwiseConv2d':
      return planDepthwiseConv2d(context, spec)
    case 'maxPool2d':
    case 'averagePool2d':
      return planPool(context, spec)
    case 'globalAveragePool2d':
      return planGlobalAveragePool2d(context)
    case 'globalMaxPool2d':
      return planGlobalMaxPool2d(context)
    case 'flatten':
    case 'reshape':
      return planPass(context)
    case 'activation':
      return planActivation(context)
    case 'dropout':
      return planDropout(context, spec)
    case 'batchNorm':
      return planBatchNorm(context, spec)
    case 'layerNorm':
      return planLayerNorm(context, spec)
    case 'recurrent':
      return planRecurrent(context, spec)
  }
}
