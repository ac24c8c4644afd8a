import * as layout from '../../kernels/assembly/layout.ts'
import { instruction, thenBarrier, type Arguments, type Instruction } from '../instructions.ts'
import { named } from '../operations.ts'
import { belowOf, LINEAR, ownOf } from '../tensor.ts'
import type { MoveOf } from '../updates.ts'
import { bare, examplesPerChunk, outputTensor, trainsTensors, type LayerContext, type LayerPlan } from './layer.ts'
import { columnsPerTile, LEAST_COLUMNS, WANTED_TILES } from './product-tiles.ts'
import type { Window } from './window.ts'

/** Fewer rows than this, and turning the weights into panels costs more than another thread saves. */
const LEAST_ROWS = 48

/** Whether a layer looks at single pixels, one after the other: its inputs are a matrix as they stand. */
export const isMatrix = ({ kernelSize, stride }: Window): boolean => kernelSize === 1 && stride === 1

/** Dense layers and 1×1 convolutions of stride 1: products with matrices that are read in place, weights included. */
export function planMatrix(context: LayerContext, window: Window): LayerPlan {
  const { arena, batchSize, input, weights, activation } = context
  const { height, width, channels, filters, bias } = window
  const rowsPerExample = height * width
  const rows = batchSize * rowsPerExample
  const output = outputTensor(context)
  const product = { rowsPerExample, weights, ...belowOf(input) }
  const gradient = trainsTensors(context) ? planGradient() : null

  return {
    ...bare,
    output,
    forward: (from) => [
      instruction('matrixForward', {
        ...{ ...product, input: from.value, depth: channels, output: output.value, columns: filters },
        ...{ ...matrixTiles(rows, filters), ...ownOf(activation) },
        bias: bias ? weights + 4 * channels * filters : 0,
      }),
    ],
    // Both read output.delta only, so their tiles may mix.
    backward: [...(gradient ? [instruction('matrixWeightGradient', gradient)] : []), ...inputGradient()],
    ...(gradient && movesAtOnce(gradient) && { moving: (moveOf: MoveOf) => moving(gradient, moveOf) }),
    gradients: gradient
      ? [
          {
            ...{ weights, length: (channels + bias) * filters, address: gradient.gradient },
            examplesPerChunk: gradient.examplesPerChunk,
          },
        ]
      : [],
  }

  function inputGradient(): Instruction[] {
    if (!input.delta) return []
    const args = { ...product, input: output.delta, depth: filters, output: input.delta, columns: channels, bias: 0 }
    return [
      instruction('matrixInputGradient', {
        ...{ ...args, ...matrixTiles(rows, channels), ...ownOf(LINEAR) },
      }),
    ]
  }

  /** Only whole rows of weights: shorter pieces, far apart, come slower from memory than one pass over all of them. */
  function movesAtOnce({ examplesPerChunk: perChunk }: Arguments<'matrixWeightGradient'>): boolean {
    return perChunk === batchSize && filters <= layout.TILE_COLUMNS
  }

  /** The weights are read where they stand, so they may move only when the way back is done. */
  function moving(args: Arguments<'matrixWeightGradient'>, moveOf: MoveOf): Instruction[] {
    const kernel = moveOf(weights)
    const biases = bias ? moveOf(weights + 4 * channels * filters) : kernel
    return [
      ...thenBarrier(inputGradient()),
      instruction('matrixUpdate', {
        ...{ ...args, optimizer: kernel.optimizer },
        ...{ ...named('kernel', kernel.args), ...named('bias', biases.args) },
      }),
    ]
  }

  /** Over many pixels the sum is cut into chunks, which find work for more threads. */
  function planGradient() {
    const inputBlocks = Math.ceil(channels / layout.MATRIX_INPUTS)
    const tiles = inputBlocks * Math.ceil(filters / layout.TILE_COLUMNS)
    const perChunk = examplesPerChunk(batchSize, rowsPerExample > 1 ? Math.ceil(WANTED_TILES / tiles) : 1)
    return {
      ...{ input: input.value, rowsPerExample, depth: channels, inputsPerTile: evenly(channels, inputBlocks) },
      ...{
        delta: output.delta,
        columns: filters,
        columnsPerTile: layout.TILE_COLUMNS,
        examplesPerChunk: perChunk,
        bias,
      },
      gradient: arena.allocate(4 * Math.ceil(batchSize / perChunk) * (channels + bias) * filters),
    }
  }
}

/** As many rows as pay for turning the weights into panels, but few enough that several threads find work. */
function matrixTiles(rows: number, columns: number): { rowsPerTile: number; columnsPerTile: number } {
  const wanted = Math.min(Math.ceil(rows / LEAST_ROWS), Math.ceil(WANTED_TILES / Math.ceil(columns / LEAST_COLUMNS)))
  const rowBlocks = Math.max(Math.ceil(rows / layout.MATRIX_ROWS), wanted)
  return { rowsPerTile: evenly(rows, rowBlocks), columnsPerTile: columnsPerTile(rowBlocks, columns) }
}

/** Parts of about the same size, in whole register tiles. */
const evenly = (size: number, parts: number): number => Math.ceil(size / parts / 6) * 6
