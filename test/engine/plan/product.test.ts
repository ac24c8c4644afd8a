import { expect, it } from 'vitest'
import { compilePlan } from '../../../src-engine/plan/compile.ts'
import type { Operation } from '../../../src-engine/plan/instructions.ts'
import { operations } from '../../../src-engine/plan/operations.ts'
import type { LayerInput } from '../support/layers.ts'
import { network, training } from '../support/networks.ts'

/** Columns of a tile of the second layer's product, forward and back. */
function tilesOf(kind: Kind, batchSize: number, input: number[], ...layers: LayerInput[]): (number | undefined)[] {
  const classes: LayerInput[] = [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }]
  const spec = network({ input, layers: [...layers, ...classes] })
  const { train } = compilePlan({ network: spec, batchSize, threads: 1, training: training() }).programs
  const columnsOf = (operation: Operation) => {
    const { opcode, fields } = operations[operation]
    const place = Object.keys(fields).indexOf('columnsPerTile')
    return train!.instructions.filter((each) => each.opcode === opcode).map(({ words }) => words[place]!.value)
  }
  return [columnsOf(kind.forward)[1], columnsOf(kind.back).at(-1)]
}

interface Kind {
  readonly forward: Operation
  readonly back: Operation
}
const matrices: Kind = { forward: 'matrixForward', back: 'matrixInputGradient' }
const patches: Kind = { forward: 'forwardProduct', back: 'inputGradient' }
const winograd: Kind = { forward: 'winogradForward', back: 'winogradInputGradient' }

const dense = (units: number): LayerInput => ({ type: 'dense', units })

// 16 tiles are wanted, of 48 to 342 rows each and a multiple of 8 columns, 16 to 64.
it.each([
  [10, 10, 10, 16, 16],
  [10, 512, 513, 40, 32],
  [48, 100, 129, 16, 16],
  [342, 100, 128, 16, 24],
  [343, 100, 192, 24, 24],
  [10, 4000, 1016, 64, 64],
])('dense, %d examples, %d inputs, %d units: %d columns forward, %d back', (batch, inputs, units, forward, back) => {
  expect(tilesOf(matrices, batch, [3], dense(inputs), dense(units))).toEqual([forward, back])
})

it('convolution has as many rows as pixels', () => {
  const conv = (filters: number, padding: 'same' | 'valid'): LayerInput => ({
    ...{ type: 'conv2d', filters, kernelSize: 5, padding },
  })
  // 4 · 5 · 6 pixels before and 4 · 1 · 2 behind it, of 48 to a block.
  expect(tilesOf(patches, 4, [5, 6, 2], conv(60, 'same'), conv(130, 'valid'))).toEqual([16, 16])
  expect(tilesOf(patches, 4, [5, 6, 2], conv(60, 'same'), conv(130, 'same'))).toEqual([32, 16])
  expect(tilesOf(patches, 4, [5, 6, 2], conv(130, 'same'), conv(60, 'same'))).toEqual([16, 32])
})

it('Winograd has a row for every 2×2 outputs, and up to 128 columns', () => {
  const conv = (filters: number): LayerInput => ({ type: 'conv2d', filters, kernelSize: 3, padding: 'same' })
  // 4 · 3 · 3 tiles of outputs, of 24 to a block; the first layer has too few channels.
  expect(tilesOf(winograd, 4, [5, 6, 2], conv(16), conv(60), conv(132))).toEqual([24, 16])
  expect(tilesOf(winograd, 48, [8, 8, 2], conv(16), conv(60), conv(132))).toEqual([128, 32])
})
