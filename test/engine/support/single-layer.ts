import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { createMemory, instantiateKernels } from '../../../src-engine/kernels/loader.ts'
import { createArena } from '../../../src-engine/plan/arena.ts'
import { planChain } from '../../../src-engine/plan/chain.ts'
import { programBytes, thenBarrier, writeProgram, type Instruction } from '../../../src-engine/plan/instructions.ts'
import { HYPERPARAMETER_BYTES, writeStep } from '../../../src-engine/plan/optimizer.ts'
import type { Mode } from '../../../src-engine/plan/layers/layer.ts'
import { appliedActivation, type Tensor } from '../../../src-engine/plan/tensor.ts'
import type { Activation, LayerSpec } from '../../../src-engine/spec/network.ts'
import { inferShapes, sizeOf, type LayerInfo, type Shape } from '../../../src-engine/spec/shapes.ts'
import { kernels } from './kernels.ts'

export interface SingleLayer {
  readonly info: LayerInfo
  readonly inputSize: number
  readonly outputSize: number
  /** Runs forward, puts `outputDelta` in place and runs backward, with fewer examples than planned if wanted. */
  run(data: LayerData): LayerResult
}

export interface LayerData {
  readonly count: number
  readonly x: Float64Array
  readonly parameters: Float64Array
  readonly outputDelta: Float64Array
  readonly dropoutSeed?: number
  readonly step?: number
  readonly mode?: Mode
}

export interface LayerResult {
  readonly a: Float32Array
  readonly inputDelta: Float32Array
  readonly gradient: Float32Array
  /** As a training step leaves them without an optimiser: batchNorm's statistics have moved. */
  readonly parameters: Float32Array
}

/** One layer's kernels in a memory of their own, planned by the product's code, with `below` as the activation that made its input. */
export function planSingleLayer(
  spec: LayerSpec,
  inputShape: Shape,
  batchSize: number,
  below: Activation = 'linear',
  module = kernels,
): SingleLayer {
  const info = inferShapes({ input: [...inputShape], layers: [spec] })[0]!
  const inputSize = sizeOf(inputShape)
  const outputSize = sizeOf(info.outputShape)
  const arena = createArena(layout.HEADER_BYTES)
  const weights = arena.allocate(4 * info.parameterCount)
  const hyperparameters = arena.allocate(HYPERPARAMETER_BYTES)
  const value = arena.allocate(4 * batchSize * inputSize)
  const input: Tensor = {
    value,
    delta: arena.allocate(4 * batchSize * inputSize),
    shape: inputShape,
    activation: appliedActivation({ activation: below }),
    slopeFrom: value,
  }
  const context = { arena, batchSize, training: true, hyperparameters }
  const plan = planChain(context, { infos: [info], input, weights, isOutput: false })
  const place = (program: readonly Instruction[]) => ({ program, address: arena.allocate(programBytes(program)) })
  const forwardProgram = (mode: Mode) =>
    place([...thenBarrier(plan.prepare), ...plan.forward(input, mode).instructions])
  const forward = { training: forwardProgram('training'), evaluation: forwardProgram('evaluation') }
  const backward = place([...plan.backward(null), ...plan.settle])
  const scratch = arena.allocate(layout.SCRATCH_BYTES)
  const pages = Math.ceil(arena.size / 65_536)
  const memory = createMemory(module, pages)
  const view = new DataView(memory.buffer)
  const { run } = instantiateKernels(module, memory)
  for (const { program, address } of [...Object.values(forward), backward]) writeProgram(view, address, program)
  view.setUint32(layout.SCRATCH, scratch, true)
  const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length)

  return {
    info,
    inputSize,
    outputSize,
    run({ count, x, parameters, outputDelta, dropoutSeed = 0, step = 1, mode = 'training' }) {
      // What an earlier, longer batch left must not matter.
      floats(input.value, batchSize * inputSize).fill(NaN)
      floats(input.delta, batchSize * inputSize).fill(NaN)
      floats(input.value, count * inputSize).set(x)
      floats(weights, info.parameterCount).set(parameters)
      view.setUint32(layout.COUNT, count, true)
      view.setUint32(layout.DROPOUT_SEED, dropoutSeed, true)
      writeStep(view, hyperparameters, step)
      run(forward[mode].address)
      const a = floats(plan.output.value, count * outputSize).slice()
      floats(plan.output.delta, count * outputSize).set(outputDelta)
      run(backward.address)
      return {
        a,
        inputDelta: floats(input.delta, count * inputSize).slice(),
        gradient: sumParts(count),
        parameters: floats(weights, info.parameterCount).slice(),
      }
    },
  }

  function sumParts(count: number): Float32Array {
    const sum = new Float32Array(info.parameterCount)
    for (const { weights: first, length, address, examplesPerChunk } of plan.gradients)
      for (let chunk = 0; chunk * examplesPerChunk < count; chunk++)
        floats(address + 4 * chunk * length, length).forEach((each, i) => (sum[(first - weights) / 4 + i]! += each))
    return sum
  }
}
