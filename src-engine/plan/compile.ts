import * as layout from '../kernels/assembly/layout.ts'
import { checkOutput } from '../spec/check-training.ts'
import type { Task } from '../spec/data.ts'
import type { NetworkSpec } from '../spec/network.ts'
import { flopsPerExample } from '../spec/flops.ts'
import { inferShapes, sizeOf, type LayerInfo, type ParameterInfo, type Shape } from '../spec/shapes.ts'
import type { LossName, TrainingSpec } from '../spec/training.ts'
import { createArena } from './arena.ts'
import { planAugmentation } from './augmentation.ts'
import type { LayerOutput } from './chain-plan.ts'
import { planChain } from './chain.ts'
import { instruction, programBytes, thenBarrier, type Instruction } from './instructions.ts'
import type { GradientParts } from './layers/layer.ts'
import { planLoss, type LossPlan } from './loss.ts'
import { planNarrowChain } from './narrow.ts'
import { HYPERPARAMETER_BYTES, momentsOf, type UpdateSettings } from './optimizer.ts'
import { LINEAR, type Tensor } from './tensor.ts'
import { planUpdates, type MoveOf } from './updates.ts'

export interface PlanOptions {
  readonly network: NetworkSpec
  /** Most examples in one batch. */
  readonly batchSize: number
  /** Examples that stand in the model's memory, for a training step to draw its batch from; by default none. */
  readonly tableRows?: number
  /** Threads that may work on it, at most 16. */
  readonly threads: number
  /** Absent: a plan that only predicts and evaluates, without room for gradients. */
  readonly training?: Pick<TrainingSpec, 'loss'> &
    Partial<Pick<TrainingSpec, 'labelSmoothing' | 'augmentation'>> &
    UpdateSettings
  /** What a plan without training measures; by default what the last layer suggests. */
  readonly loss?: LossName
  /** Whether examples have a class, which is the default, or a number for each output. */
  readonly task?: Task
  /** Floating-point operations from which on threads share a program; by default as many as pay for waking them. */
  readonly sharedFrom?: number
}

export interface Program {
  readonly address: number
  /** Whether threads share it. Depends on the plan only, and changes no bit. */
  readonly isShared: boolean
  readonly instructions: readonly Instruction[]
}

export interface PlannedParameter extends ParameterInfo {
  /** Position of its first number in the weights vector. */
  readonly offset: number
  readonly length: number
}

/** A thread does so many floating-point operations while it could wake another and wait for it at every barrier. */
const SHARED_FROM = 1e7

/** Where everything stands in the memory; addresses in bytes. */
export interface Plan {
  readonly bytes: number
  readonly inputSize: number
  readonly classes: number
  readonly inputs: number
  /** What the first layer sees in a training step: the inputs, or what augmentation makes of them. */
  readonly seen: number
  readonly inputShape: Shape
  /** The examples to draw from, and which of them a step draws; 0 when there are none. */
  readonly table: number
  readonly rows: number
  /** What is done to each picture before a training step; 0 when nothing is. */
  readonly augmentations: number
  readonly labels: number
  readonly targets: number
  readonly exampleWeights: number
  readonly outputs: number
  /** Address of each example's loss, float64. */
  readonly losses: number
  readonly costOf: LossPlan['costOf']
  readonly scratch: number
  readonly weights: number
  readonly weightCount: number
  readonly parameters: readonly PlannedParameter[]
  readonly gradients: readonly GradientParts[]
  /** Where each layer's output stands behind a training step; null for one that is never stored. */
  readonly layerOutputs: readonly (LayerOutput | null)[]
  /** The optimiser's moments, one weights vector after the other. */
  readonly moments: readonly number[]
  readonly hyperparameters: number
  readonly programs: {
    readonly predict: Program
    readonly evaluate: Program
    readonly train: Program | null
    /** `train`, bit for bit, but the whole gradient is left in memory. */
    readonly observe: Program | null
    readonly gradient: Program | null
  }
}

/**
 * Lays out one memory for a network and writes down what a step does in it. Allocates nothing itself.
 * @throws {SpecError} for a network that cannot be built, or trained with this loss.
 */
