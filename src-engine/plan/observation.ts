import { sizeOf } from '../spec/shapes.ts'
import type { LayerOutput } from './chain-plan.ts'
import type { Plan } from './compile.ts'
import { tensorGradients } from './gradient.ts'

/** What a training step leaves in memory, read where it stands: nothing is computed, and nothing changed. */
export interface Observation {
  /** The weights themselves, tensors in the order of `parameters`: a view that every step moves. */
  readonly weights: Float32Array
  /**
   * ∂C₀/∂w of some weights, without the regulariser's share; 0 for what is not trained.
   * @param places positions in the weights vector, ascending
   * @param count examples of the step
   */
  gradientAt(places: Uint32Array, count: number): Float32Array<ArrayBuffer>
  /**
   * (count, …output) of a layer, behind its activation; behind the max pooling too that a batchNorm does in the same pass.
   * Null where it is never stored: the activation of the layer behind it was applied in the same pass.
   */
  output(layer: number, count: number): Float32Array | null
  /** (count, …output) of ∂C/∂z of a layer, z being what its activation was applied to; null where none is worked out. */
  delta(layer: number, count: number): Float32Array | null
  /** (count, …input), what the first layer saw: the batch, changed if pictures are. */
  input(count: number): Float32Array
  /** Each example's loss with its factor, before they are added up. */
  losses(count: number): Float64Array
}

export function createObservation(plan: Plan, memory: WebAssembly.Memory): Observation {
  const gradients = tensorGradients(plan)
  const floats = (address: number, length: number): Float32Array => new Float32Array(memory.buffer, address, length)
  return {
    weights: floats(plan.weights, plan.weightCount),
    gradientAt(places, count) {
      const found = new Float32Array(places.length)
      let next = 0
      for (const { offset, length, address, stride, examplesPerChunk } of gradients) {
        const chunks = Math.ceil(count / examplesPerChunk)
        const parts = floats(address, (chunks - 1) * stride + length)
        while (next < places.length && (places[next] ?? 0) < offset) next += 1
        for (; next < places.length; next++) {
          const place = (places[next] ?? 0) - offset
          if (place >= length) break
          for (let chunk = 0; chunk < chunks; chunk++)
            found[next] = (found[next] ?? 0) + (parts[chunk * stride + place] ?? 0)
        }
      }
      return found
    },
    output(layer, count) {
      const output = plan.layerOutputs[layer]
      return output ? read(output, output.value, count) : null
    },
    delta(layer, count) {
      const output = plan.layerOutputs[layer]
      return output && output.delta > 0 ? read(output, output.delta, count) : null
    },
    input: (count) => floats(plan.seen, count * plan.inputSize),
    losses: (count) => new Float64Array(memory.buffer, plan.losses, count),
  }

  function read({ shape, isInLanes }: LayerOutput, address: number, count: number): Float32Array {
    const size = sizeOf(shape)
    return isInLanes ? fromLanes(address, count, size) : floats(address, count * size)
  }

  /** Groups of four examples, behind whose features stand four ones. */
  function fromLanes(address: number, count: number, size: number): Float32Array {
    const lanes = floats(address, 4 * Math.ceil(count / 4) * (size + 1))
    return new Float32Array(count * size).map((_, i) => {
      const example = Math.floor(i / size)
      return lanes[((example >> 2) * (size + 1) + (i % size)) * 4 + (example & 3)] ?? 0
    })
  }
}
