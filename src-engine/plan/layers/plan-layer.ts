import { planDropout } from './dropout.ts'
import { planFlatten } from './flatten.ts'
import type { LayerContext, LayerPlan } from './layer.ts'
import { planMaxPool2d } from './maxPool2d.ts'
import { planProduct } from './product.ts'

export function planLayer(context: LayerContext): LayerPlan {
  const { spec } = context.info
  switch (spec.type) {
    case 'dense':
    case 'conv2d':
      return planProduct(context, spec)
    case 'maxPool2d':
      return planMaxPool2d(context, spec)
    case 'flatten':
      return planFlatten(context)
    case 'dropout':
      return planDropout(context, spec)
    default:
      throw new RangeError(`There are no kernels for the layer ${spec.type}.`)
  }
}
