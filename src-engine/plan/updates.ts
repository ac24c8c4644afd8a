import { UPDATE_TILE } from '../kernels/assembly/layout.ts'
import type { Arena } from './arena.ts'
import type { PlannedParameter } from './compile.ts'
import { instruction, thenBarrier, type Arguments, type Instruction } from './instructions.ts'
import type { GradientParts } from './layers/layer.ts'
import { operations } from './operations.ts'
import { looksAhead, updateOperation, type UpdateSettings } from './optimizer.ts'

interface UpdateContext {
  readonly arena: Arena
  readonly training: UpdateSettings
  readonly parameters: readonly PlannedParameter[]
  readonly gradients: readonly GradientParts[]
  /** Address of the first weight. */
  readonly weights: number
  readonly moments: readonly number[]
  readonly hyperparameters: number
}

/** The update of a tensor, for an instruction that moves it as soon as its gradient is there. */
export interface Move {
  readonly optimizer: number
  readonly args: Arguments<'sgd'>
}

/** The update of the tensor that begins at this address. */
export type MoveOf = (weights: number) => Move

export interface UpdatePlan {
  /** Before the gradient is taken. */
  readonly before: readonly Instruction[]
  /** Null where nothing moves before the whole gradient is there: clipping by norm. */
  readonly moveOf: MoveOf | null
  /**
   * Behind the gradient: clipping, then the update of every tensor that `moveOf` has not been asked for. They touch different
   * weights, so no barrier stands between them.
   */
  readonly after: () => readonly Instruction[]
}

/** One instruction for each tensor that is trained; statistics and frozen ones are not. */
export function planUpdates(context: UpdateContext): UpdatePlan {
  const { arena, training, parameters, gradients, weights, moments, hyperparameters } = context
  const { optimizer, regularization, gradientClipping } = training
  const trained = parameters.filter(({ isTrained }) => isTrained)
  const tilesOf = ({ length }: PlannedParameter): number => Math.ceil(length / UPDATE_TILE)
  const tiles = trained.reduce((sum, parameter) => sum + tilesOf(parameter), 0)
  const squares = gradientClipping?.type === 'norm' ? arena.allocate(8 * tiles) : 0
  let tile = 0
  const moved = new Set<number>()
  const tensors = trained.map((parameter) => {
    const { role, offset, length } = parameter
    const address = weights + 4 * offset
    const parts = gradients.find((each) => address >= each.weights && address < each.weights + 4 * each.length)
    if (!parts) throw new RangeError(`No layer leaves a gradient for ${parameter.name}.`)
    const { l1, l2, weightDecay } = role === 'kernel' ? regularization : { l1: 0, l2: 0, weightDecay: 0 }
    const first = tile
    tile += tilesOf(parameter)
    return {
      ...{ weights: address, length, gradient: parts.address + (address - parts.weights) },
      ...{ chunkBytes: 4 * parts.length, examplesPerChunk: parts.examplesPerChunk, l1, l2: 2 * l2, weightDecay },
      ...{ first: (moments[0] ?? 0) + 4 * offset, second: (moments[1] ?? 0) + 4 * offset },
      ...{ squares: squares + 8 * first, hyperparameters },
    }
  })
  const operation = updateOperation(optimizer)
  const all = (each: 'lookAhead' | 'gradientSquares' | typeof operation): Instruction[] =>
    tensors.filter((tensor) => !moved.has(tensor.weights)).map((args) => instruction(each, args))
  const clipping = () => [
    ...thenBarrier(all('gradientSquares')),
    ...thenBarrier([instruction('clip', { squares, tiles, hyperparameters })]),
  ]
  return {
    before: looksAhead(optimizer) ? thenBarrier(all('lookAhead')) : [],
    moveOf: squares ? null : moveOf,
    after: () => [...(squares ? clipping() : []), ...all(operation)],
  }

  function moveOf(address: number): Move {
    const args = tensors.find((tensor) => tensor.weights === address)
    if (!args) throw new RangeError(`No tensor that is trained begins at ${address}.`)
    moved.add(address)
    return { optimizer: operations[operation].opcode, args }
  }
}
