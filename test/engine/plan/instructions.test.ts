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
  const sgd = instruction('sgd', {
    ...{ weights: 1, length: 2 ** 31, gradient: 3, chunkBytes: 4, examplesPerChunk: 5, l1: 0.5, l2: 1.25 },
    ...{ weightDecay: -2, first: 6, second: 7, squares: 8, hyperparameters: 9 },
  })
  const program = [...thenBarrier([clip]), sgd]
  // 16 bytes before the arguments of each, 4 for each argument, 4 for the end.
  expect(programBytes(program)).toBe(16 + 12 + 16 + 48 + 4)
  const memory = new DataView(new ArrayBuffer(128))
  new Uint8Array(memory.buffer).fill(255)
  writeProgram(memory, 8, program)
  const word = (at: number): number => memory.getUint32(8 + 4 * at, true)
  const words = Array.from({ length: 24 }, (_, at) => word(at))
  const unclaimed = 0xffffffff // the counter of tiles is the kernels' own
  expect(words.slice(0, 7)).toEqual([layout.CLIP, 28, 1, unclaimed, 640, 3, 128])
  expect(words.slice(7, 11)).toEqual([layout.SGD, 64, 0, unclaimed])
  expect(words.slice(11, 16)).toEqual([1, 2 ** 31, 3, 4, 5])
  expect([16, 17, 18].map((at) => memory.getFloat32(8 + 4 * at, true))).toEqual([0.5, 1.25, -2])
  expect(words.slice(19, 23)).toEqual([6, 7, 8, 9])
  expect([word(23), word(-1), word(24)]).toEqual([layout.END, unclaimed, unclaimed])
})
