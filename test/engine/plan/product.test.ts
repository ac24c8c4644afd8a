import { expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { compilePlan } from '../../../src-engine/plan/compile.ts'
import type { LayerInput } from '../support/layers.ts'
import { network, training } from '../support/networks.ts'

/** Place of `columnsPerTile` among the arguments of a product: behind 13 that describe the patches, and three addresses. */
const COLUMNS_PER_TILE = 16

/** Columns of a tile of the second layer's product, forward and back. */
function tilesOf(batchSize: number, input: number[], ...layers: LayerInput[]): (number | undefined)[] {
  const classes: LayerInput[] = [{ type: 'flatten' }, { type: 'dense', units: 2, activation: 'softmax' }]
  const spec = network({ input, layers: [...layers, ...classes] })
  const { train } = compilePlan({ network: spec, batchSize, threads: 1, training: training() }).programs
  const forward = train!.instructions.filter(({ opcode }) => opcode === layout.FORWARD_PRODUCT)
  const back = train!.instructions.filter(({ opcode }) => opcode === layout.INPUT_GRADIENT)
  return [forward[1], back.at(-1)].map((each) => each?.words[COLUMNS_PER_TILE]?.value)
}

const dense = (units: number): LayerInput => ({ type: 'dense', units })

// 16 tiles are wanted, of 48 rows each and a multiple of 8 columns, 16 to 64.
it.each([
  [10, 10, 10, 16, 16],
  [10, 512, 513, 40, 32],
  [48, 100, 129, 16, 16],
  [49, 100, 128, 16, 16],
  [97, 100, 128, 24, 24],
  [10, 4000, 1016, 64, 64],
])('dense, %d examples, %d inputs, %d units: %d columns forward, %d back', (batch, inputs, units, forward, back) => {
  expect(tilesOf(batch, [3], dense(inputs), dense(units))).toEqual([forward, back])
})

it('convolution has as many rows as pixels', () => {
  const conv = (filters: number, padding: 'same' | 'valid'): LayerInput => ({
    ...{ type: 'conv2d', filters, kernelSize: 3, padding },
  })
  // 4 · 5 · 6 pixels before and 4 · 3 · 4 behind it, of 48 to a block.
  expect(tilesOf(4, [5, 6, 2], conv(60, 'same'), conv(130, 'valid'))).toEqual([16, 16])
  expect(tilesOf(4, [5, 6, 2], conv(60, 'same'), conv(130, 'same'))).toEqual([32, 16])
  expect(tilesOf(4, [5, 6, 2], conv(130, 'same'), conv(60, 'same'))).toEqual([16, 32])
})
