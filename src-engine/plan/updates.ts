import { UPDATE_TILE } from '../kernels/assembly/layout.ts'
import type { Arena } from './arena.ts'
import type { PlannedParameter } from './compile.ts'
import { instruction, thenBarrier, type Instruction } from './instructions.ts'
import type { GradientParts } from './layers/layer.ts'
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

export interface UpdatePlan {
  /** Before the gradient is taken. */
  readonly before: readonly Instruction[]
  /** Behind it: clipping, then every tensor's update. They touch different weights, so no barrier stands between them. */
  readonly after: readonly Instruction[]
}

/** One instruction for each tensor that is trained; statistics are not. */
export function planUpdates(context: UpdateContext): UpdatePlan {
  const { arena, training, parameters, gradients, weights, moments, hyperparameters } = context
  const { optimizer, regularization, gradientClipping } = training
  const trained = parameters.filter(({ role }) => role !== 'statistic')
  const tilesOf = ({ length }: PlannedParameter): number => Math.ceil(length / UPDATE_TILE)
  const tiles = trained.reduce((sum, parameter) => sum + tilesOf(parameter), 0)
  const squares = gradientClipping?.type === 'norm' ? arena.allocate(8 * tiles) : 0
  let tile = 0
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
  const all = (operation: 'lookAhead' | 'gradientSquares' | ReturnType<typeof updateOperation>): Instruction[] =>
    tensors.map((args) => instruction(operation, args))
  const clipping = [
    ...thenBarrier(all('gradientSquares')),
    ...thenBarrier([instruction('clip', { squares, tiles, hyperparameters })]),
  ]
  return {
    before: looksAhead(optimizer) ? thenBarrier(all('lookAhead')) : [],
    after: [...(squares ? clipping : []), ...all(updateOperation(optimizer))],
  }
}
