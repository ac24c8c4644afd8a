import * as layout from '../kernels/assembly/layout.ts'
import { checkOutput } from '../spec/check-training.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { inferShapes, sizeOf, type LayerInfo, type ParameterInfo } from '../spec/shapes.ts'
import type { LossName, TrainingSpec } from '../spec/training.ts'
import { createArena } from './arena.ts'
import { instruction, programBytes, thenBarrier, type Instruction } from './instructions.ts'
import type { LayerPlan } from './layers/layer.ts'
import { planLayer } from './layers/plan-layer.ts'
import { planLoss } from './loss.ts'
import { HYPERPARAMETER_BYTES, momentsOf, updateInstruction } from './optimizer.ts'
import { checkSupported } from './supported.ts'
import type { Tensor } from './tensor.ts'

export interface PlanOptions {
  readonly network: NetworkSpec
  /** Most examples in one batch. */
  readonly batchSize: number
  /** Threads that may work on it, at most 16. */
  readonly threads: number
  /** Absent: a plan that only predicts and evaluates, without room for gradients. */
  readonly training?: Pick<TrainingSpec, 'loss' | 'optimizer' | 'regularization'>
  /** What a plan without training measures; by default what the last layer suggests. */
  readonly loss?: LossName
}

export interface Program {
  readonly address: number
  readonly instructions: readonly Instruction[]
}

export interface PlannedParameter extends ParameterInfo {
  /** Position of its first number in the weights vector. */
  readonly offset: number
  readonly length: number
}

/** Where everything stands in the memory; addresses in bytes. */
export interface Plan {
  readonly bytes: number
  readonly inputSize: number
  readonly classes: number
  readonly inputs: number
  readonly labels: number
  readonly outputs: number
  readonly scratch: number
  readonly weights: number
  readonly weightCount: number
  readonly parameters: readonly PlannedParameter[]
  readonly layers: readonly LayerPlan[]
  readonly layerInfos: readonly LayerInfo[]
  /** The optimiser's moments, one weights vector after the other. */
  readonly moments: readonly number[]
  readonly hyperparameters: number
  readonly programs: {
    readonly predict: Program
    readonly evaluate: Program
    readonly train: Program | null
    readonly gradient: Program | null
  }
}

/**
 * Lays out one memory for a network and writes down what a step does in it. Allocates nothing itself.
 * @throws {SpecError} for a network that cannot be built, or trained with this loss.
 */
export function compilePlan({ network, batchSize, threads, training, loss: measured }: PlanOptions): Plan {
  const infos = inferShapes(network)
  const lossName = training?.loss ?? measured
  checkOutput(infos, lossName)
  checkSupported(infos, { ...training, ...(lossName && { loss: lossName }) })
  const arena = createArena(layout.HEADER_BYTES)
  const parameters = placeParameters(infos)
  const weightCount = parameters.reduce((sum, { length }) => sum + length, 0)
  const weights = arena.allocate(4 * weightCount)
  const moments = Array.from({ length: training ? momentsOf(training.optimizer) : 0 }, () =>
    arena.allocate(4 * weightCount),
  )
  const hyperparameters = training ? arena.allocate(HYPERPARAMETER_BYTES) : 0
  const inputSize = sizeOf(network.input)
  const inputs = arena.allocate(4 * batchSize * inputSize)

  const layers: LayerPlan[] = []
  let input: Tensor = { value: inputs, delta: 0, shape: network.input, activation: 'linear' }
  let layerOffset = 0
  const offsets: number[] = []
  for (const [index, info] of infos.entries()) {
    const at = weights + 4 * layerOffset
    const layer = planLayer({
      arena,
      info,
      index,
      batchSize,
      input,
      training: !!training,
      weights: at,
      hyperparameters,
    })
    layers.push(layer)
    offsets.push(layerOffset)
    layerOffset += info.parameterCount
    input = layer.output
  }

  const prepare = thenBarrier(layers.flatMap((layer) => layer.prepare))
  const evaluation = evaluationPass()
  const loss = planLoss({ arena, batchSize, loss: lossName, output: input, evaluated: evaluation.output })
  const forward = layers.flatMap((layer, index) =>
    thenBarrier(layer.forward(layers[index - 1]?.output ?? firstInput())),
  )
  const backward = layers.toReversed().flatMap((layer) => thenBarrier(layer.backward))
  const gradient = [...prepare, ...forward, ...loss.train, ...backward]
  const predict = [...prepare, ...evaluation.instructions, ...loss.predict]
  const evaluate = [...prepare, ...evaluation.instructions, ...loss.evaluate]
  const place = (instructions: readonly Instruction[]): Program => ({
    address: arena.allocate(programBytes(instructions)),
    instructions,
  })
  const programs = {
    predict: place(predict),
    evaluate: place(evaluate),
    gradient: training ? place(gradient) : null,
    train: training
      ? place([...thenBarrier([instruction('beginStep', { hyperparameters })]), ...gradient, ...updates(training)])
      : null,
  }
  const scratch = arena.allocate(threads * layout.SCRATCH_BYTES)
  return {
    ...{
      bytes: arena.size,
      inputSize,
      classes: loss.classes,
      inputs,
      labels: loss.labels,
      outputs: loss.outputs,
      scratch,
    },
    ...{ weights, weightCount, parameters, layers, layerInfos: infos, moments, hyperparameters, programs },
  }

  function firstInput(): Tensor {
    return { value: inputs, delta: 0, shape: network.input, activation: 'linear' }
  }

  function evaluationPass() {
    let tensor = firstInput()
    const instructions: Instruction[] = []
    for (const layer of layers) {
      if (layer.skippedInEvaluation) continue
      instructions.push(...thenBarrier(layer.forward(tensor)))
      tensor = layer.output
    }
    return { instructions, output: tensor }
  }

  /** They touch different weights, so no barrier stands between them. */
  function updates({ optimizer, regularization }: NonNullable<PlanOptions['training']>): Instruction[] {
    return layers.flatMap((layer, index) => {
      const parts = layer.gradient
      const layerLength = infos[index]?.parameterCount ?? 0
      const start = offsets[index] ?? 0
      if (!parts) return []
      return parameters.filter(inside(start, layerLength)).map(({ name, offset, length }) =>
        updateInstruction(optimizer, hyperparameters, {
          weights: weights + 4 * offset,
          length,
          gradient: parts.address + 4 * (offset - start),
          parts,
          layerLength,
          l2: name.endsWith('.kernel') ? regularization.l2 : 0,
          first: (moments[0] ?? 0) + 4 * offset,
          second: (moments[1] ?? 0) + 4 * offset,
        }),
      )
    })
  }
}

const inside =
  (start: number, length: number) =>
  ({ offset }: PlannedParameter): boolean =>
    offset >= start && offset < start + length

function placeParameters(infos: readonly LayerInfo[]): PlannedParameter[] {
  let offset = 0
  return infos.flatMap((info) =>
    info.parameters.map((parameter) => {
      const length = sizeOf(parameter.shape)
      offset += length
      return { ...parameter, offset: offset - length, length }
    }),
  )
}
