import { dropoutMask } from '../../../src-engine/reference/dropout.ts'
import type { Masks } from '../../../src-engine/reference/network.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf } from '../../../src-engine/spec/shapes.ts'

/** What the kernels drop of a batch in a step. @param step training steps begun, the first is 1 */
export const masksOf = (spec: NetworkSpec, count: number, place: { seed: number; step: number }): Masks =>
  new Map(
    inferShapes(spec).flatMap(({ spec: layer, outputShape }, index) =>
      layer.type === 'dropout'
        ? [[index, dropoutMask({ ...place, layer: index }, layer.rate, count * sizeOf(outputShape))] as const]
        : [],
    ),
  )
