import { expect, it } from 'vitest'
import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { instruction, programBytes, thenBarrier, writeProgram } from '../../../src-engine/plan/instructions.ts'

const clip = instruction('clip', { squares: 640, tiles: 3, hyperparameters: 128 })

it('an instruction has its arguments in the order of its fields, whatever order they are given in', () => {
  expect(instruction('clip', { hyperparameters: 128, tiles: 3, squares: 640 })).toEqual(clip)
  expect(clip).toEqual({
    opcode: layout.CLIP,
    words: [640, 3, 128].map((value) => ({ type: 'u32', value })),
    barrier: false,
  })
})

it('a barrier stands behind the last instruction alone', () => {
  expect(thenBarrier([clip, clip, clip]).map(({ barrier }) => barrier)).toEqual([false, false, true])
  expect(thenBarrier([])).toEqual([])
})

it('a program is written word by word, and ends', () => {
  const dropout = instruction('dropout', {
    ...{ input: 1, output: 2, inputDelta: 3, outputDelta: 4, size: 5, threshold: 2 ** 31, scale: 1.25, layer: 6 },
    ...{ hyperparameters: 7, below: 8, belowActivation: 9, belowAlpha: 0.5 },
  })
  const program = [...thenBarrier([clip]), dropout]
  // 16 bytes before the arguments of each, 4 for each argument, 4 for the end.
  expect(programBytes(program)).toBe(16 + 12 + 16 + 48 + 4)
  const memory = new DataView(new ArrayBuffer(128))
  new Uint8Array(memory.buffer).fill(255)
  writeProgram(memory, 8, program)
  const word = (at: number): number => memory.getUint32(8 + 4 * at, true)
  const words = Array.from({ length: 24 }, (_, at) => word(at))
  const unclaimed = 0xffffffff // the counter of tiles is the kernels' own
  expect(words.slice(0, 7)).toEqual([layout.CLIP, 28, 1, unclaimed, 640, 3, 128])
  expect(words.slice(7, 11)).toEqual([layout.DROPOUT, 64, 0, unclaimed])
  expect(words.slice(11, 17)).toEqual([1, 2, 3, 4, 5, 2 ** 31])
  expect([17, 22].map((at) => memory.getFloat32(8 + 4 * at, true))).toEqual([1.25, 0.5])
  expect(words.slice(18, 22)).toEqual([6, 7, 8, 9])
  expect([word(23), word(-1), word(24)]).toEqual([layout.END, unclaimed, unclaimed])
})
