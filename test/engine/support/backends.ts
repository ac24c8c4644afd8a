import { layerBackward, layerForward } from '../../../src-engine/reference/layers.ts'
import { LayerSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, type LayerInfo, type Shape } from '../../../src-engine/spec/shapes.ts'
import type { LayerInput } from './layers.ts'
import { builds } from './kernels.ts'
import { planSingleLayer } from './single-layer.ts'

/** One layer forward and back, as a training step runs it. */
export interface Op {
  readonly info: LayerInfo
  run(data: { x: ArrayLike<number>; parameters?: ArrayLike<number>; outputDelta?: ArrayLike<number> }): {
    readonly a: number[]
    /** ∂C/∂x */
    readonly dx: number[]
    readonly gradient: number[]
  }
}

export interface Backend {
  readonly name: string
  /** Largest error of a number next to 1. */
  readonly precision: number
  op(spec: LayerInput, shape: Shape, count?: number): Op
}

const reference: Backend = {
  name: 'reference',
  precision: 1e-12,
  op(input, shape, count = 1) {
    const info = infoOf(input, shape)
    return {
      info,
      run({ x, parameters = [], outputDelta }) {
        const own = Float64Array.from(parameters)
        const trace = layerForward(info, own, Float64Array.from(x), null, true)
        const size = (trace.a.length / count) * count
        const back = layerBackward(info, own, trace, Float64Array.from(outputDelta ?? new Float64Array(size)))
        return { a: [...trace.a], dx: [...back.dx], gradient: [...back.parameters] }
      },
    }
  },
}

const kernels = ([name, module]: (typeof builds)[number]): Backend => ({
  name,
  precision: 2e-6,
  op(input, shape, count = 1) {
    const layer = planSingleLayer(LayerSpec.parse(input), shape, count, 'linear', module)
    return {
      info: layer.info,
      run({ x, parameters = [], outputDelta }) {
        const delta = Float64Array.from(outputDelta ?? new Float64Array(count * layer.outputSize))
        const data = { x: Float64Array.from(x), parameters: Float64Array.from(parameters), outputDelta: delta }
        const { a, inputDelta, gradient } = layer.run({ count, ...data })
        return { a: [...a], dx: [...inputDelta], gradient: [...gradient] }
      },
    }
  },
})

const infoOf = (input: LayerInput, shape: Shape): LayerInfo =>
  inferShapes({ input: [...shape], layers: [LayerSpec.parse(input)] })[0]!

export const backends: readonly Backend[] = [reference, ...builds.map(kernels)]