export function compilePlan(options: PlanOptions): Plan {
  const { network, batchSize, threads, training, loss: measured, sharedFrom = SHARED_FROM, tableRows = 0 } = options
  const { task = 'classification' } = options
  const infos = inferShapes(network)
  const lossName = training?.loss ?? measured
  checkOutput(infos, lossName, task)
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
  const table = tableRows > 0 ? arena.allocate(4 * tableRows * inputSize) : 0
  const rows = table ? arena.allocate(4 * batchSize) : 0

  const context = { arena, batchSize, training: !!training, hyperparameters }
  const shape = network.input
  const augmentation = planAugmentation(arena, training?.augmentation, { inputs, shape, batchSize })
  const inputAt = (value: number): Tensor => ({ value, delta: 0, shape, activation: LINEAR, slopeFrom: value })
  const input = inputAt(augmentation?.pictures ?? inputs)
  const layers = { infos, input, weights, isOutput: true }
  const chain = planNarrowChain(context, layers) ?? planChain(context, layers)
  const forward = chain.forward(input, 'training')
  const evaluation = chain.forward(inputAt(inputs), 'evaluation')
  const loss = planLoss({
    ...{ arena, batchSize, loss: lossName, task, smoothing: training?.labelSmoothing ?? 0 },
    ...{ output: chain.output, evaluated: evaluation.output, activation: chain.left },
  })
  const prepare = thenBarrier(chain.prepare)
  const changed = augmentation?.instructions ?? []
  const untilLoss = [...changed, ...prepare, ...forward.instructions, ...loss.train]
  const predict = [...prepare, ...evaluation.instructions, ...loss.predict]
  const evaluate = [...prepare, ...evaluation.instructions, ...loss.evaluate]
  const forwardFlops = batchSize * flopsPerExample(network)
  const place = (instructions: readonly Instruction[], flops: number): Program => ({
    address: arena.allocate(programBytes(instructions)),
    isShared: flops >= sharedFrom,
    instructions,
  })
  const programs = {
    predict: place(predict, forwardFlops),
    evaluate: place(evaluate, forwardFlops),
    gradient: training ? place([...untilLoss, ...chain.backward(null)], 3 * forwardFlops) : null,
    ...trainPrograms(),
  }
  const layerOutputs = chain.outputs.with(-1, answersOr(chain.outputs.at(-1) ?? null))
  const scratch = arena.allocate(threads * layout.SCRATCH_BYTES)
  return {
    ...{
      bytes: arena.size,
      inputSize,
      inputs,
      seen: input.value,
      scratch,
      weights,
      weightCount,
      parameters,
      moments,
      hyperparameters,
    },
    ...{ classes: loss.classes, labels: loss.labels, targets: loss.targets },
    ...{ exampleWeights: loss.exampleWeights, outputs: loss.outputs },
    ...{ table, rows, inputShape: shape, augmentations: augmentation?.records ?? 0 },
    ...{ losses: loss.losses, costOf: loss.costOf.bind(loss), gradients: chain.gradients, layerOutputs, programs },
  }

  /** The activation that is left to the loss makes the last layer's output. */
  function answersOr(output: LayerOutput | null): LayerOutput | null {
    if (chain.left.code === layout.LINEAR || !output) return output
    return { value: loss.outputs, delta: chain.output.delta, shape: output.shape, isInLanes: false }
  }

  function trainPrograms(): Pick<Plan['programs'], 'train' | 'observe'> {
    if (!training) return { train: null, observe: null }
    const { gradients, settle } = chain
    const buffers = { arena, parameters, gradients, weights, moments, hyperparameters }
    const { before, moveOf, after } = planUpdates({ ...buffers, training })
    const begin = thenBarrier([instruction('beginStep', { hyperparameters })])
    const draw = table ? thenBarrier([instruction('gather', { table, rows, batch: inputs, size: inputSize })]) : []
    const step = (moves: MoveOf | null): Program => {
      const backward = chain.backward(moves)
      const instructions = [...begin, ...draw, ...before, ...untilLoss, ...backward, ...settle, ...after()]
      return place(instructions, 3 * forwardFlops)
    }
    // What moves early in the second is not updated behind its gradient any more.
    const observe = step(null)
    return { observe, train: moveOf ? step(moveOf) : observe }
  }
}

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
