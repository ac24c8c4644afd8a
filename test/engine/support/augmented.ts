import * as layout from '../../../src-engine/kernels/assembly/layout.ts'
import { createMemory, instantiateKernels } from '../../../src-engine/kernels/loader.ts'
import { createArena } from '../../../src-engine/plan/arena.ts'
import { planAugmentation, recordLength, unchanged } from '../../../src-engine/plan/augmentation.ts'
import { programBytes, writeProgram } from '../../../src-engine/plan/instructions.ts'
import { sizeOf, type Shape } from '../../../src-engine/spec/shapes.ts'
import { AugmentationSpec } from '../../../src-engine/spec/training.ts'
import { kernels } from './kernels.ts'

export interface Augmented {
  /** What the kernels make of these pictures by these records. */
  run(pictures: Float32Array, draw: (records: Float32Array) => void): Float32Array
}

/** The augmentation kernel alone over a batch of pictures. */
export function planAugmented(shape: Shape, batchSize: number): Augmented {
  const arena = createArena(layout.HEADER_BYTES)
  const inputs = arena.allocate(4 * batchSize * sizeOf(shape))
  const spec = AugmentationSpec.parse({ flip: 'horizontal' })
  const { pictures, records, instructions } = planAugmentation(arena, spec, { inputs, shape, batchSize })!
  const program = arena.allocate(programBytes(instructions))
  const pages = Math.ceil(arena.size / 65_536)
  const memory = createMemory(kernels, pages)
  const view = new DataView(memory.buffer)
  writeProgram(view, program, instructions)
  view.setUint32(layout.COUNT, batchSize, true)
  const { run } = instantiateKernels(kernels, memory)
  const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length)
  const length = recordLength(shape[2]!)
  return {
    run(batch, draw) {
      floats(inputs, batch.length).set(batch)
      const all = floats(records, batchSize * length)
      for (let at = 0; at < all.length; at += length) unchanged(all.subarray(at, at + length))
      draw(all)
      run(program)
      return floats(pictures, batch.length).slice()
    },
  }
}
